import Records
import Workflow

/// A form for one act with a document, folded away until it is wanted.
struct ActForm: Sendable {
    let id: String
    let label: String
    let action: String
    let version: Int
    let fields: [Field]
    let takesFiles: Bool
    let uploadId: String
    /// The one file that it takes, where it takes one of a kind and not any number of any.
    let onlyFile: OnlyFile?
    let sendsFiles: Bool
    /// What is sent along and nobody chooses.
    let constants: [Constant]

    struct Constant: Sendable {
        let name: String
        let value: String
    }
    let isOpen: Bool
    let lostFiles: Bool
    let faults: FaultSummary?

    /// A form that is sent to `action`, with the document's `version` as its reader saw it.
    init(
        _ act: Act, label: Phrase? = nil, action: String, version: Int, fields: [Field] = [], takesFiles: Bool = false,
        onlyFile: OnlyFile? = nil, constants: [String: String] = [:], sent: SentAct?, _ language: Language
    ) {
        id = act.rawValue
        self.label = (label ?? act.label)(language)
        self.action = action
        self.version = version
        self.fields = fields.map { $0.within(act.rawValue) }
        self.takesFiles = takesFiles
        self.onlyFile = onlyFile
        sendsFiles = takesFiles || onlyFile != nil
        self.constants = constants.map { Constant(name: $0.key, value: $0.value) }
        uploadId = "\(act.rawValue)-files"
        let isSent = sent?.act == act
        isOpen = isSent
        lostFiles = isSent && takesFiles && sent?.form.files.isEmpty == false
        faults = FaultSummary(SentAct.faults(act, sent), in: act.rawValue, language) { name in
            (fields.first { $0.name == name }?.label ?? onlyFile?.label).map { Phrase($0, $0) }
        }
    }

    private init(
        _ act: Act, path: String, of document: IncomingView, fields: [Field] = [], takesFiles: Bool = false,
        sent: SentAct?, _ language: Language
    ) {
        self.init(
            act, action: "/incoming/\(document.id)/\(path)", version: document.version, fields: fields,
            takesFiles: takesFiles, sent: sent, language)
    }

    /// The forms of the acts that are offered and need no more than a few words.
    static func offered(_ document: IncomingView, sent: SentAct?, _ language: Language) -> [ActForm] {
        document.actions.filter(\.allowed).compactMap { offer in
            switch offer.act {
            case .reportProgress:
                ActForm(
                    offer.act, path: "notes", of: document,
                    fields: [.words("text", Phrase("Nội dung đã làm", "What was done"), offer.act, sent, language)],
                    takesFiles: true, sent: sent, language)
            case .complete:
                ActForm(
                    offer.act, path: "completion", of: document,
                    fields: [.words("result", Phrase("Kết quả xử lý", "Result"), offer.act, sent, language)],
                    takesFiles: true, sent: sent, language)
            case .acknowledge: ActForm(offer.act, path: "acknowledgement", of: document, sent: sent, language)
            case .reopen:
                ActForm(
                    offer.act, path: "reopening", of: document,
                    fields: [.words("reason", Phrase("Lý do mở lại", "Reason"), offer.act, sent, language)],
                    sent: sent, language)
            default: nil
            }
        }
    }
}

extension Field {
    /// A text of some lines in the form of an act.
    static func words(
        _ name: String, _ label: Phrase, _ act: Act, required: Bool = true, _ sent: SentAct?, _ language: Language
    ) -> Field {
        Field(
            name, label(language), SentAct.typed(name, act, sent), .lines, required: required, wide: true,
            fault: SentAct.faults(act, sent).sentence(for: name, language))
    }
}
