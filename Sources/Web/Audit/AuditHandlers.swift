import Hummingbird
import Workflow

/// `GET /audit`: the audit trail, newest first.
struct AuditHandlers: Sendable {
    let office: Office

    var routes: RouteCollection<OfficeContext> {
        RouteCollection(context: OfficeContext.self).get("", use: list)
    }

    func list(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let query = AuditQuery(try request.query())
        let trail = try await office.workflow.trail(query.filter, after: query.after, by: caller)
        let officers = try await office.workflow.trailOfficers(by: caller)
        return try await office.show(AuditPage(query, trail, officers: officers, context.language), context)
    }
}
