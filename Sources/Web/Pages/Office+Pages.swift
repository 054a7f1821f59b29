import Hummingbird
import Records
import Workflow

extension Office {
    /// A page with what waits for its reader in the menu; `counts` where the handler has asked already.
    func show(
        _ page: some Page, _ context: OfficeContext, _ counts: WorkCounts? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        var counts = counts
        if counts == nil { counts = try await workflow.workCounts(by: try context.caller()) }
        return try pages.render(page, context, counts: counts, alarms: workflow.alarms.active, status: status)
    }

    /// The form that a person sent, its files in the store; with `cutting` also the beginning of one that is too large.
    func form(_ request: Request, _ context: OfficeContext, cutting: Bool = false) async throws -> Form {
        try await Form.read(request, context, workflow, configuration.limits, cutting: cutting)
    }
}
