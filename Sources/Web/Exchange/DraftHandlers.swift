import Foundation
import Hummingbird
import Records
import Workflow

/// `/dispatches/new` and the steps until a dispatch is sent: its document, its recipients, a last look.
struct DraftHandlers: Sendable {
    let office: Office

    var routes: RouteCollection<OfficeContext> {
        RouteCollection(context: OfficeContext.self)
            .get("new", use: offer)
            .post("", use: draft)
            .post(":id/details", use: change)
            .post(":id/recipients", use: choose)
            .post(":id/sending", use: send)
            .post(":id/discarding", use: discard)
    }

    func offer(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await office.workflow.admit(.dispatch, by: try context.caller())
        return try await office.show(NewDispatchPage(DispatchForm(), context.language), context)
    }

    /// The clerk wrote down what is to be sent.
    func draft(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        try await office.workflow.admit(.dispatch, by: caller)
        let sent = try await office.form(request, context)
        let form = DispatchForm(sent)
        do {
            try form.requireReadable()
            var draft = DispatchDraft()
            draft.details = form.details
            draft.files = sent.files
            let id = try await office.workflow.draftDispatch(draft, by: caller, key: sent.idempotencyKey)
            return .lead(to: "/dispatches/\(id)", .dispatchDrafted)
        } catch RuleViolation.fields(let faults) {
            let page = NewDispatchPage(form, faults: faults, lostFiles: !sent.files.isEmpty, context.language)
            return try await office.show(page, context, status: .unprocessableContent)
        } catch WorkflowError.taken(let why) {
            let page = NewDispatchPage(form, refusal: why, lostFiles: !sent.files.isEmpty, context.language)
            return try await office.show(page, context, status: .conflict)
        }
    }

    func change(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await step(.dispatchChanged, request, context) { id, sent, caller in
            let form = DispatchForm(sent)
            try form.requireReadable()
            _ = try await office.workflow.changeDispatch(
                id, form.details, files: sent.files, seen: sent.version, by: caller, key: sent.idempotencyKey)
        }
    }

    func choose(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await step(.dispatchChanged, request, context) { id, sent, caller in
            _ = try await office.workflow.chooseRecipients(
                id, adding: sent.all("add"), removing: sent.all("remove"), seen: sent.version, by: caller,
                key: sent.idempotencyKey)
        }
    }

    /// The clerk pressed *Gửi*.
    func send(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await step(.dispatchSent, request, context) { id, sent, caller in
            try await office.workflow.sendDispatch(id, seen: sent.version, by: caller, key: sent.idempotencyKey)
        }
    }

    func discard(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let id = try context.parameters.require("id", as: Int.self)
        let sent = try await office.form(request, context)
        try await office.workflow.discardDispatch(id, seen: sent.version, by: caller, key: sent.idempotencyKey)
        return .lead(to: "/dispatches?state=draft", .dispatchDiscarded)
    }

    /// Does a step and leads back to the draft; what cannot be done shows it with what stands in the way.
    private func step(
        _ done: Done, _ request: Request, _ context: OfficeContext,
        _ body: (Dispatch.ID, Form, Caller) async throws -> Void
    ) async throws -> Response {
        let caller = try context.caller()
        let id = try context.parameters.require("id", as: Int.self)
        try await office.workflow.admit(.dispatch, by: caller)
        let sent = try await office.form(request, context)
        do {
            try await body(id, sent, caller)
            return .lead(to: "/dispatches/\(id)", done)
        } catch RuleViolation.fields(let faults) {
            return try await office.showDispatch(
                id, sent: sent, faults: faults, status: .unprocessableContent, context)
        }
    }
}

extension DispatchForm {
    /// - Throws: ``RuleViolation/fields(_:)`` with everything that is wrong, where something cannot be read.
    fileprivate func requireReadable() throws {
        guard unreadable.isEmpty else { throw RuleViolation.fields(faults(today: Day(in: Date()))) }
    }
}
