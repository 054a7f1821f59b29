import Records
import Workflow

/// The form *Lưu câu hỏi*, as it is offered or as it was sent.
struct QuestionForm {
    let draft: QuestionDraft
    var faults: [FieldFault] = []
    /// Why the question cannot be kept, where no single field says it.
    var refusal: Phrase?

    /// - Parameter query: the page's address after the question mark.
    init(_ query: String) { draft = QuestionDraft(name: "", query: query) }

    init(_ form: Form) {
        draft = QuestionDraft(name: form["name"].inOneLine, query: form["query"].inOneLine, mailTo: form["mailTo"])
    }

    /// Whether the form stands open when the page appears.
    var isOpen: Bool { !faults.isEmpty || refusal != nil }

    func fields(canMail: Bool, _ language: Language) -> [Field] {
        let name = Field(
            "name", Self.label("name")(language), draft.name, required: true,
            fault: faults.sentence(for: "name", language))
        guard canMail else { return [name] }
        let mail = Field(
            "mailTo", Self.label("mailTo")(language), draft.mailTo,
            hint: Phrase(
                "Để trống nếu không cần. Thư có số sự kiện từ thư trước và 50 dòng mới nhất.",
                "Leave empty for none. A mail has the count since the last one, and the newest 50 lines.")(language),
            fault: faults.sentence(for: "mailTo", language))
        return [name, mail]
    }

    static func label(_ field: String) -> Phrase {
        switch field {
        case "name": Phrase("Tên câu hỏi", "Name")
        case "mailTo": Phrase("Gửi thư hằng ngày đến", "Mail it daily to")
        default: Phrase("Câu hỏi", "Question")
        }
    }
}
