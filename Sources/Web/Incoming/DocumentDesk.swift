import Records
import Workflow

/// A document and what its page needs beside it: who can be given work, where it can be filed.
struct DocumentDesk {
    let document: IncomingView
    let reader: Officer
    let timeline: [TimelineEntry]
    /// Who can be given work, where the reader may assign.
    let directory: Directory?
    /// The dossiers to choose from, where the reader may file.
    let choices: [DossierSummary]?
    let dossierWords: String

    init(_ id: IncomingDocument.ID, dossierWords: String = "", from workflow: Workflow, by caller: Caller) async throws
    {
        let document = try await workflow.incoming(id, by: caller)
        func mayDo(_ act: Act) -> Bool { document.actions.contains { $0.act == act && $0.allowed } }
        self.document = document
        reader = caller.officer
        timeline = try await workflow.timeline(of: document, by: caller)
        directory = mayDo(.assign) ? try await workflow.directory(for: caller) : nil
        choices = mayDo(.file) ? try await workflow.dossiers(matching: dossierWords, by: caller).items : nil
        self.dossierWords = dossierWords
    }
}
