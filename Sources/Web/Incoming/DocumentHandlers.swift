import Foundation
import Hummingbird
import Records
import Workflow

/// `/incoming/:id` and the acts with one document, each a resource of its own.
struct DocumentHandlers: Sendable {
    let office: Office

    var routes: RouteCollection<OfficeContext> {
        RouteCollection(context: OfficeContext.self)
            .get(":id", use: show)
            .get(":id/readers", use: readers)
            .get(":id/stamped", use: stamp)
            .post(":id/assignments", use: assign)
            .post(":id/notes", use: reportProgress)
            .post(":id/completion", use: complete)
            .post(":id/acknowledgement", use: acknowledge)
            .post(":id/reopening", use: reopen)
            .post(":id/filings", use: file)
    }

    func show(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let query = try request.query()
        let desk = try await DocumentDesk(
            try context.parameters.require("id", as: Int.self), dossierWords: query["dossiers"], from: office.workflow,
            by: caller)
        let page = DocumentPage(
            desk, done: Done.sentence(in: query, context.language), today: Day(in: Date()), context.language)
        return try await office.show(page, context)
    }

    /// The person pressed *Đóng dấu ĐẾN*: a copy of the main PDF with the stamp.
    func stamp(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let id = try context.parameters.require("id", as: Int.self)
        let file = try await office.workflow.stampedIncoming(id, by: caller)
        let save = try request.query().has("save")
        return try await AttachmentHandlers(workflow: office.workflow).send(file, save: save, context)
    }

    /// Who may see the document, and who has.
    func readers(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let id = try context.parameters.require("id", as: Int.self)
        let readers = try await office.workflow.readers(of: id, by: caller)
        return try await office.show(ReadersPage(id, readers, context.language), context)
    }

    func assign(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.assign, .assigned, request, context) { id, form, caller in
            let draft = AssignmentDraft(form)
            guard draft.unreadable.isEmpty else {
                throw RuleViolation.fields(draft.unreadable + draft.order.faults(today: Day(in: Date())))
            }
            _ = try await office.workflow.assign(
                id, draft.order, seen: form.version, by: caller, key: form.idempotencyKey)
        }
    }

    func reportProgress(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.reportProgress, .reported, request, context) { id, form, caller in
            _ = try await office.workflow.reportProgress(
                id, text: form["text"], files: form.files, seen: nil, by: caller, key: form.idempotencyKey)
        }
    }

    func complete(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.complete, .completed, request, context) { id, form, caller in
            _ = try await office.workflow.complete(
                id, result: form["result"], files: form.files, seen: form.version, by: caller,
                key: form.idempotencyKey)
        }
    }

    func acknowledge(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.acknowledge, .acknowledged, request, context) { id, form, caller in
            _ = try await office.workflow.acknowledge(id, by: caller, key: form.idempotencyKey)
        }
    }

    func reopen(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.reopen, .reopened, request, context) { id, form, caller in
            _ = try await office.workflow.reopen(
                id, reason: form["reason"], seen: form.version, by: caller, key: form.idempotencyKey)
        }
    }

    func file(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.file, .filed, request, context) { id, form, caller in
            guard let dossier = Int(form["dossier"]) else {
                throw RuleViolation.fields([FieldFault("dossier", .unknownChoice)])
            }
            _ = try await office.workflow.file(
                id, in: dossier, seen: form.version, by: caller, key: form.idempotencyKey)
        }
    }

    /// Does an act and leads back to the document; what cannot be done shows the form again, as it was sent.
    private func act(
        _ act: Act, _ done: Done, _ request: Request, _ context: OfficeContext,
        _ body: (IncomingDocument.ID, Form, Caller) async throws -> Void
    ) async throws -> Response {
        let caller = try context.caller()
        let id = try context.parameters.require("id", as: Int.self)
        let form = try await office.form(request, context)
        var sent = SentAct(act: act, form: form)
        let status: HTTPResponse.Status
        do {
            try await body(id, form, caller)
            return .lead(to: "/incoming/\(id)", done)
        } catch RuleViolation.fields(let faults) {
            sent.faults = faults
            status = .unprocessableContent
        } catch WorkflowError.stale(_, let changes) {
            sent.changes = changes
            status = .conflict
        }
        let desk = try await DocumentDesk(id, from: office.workflow, by: caller)
        let page = DocumentPage(desk, sent: sent, today: Day(in: Date()), context.language)
        return try await office.show(page, context, status: status)
    }
}

extension Form {
    /// The version of the record that the form was made from; 0, which none has, where it was not sent.
    var version: Int { Int(self["version"]) ?? 0 }
}
