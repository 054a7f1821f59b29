import Hummingbird
import NIOCore
import Workflow

/// `GET /audit.csv`: the same lines as the page, all of them, for a spreadsheet.
struct AuditExportHandler: Sendable {
    let office: Office

    func export(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let export = try await office.workflow.exportTrail(AuditQuery(try request.query()).filter, by: caller)
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"nhat-ky.csv\"",
            ],
            body: .init { writer in
                for try await lines in export { try await writer.write(ByteBuffer(string: lines)) }
                try await writer.finish(nil)
            })
    }
}
