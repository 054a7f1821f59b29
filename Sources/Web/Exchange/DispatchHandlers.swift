import Foundation
import Hummingbird
import Records
import Workflow

/// `/dispatches`: what was sent to other agencies, and what is done to it afterwards.
struct DispatchHandlers: Sendable {
    let office: Office

    var routes: RouteCollection<OfficeContext> {
        RouteCollection(context: OfficeContext.self)
            .get("", use: list)
            .get(":id", use: show)
            .post(":id/follow-ups", use: followUp)
            .post(":id/acknowledgement", use: noteRefusals)
    }

    func list(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let query = try request.query()
        let filter = DispatchFilter(rawValue: query["state"]) ?? .sent
        let found = try await office.workflow.dispatches(filter, after: Int(query["after"]), by: caller)
        let counts = try await office.workflow.workCounts(by: caller)
        let page = DispatchListPage(
            filter, found.items, next: found.next, refused: counts.refusedDispatches, roles: caller.officer.roles,
            done: Done.sentence(in: query, context.language), context.language)
        return try await office.show(page, context, counts)
    }

    /// What was sent with its recipients or, before that, as it would go.
    func show(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let id = try context.parameters.require("id", as: Int.self)
        return try await office.showDispatch(
            id, done: Done.sentence(in: try request.query(), context.language), context)
    }

    /// The clerk wants something back, or sends another version of it.
    func followUp(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let id = try context.parameters.require("id", as: Int.self)
        try await office.workflow.admit(.dispatch, by: caller)
        let sent = try await office.form(request, context)
        do {
            guard let kind = DispatchKind(rawValue: sent["kind"]), kind != .new else {
                throw RuleViolation.fields([FieldFault("kind", .unknownChoice)])
            }
            let draft = try await office.workflow.followUp(
                kind, of: id, reason: sent["reason"], recipients: sent.all("recipients"), by: caller,
                key: sent.idempotencyKey)
            return .lead(to: "/dispatches/\(draft)", .dispatchDrafted)
        } catch RuleViolation.fields(let faults) {
            return try await office.showDispatch(
                id, sent: sent, faults: faults, status: .unprocessableContent, context)
        }
    }

    /// The clerk pressed *Đã biết*.
    func noteRefusals(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let id = try context.parameters.require("id", as: Int.self)
        let sent = try await office.form(request, context)
        try await office.workflow.noteRefusals(of: id, by: caller, key: sent.idempotencyKey)
        return .lead(to: "/dispatches/\(id)", .refusalsNoted)
    }
}

extension Office {
    /// The page of a dispatch, with what stands in the way of an act that was tried on it.
    func showDispatch(
        _ id: Dispatch.ID, sent: Form? = nil, faults: [FieldFault] = [], done: String? = nil,
        status: HTTPResponse.Status = .ok, _ context: OfficeContext
    ) async throws -> Response {
        let caller = try context.caller()
        let view = try await workflow.dispatch(id, by: caller)
        let maySend = AccessRule.allow(.dispatch, to: caller.officer.roles)
        if view.state == .draft {
            let page = DraftPage(view, sent: sent, faults: faults, maySend: maySend, done: done, context.language)
            return try await show(page, context, status: status)
        }
        let page = DispatchPage(view, sent: sent, faults: faults, maySend: maySend, done: done, context.language)
        return try await show(page, context, status: status)
    }
}
