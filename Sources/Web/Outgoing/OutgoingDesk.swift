import Hummingbird
import Records
import Workflow

extension Office {
    /// The page of an outgoing document, with what stands in the way of an act that was tried on it.
    func showOutgoing(
        _ id: OutgoingDocument.ID, sent: SentAct? = nil, refusal: Phrase? = nil, dossierWords: String = "",
        done: String? = nil, status: HTTPResponse.Status = .ok, _ context: OfficeContext
    ) async throws -> Response {
        let desk = try await OutgoingDesk(id, sent: sent, dossierWords: dossierWords, of: self, context)
        let page = OutgoingPage(desk, sent: sent, refusal: refusal, done: done, context.language)
        return try await show(page, context, status: status)
    }
}

/// An outgoing document and what its page needs beside it.
struct OutgoingDesk {
    let document: OutgoingView
    /// Whom the forms offer, where the reader has one that does.
    let directory: Directory?
    /// The form of the draft, as it is or as it was sent, and what its recipients are chosen from; where the reader revises it.
    let revision: (form: OutgoingForm, chooser: RecipientChooser, mostSigners: Int)?
    /// The dossiers to choose from, where the reader may file.
    let dossiers: [DossierSummary]?
    let dossierWords: String
    /// Numbers that are set aside, where the reader numbers.
    let reserved: [Int]

    init(
        _ id: OutgoingDocument.ID, sent: SentAct?, dossierWords: String, of office: Office, _ context: OfficeContext
    ) async throws {
        let caller = try context.caller()
        let workflow = office.workflow
        let document = try await workflow.outgoing(id, by: caller)
        func mayDo(_ act: Act) -> Bool { document.actions.contains { $0.act == act && $0.allowed } }
        self.document = document
        let choosesPeople = mayDo(.askOpinion) || mayDo(.revise)
        directory = choosesPeople ? try await workflow.directory(for: caller) : nil
        if mayDo(.revise) {
            let form =
                if let sent, sent.act == .revise, let choice = sent.choice { OutgoingForm(sent.form, choice) } else {
                    OutgoingForm(offering: document.details)
                }
            let faults = SentAct.faults(.revise, sent)
            revision = (
                form, try await office.chooser(form.choice, faults: faults, context), workflow.mostSigners
            )
        } else {
            revision = nil
        }
        dossiers = mayDo(.archive) ? try await workflow.dossiers(matching: dossierWords, by: caller).items : nil
        self.dossierWords = dossierWords
        reserved = mayDo(.number) ? try await workflow.outgoingRegisters(by: caller).flatMap(\.reserved) : []
    }
}
