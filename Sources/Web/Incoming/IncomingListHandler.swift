import Foundation
import Hummingbird
import Records
import Workflow

/// `GET /incoming`: the incoming documents that the officer may see, newest first.
struct IncomingListHandler: Sendable {
    let office: Office

    var routes: RouteCollection<OfficeContext> {
        RouteCollection(context: OfficeContext.self).get("", use: list)
    }

    func list(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let query = IncomingQuery(try request.query())
        let found = try await office.workflow.incomingList(query.filter, after: query.after, by: caller)
        let page = IncomingListPage(
            query, found.items, next: found.next, roles: caller.officer.roles, today: Day(in: Date()), context.language)
        return try await office.show(page, context)
    }
}
