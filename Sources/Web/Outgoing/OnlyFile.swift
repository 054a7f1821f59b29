import Records
import Workflow

/// A field for one PDF, as the template `partials/only-file` shows it.
struct OnlyFile: Sendable {
    let id: String
    let label: String
    let hint: String
    let isRequired: Bool
    let fault: String?
    /// Where the file is had that this one is made from.
    var source: String?

    init(_ label: Phrase, hint: Phrase, _ act: Act, required: Bool, _ sent: SentAct?, _ language: Language) {
        id = "\(act.rawValue)-files"
        self.label = label(language)
        self.hint = hint(language)
        isRequired = required
        fault = SentAct.faults(act, sent).sentence(for: "files", language)
    }

    /// What somebody signed with a token or remotely.
    static func signed(_ document: OutgoingView, _ sent: SentAct?, _ language: Language) -> OnlyFile {
        var file = OnlyFile(
            Phrase("Tệp PDF đã ký số", "The signed PDF"),
            hint: Phrase(
                "Tải “Bản trình ký” về, ký số lên chính tệp đó rồi tải lên. Không in, không xuất lại thành tệp khác.",
                "Download the version to sign, sign that very file, and upload it. Do not print or export it anew."),
            .sign, required: true, sent, language)
        file.source = document.versions.first.map { "/outgoing/\(document.id)/versions/\($0.ordinal)?save" }
        return file
    }

    /// A document on paper as it was signed and sealed.
    static func scan(_ sent: SentAct?, _ language: Language) -> OnlyFile {
        OnlyFile(
            Phrase("Bản quét bản gốc", "Scan of the original"),
            hint: Phrase(
                "PDF của bản đã ký, đã đóng dấu; chỉ được để trống khi văn bản chỉ gửi bưu điện.",
                "A PDF of it, signed and sealed; may be left out only where it goes by post alone."),
            .seal, required: false, sent, language)
    }
}
