import Records
import Workflow

/// An act that a person sent from a document's page and that could not be done: the form is shown again as sent.
struct SentAct {
    let act: Act
    let form: Form
    var faults: [FieldFault] = []
    /// What changed since the page was shown, where that stood in the way.
    var changes: [TimelineEntry] = []
    /// What its recipients came to, where the form has some.
    var choice: RecipientChoice?

    /// What was typed into a field of this act's form; nothing where another act was sent.
    static func typed(_ field: String, _ act: Act, _ sent: SentAct?) -> String {
        sent.flatMap { $0.act == act ? $0.form[field] : nil } ?? ""
    }

    static func faults(_ act: Act, _ sent: SentAct?) -> [FieldFault] {
        sent.flatMap { $0.act == act ? $0.faults : nil } ?? []
    }
}
