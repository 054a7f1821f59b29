import Records
import Workflow

/// A dossier and those of its documents that the reader may see.
struct DossierPage: Page {
    static let template = "dossier/show"

    let place: Menu.Place? = .dossiers
    let done: String?
    let dossier: DossierLine
    let rows: [IncomingRow]
    let isEmpty: Bool
    /// How many documents the reader may not see.
    let hidden: Int?

    init(_ view: DossierView, done: String?, today: Day, _ language: Language) {
        self.done = done
        dossier = DossierLine(view.summary, language)
        rows = view.documents.map { IncomingRow($0.summary, today: today, language) }
        isEmpty = view.documents.isEmpty
        let missing = view.summary.documents - view.documents.count
        hidden = missing > 0 ? missing : nil
    }
}
