import Foundation
import Hummingbird
import Records
import Workflow

/// `/outgoing/:id/recall` and the page before `/outgoing/:id/issue`: what will happen to whom, before somebody confirms it.
struct OutgoingAfterIssue: Sendable {
    let office: Office

    var routes: RouteCollection<OfficeContext> {
        RouteCollection(context: OfficeContext.self)
            .get(":id/issue", use: previewIssue)
            .get(":id/recall", use: previewRecall)
            .post(":id/recall", use: recall)
    }

    func previewIssue(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let id = try context.parameters.require("id", as: Int.self)
        let preview = try await office.workflow.issuePreview(of: id, by: try context.caller())
        return try await office.show(PreviewPage(issuing: preview, context.language), context)
    }

    func previewRecall(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await showRecall(try context.parameters.require("id", as: Int.self), context)
    }

    func recall(_ request: Request, _ context: OfficeContext) async throws -> Response {
        let caller = try context.caller()
        let id = try context.parameters.require("id", as: Int.self)
        let sent = try await office.form(request, context)
        do {
            try await office.workflow.recallOutgoing(
                id, reason: sent["reason"], seen: sent.version, by: caller, key: sent.idempotencyKey)
            return .lead(to: "/outgoing/\(id)", .recalled)
        } catch RuleViolation.fields(let faults) {
            return try await showRecall(
                id, reason: sent["reason"], faults: faults, status: .unprocessableContent, context)
        } catch let error as WorkflowError {
            guard case .stale = error else { throw error }
            return try await showRecall(
                id, reason: sent["reason"], refusal: error.sentence, status: .conflict, context)
        }
    }

    private func showRecall(
        _ id: OutgoingDocument.ID, reason: String = "", faults: [FieldFault] = [], refusal: Phrase? = nil,
        status: HTTPResponse.Status = .ok, _ context: OfficeContext
    ) async throws -> Response {
        let preview = try await office.workflow.recallPreview(of: id, by: try context.caller())
        let page = PreviewPage(
            recalling: preview, reason: reason, faults: faults, refusal: refusal, context.language)
        return try await office.show(page, context, status: status)
    }
}

extension OutgoingHandlers {
    /// The clerk pressed *Đã nhận lại bản giấy* at a recipient.
    func takePaperBack(_ request: Request, _ context: OfficeContext) async throws -> Response {
        try await act(.takePaperBack, .paperReturned, request, context) { id, sent, caller in
            let typed = sent["returnedOn"].trimmed
            guard typed.isEmpty || Day(typed: typed) != nil else {
                throw RuleViolation.fields([FieldFault("returnedOn", .notADay)])
            }
            try await office.workflow.takePaperBack(
                of: id, from: Int(sent["recipient"]) ?? 0, on: Day(typed: typed), by: caller,
                key: sent.idempotencyKey)
        }
    }
}
