import Foundation
import Hummingbird
import Records
import Workflow

/// `GET /work`: what waits for the officer, most urgent and oldest first.
struct WorkHandlers: Sendable {
    let office: Office

    var routes: RouteCollection<OfficeContext> {
        RouteCollection(context: OfficeContext.self).get("", use: list)
    }

    func list(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let query = try request.query()
        let counts = try await office.workflow.workCounts(by: caller)
        let boxes = WorkBox.allCases.filter { counts.boxes[$0] != nil }
        let asked = WorkBox(rawValue: query["box"])
        let box = asked ?? boxes.first { counts.boxes[$0] != 0 } ?? boxes.first ?? .informed
        let after = WorkCursor(query["after"])
        let work = try await office.workflow.work(box, after: after, by: caller)
        let page = WorkListPage(
            box, work, counts: counts, today: Day(in: Date()),
            done: Done.sentence(in: query, context.language), context.language)
        return try await office.show(page, context, counts)
    }
}
