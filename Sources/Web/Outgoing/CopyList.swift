import Records
import Workflow

/// The copies that were made of a document, and who used its archive copy.
struct CopyList: Sendable {
    struct Copy: Sendable {
        let href: String
        let reference: String
        let kind: String
        let about: String
    }

    struct Use: Sendable {
        let who: String
        let about: String
        let returned: String?
        /// Where it is written down that it came back; nothing where it did, or its reader may not.
        let takeBack: String?
    }

    let copies: [Copy]
    let hasCopies: Bool
    let uses: [Use]
    let hasUses: Bool

    /// - Returns: `nil` where there is neither.
    init?(_ document: OutgoingView, mayTakeBack: Bool, _ language: Language) {
        guard !document.copies.isEmpty || !document.uses.isEmpty else { return nil }
        copies = document.copies.map { copy in
            let pages = copy.pages.isEmpty ? "" : Phrase(" · trang \(copy.pages)", " · pages \(copy.pages)")(language)
            let many = Phrase("\(copy.copies) bản", "\(copy.copies)")(language)
            return Copy(
                href: "/outgoing/\(document.id)/copies/\(copy.id)", reference: "\(copy.reference)",
                kind: copy.kind.label(language),
                about: "\(copy.recipient) · \(many)\(pages) · \(copy.madeBy) · \(copy.madeAt.written)")
        }
        hasCopies = !copies.isEmpty
        uses = document.uses.map { use in
            let permitted = Phrase("cho phép: \(use.permittedBy)", "permitted by \(use.permittedBy)")(language)
            let isBack = use.returnedOn != nil
            return Use(
                who: use.user,
                about: [use.usedOn.written, permitted, use.dossier, use.note].filter { !$0.isEmpty }
                    .joined(separator: " · "),
                returned: use.returnedOn.map {
                    Phrase("đã trả \($0.written)", "returned \($0.written)")(language)
                },
                takeBack: isBack || !mayTakeBack
                    ? nil : "/outgoing/\(document.id)/archive-uses/\(use.id)/return")
        }
        hasUses = !uses.isEmpty
    }
}

/// The fields of the forms *Sao văn bản* and *Ghi sử dụng bản lưu*.
enum CopyFields {
    static func copy(_ sent: SentAct?, _ language: Language) -> [Field] {
        let chosen = SentAct.typed("kind", .makeCopy, sent)
        let kind = Field(
            "kind", Phrase("Hình thức sao", "Kind of copy")(language), chosen,
            .choice(CopyKind.allCases.map { Choice($0.rawValue, $0.label(language), isChosen: $0.rawValue == chosen) }),
            fault: SentAct.faults(.makeCopy, sent).sentence(for: "kind", language))
        let hint = Phrase("Chỉ với trích sao, như: 1, 3-5.", "For extracts only, such as: 1, 3-5.")
        return [
            kind,
            line("pages", Phrase("Trang trích", "Pages"), .makeCopy, required: false, hint: hint, sent, language),
            line("recipient", Phrase("Nơi nhận bản sao", "For whom"), .makeCopy, sent, language),
            line("copies", Phrase("Số lượng bản", "How many"), .makeCopy, standard: "1", sent, language),
        ]
    }

    static func use(_ sent: SentAct?, _ language: Language) -> [Field] {
        [
            line("user", Phrase("Họ tên người sử dụng", "Who uses it"), .lendArchive, sent, language),
            line("permittedBy", Phrase("Người cho phép sử dụng", "Permitted by"), .lendArchive, sent, language),
            line(
                "dossier", Phrase("Số và ký hiệu hồ sơ", "Dossier"), .lendArchive, required: false, sent, language),
            line("note", Phrase("Ghi chú", "Note"), .lendArchive, required: false, sent, language),
        ]
    }

    private static func line(
        _ name: String, _ label: Phrase, _ act: Act, required: Bool = true, hint: Phrase? = nil,
        standard: String = "", _ sent: SentAct?, _ language: Language
    ) -> Field {
        Field(
            name, label(language), sent?.act == act ? SentAct.typed(name, act, sent) : standard, required: required,
            hint: hint?(language), fault: SentAct.faults(act, sent).sentence(for: name, language))
    }
}
