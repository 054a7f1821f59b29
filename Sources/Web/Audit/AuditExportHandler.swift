import Hummingbird
import NIOCore
import Records
import Workflow

/// `GET /audit/export` and `GET /audit.csv`: the same lines as the page, all of them, for a spreadsheet or a collector.
struct AuditExportHandler: Sendable {
    let office: Office

    func export(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let sent = try request.query()
        let query = AuditQuery(sent).asked
        let name = sent["format"]
        let format = TrailFormat(rawValue: name)
        var faults = query.faults
        if format == nil, !name.isEmpty, name != "csv" { faults.append(FieldFault("format", .unknownChoice)) }
        // Sums are no lines of the trail, and a question without its document would give away everything.
        if !query.isComplete || query.question?.isAList == false { faults.append(FieldFault("question", .wrong)) }
        guard faults.isEmpty else {
            try await office.workflow.open(query.question, by: caller)
            throw RuleViolation.fields(faults)
        }
        let export = try await office.workflow.exportTrail(
            office.workflow.filter(of: query), as: format, asking: query.question, by: caller)
        return Response(
            status: .ok,
            headers: [
                .contentType: format.mediaType,
                .contentDisposition: "attachment; filename=\"nhat-ky.\(format.ending)\"",
            ],
            body: .init { writer in
                for try await lines in export { try await writer.write(ByteBuffer(string: lines)) }
                try await writer.finish(nil)
            })
    }
}

extension TrailFormat? {
    /// None stands for CSV.
    fileprivate var mediaType: String {
        switch self {
        case nil: "text/csv; charset=utf-8"
        case .rfc5424, .cef: "text/plain; charset=utf-8"
        case .jsonLines, .ocsf, .ecs: "application/x-ndjson"
        }
    }

    fileprivate var ending: String {
        switch self {
        case nil: "csv"
        case .rfc5424: "log"
        case .cef: "cef"
        case .jsonLines: "jsonl"
        case .ocsf: "ocsf.jsonl"
        case .ecs: "ecs.jsonl"
        }
    }
}
