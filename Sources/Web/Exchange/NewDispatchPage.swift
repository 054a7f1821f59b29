import Records
import Workflow

/// The form *Gửi liên thông*: a document that was signed and numbered elsewhere, and its files.
struct NewDispatchPage: Page {
    static let template = "exchange/new"

    let place: Menu.Place? = .dispatches
    let groups: [FieldGroup]
    let faults: FaultSummary?
    let refusal: String?
    let lostFiles: Bool
    let uploadId = "files"

    init(
        _ form: DispatchForm, faults: [FieldFault] = [], refusal: Phrase? = nil, lostFiles: Bool = false,
        _ language: Language
    ) {
        groups = form.groups(faults: faults, language)
        self.faults = .dispatch(faults, language)
        self.refusal = refusal?(language)
        self.lostFiles = lostFiles
    }
}
