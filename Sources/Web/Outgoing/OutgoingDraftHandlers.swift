import Foundation
import Hummingbird
import Records
import Workflow

/// `/outgoing/new`: somebody begins a document that the agency is to issue.
struct OutgoingDraftHandlers: Sendable {
    let office: Office

    var routes: RouteCollection<OfficeContext> {
        RouteCollection(context: OfficeContext.self)
            .get("new", use: offer)
            .post("", use: draft)
    }

    func offer(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        try await office.workflow.admit(.draft, by: caller)
        let answers = Int(try request.query()["answers"])
        var details = OutgoingDetails()
        if let answers {
            // A reply goes to whom it answers, about the same thing.
            let document = try await office.workflow.incoming(answers, by: caller)
            details.subject = document.details.subject
            details.typeName = "Công văn"
            if !document.details.senderCode.isEmpty {
                details.recipients = [.agency(code: document.details.senderCode)]
            }
        }
        let concern = Concern(try request.query())
        if let concern {
            details = concern.offer(of: try await office.workflow.outgoing(concern.document, by: caller))
        }
        return try await show(OutgoingForm(offering: details), answers: answers, concern, context)
    }

    func draft(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        try await office.workflow.admit(.draft, by: caller)
        let sent = try await office.form(request, context)
        let form = OutgoingForm(sent, try await RecipientChoice(sent, from: office.workflow, by: caller))
        let answers = Int(sent["answers"])
        let concern = Concern(sent)
        if form.choice.isUnfinished {
            return try await show(
                form, answers: answers, concern, lostFiles: !(sent.files(in: "text") + sent.files(in: "files")).isEmpty,
                status: form.choice.faults.isEmpty ? .ok : .unprocessableContent, context)
        }
        do {
            guard form.unreadable.isEmpty else { throw RuleViolation.fields(form.faults(today: Day(in: Date()))) }
            var draft = OutgoingDraft()
            draft.details = form.details
            if let file = sent.files(in: "text").first { draft.text = try await office.workflow.outgoingText(of: file) }
            draft.files = sent.files(in: "files")
            draft.answers = answers
            draft.concerns = concern.map { ($0.document, $0.effect) }
            let id = try await office.workflow.draftOutgoing(draft, by: caller, key: sent.idempotencyKey)
            return .lead(to: "/outgoing/\(id)", .drafted)
        } catch RuleViolation.fields(let faults) {
            return try await show(
                form, answers: answers, concern, faults: faults, lostFiles: !sent.files.isEmpty,
                status: .unprocessableContent,
                context)
        } catch WorkflowError.fileRefused(let why) {
            return try await show(
                form, answers: answers, concern, refusal: why, lostFiles: true, status: .unprocessableContent, context)
        } catch let error as PaperToolFault {
            return try await show(
                form, answers: answers, concern, refusal: error.sentence, lostFiles: true, status: .serviceUnavailable,
                context)
        }
    }

    private func show(
        _ form: OutgoingForm, answers: Int?, _ concern: Concern?, faults: [FieldFault] = [], refusal: Phrase? = nil,
        lostFiles: Bool = false, status: HTTPResponse.Status = .ok, _ context: OfficeContext
    ) async throws -> Response {
        let caller = try context.caller()
        let chooser = try await office.chooser(form.choice, faults: faults, context)
        let choices = OutgoingChoices(
            form, try await office.workflow.directory(for: caller), chooser,
            mostSigners: office.workflow.mostSigners, faults: faults, context.language)
        let page = NewOutgoingPage(
            form, choices, answers: answers, concern, faults: faults, refusal: refusal, lostFiles: lostFiles,
            context.language)
        return try await office.show(page, context, status: status)
    }
}

/// The form *Soạn văn bản đi*.
struct NewOutgoingPage: Page {
    static let template = "outgoing/new"

    let place: Menu.Place? = .outgoing
    let done: String? = nil
    let faults: FaultSummary?
    /// Why the text was refused.
    let refusal: String?
    let lostFiles: Bool
    /// The incoming document that it answers.
    let answers: Int?
    /// The issued document that it is to change.
    let concerns: Former?
    let fields: [Field]
    /// What most drafts leave as it is, folded unless something of it is there.
    let rare: [Field]
    let isRareShown: Bool
    let choices: OutgoingChoices

    init(
        _ form: OutgoingForm, _ choices: OutgoingChoices, answers: Int?, _ concern: Concern?, faults: [FieldFault],
        refusal: Phrase?, lostFiles: Bool, _ language: Language
    ) {
        self.refusal = refusal?(language)
        self.faults = .outgoing(faults, language)
        self.lostFiles = lostFiles
        self.answers = answers
        concerns = concern.map { Former($0, language) }
        fields = form.fields(rare: false, faults: faults, language)
        rare = form.fields(rare: true, faults: faults, language)
        isRareShown = rare.contains { $0.fault != nil || !$0.value.isEmpty }
        self.choices = choices
    }
}
