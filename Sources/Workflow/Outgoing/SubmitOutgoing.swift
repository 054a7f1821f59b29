import Postgres
public import Records

extension Workflow {
    /// Submits a draft for approval (trình duyệt).
    ///
    /// - Returns: the document's new version.
    public func submitOutgoing(
        _ id: OutgoingDocument.ID, note: String = "", seen version: Int, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws -> Int {
        let officer = caller.officer
        let (rules, exchange, today) = (configuration.outgoing, configuration.exchange, today)
        return try await act(AuditEvent(.outgoingSubmitted, on: .outgoing(id)), by: caller, key: key) { transaction in
            let document = try transaction.lock(outgoing: id, for: .submit, seen: version, by: officer)
            guard document.revision > 0 else { throw WorkflowError.outgoingObstacle(.noText) }
            guard !document.details.signatories.isEmpty else { throw WorkflowError.outgoingObstacle(.noSignatory) }
            try transaction.check(document.details, today: today, rules, for: officer)
            try transaction.requireIssuable(document.details, exchange, today: today, of: officer.agency)
            try transaction.remark(.submitted, on: document, note, by: officer)
            try transaction.move(document, to: .content, ", round = round + 1, content_by = NULL, format_by = NULL")
            return Audited(version + 1, AuditEvent(.outgoingSubmitted, on: document, to: .content))
        }
    }

    /// Gives a draft up that has no number yet (hủy dự thảo); it stays on record with the reason.
    public func abandonOutgoing(
        _ id: OutgoingDocument.ID, reason: String, seen version: Int, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws {
        let officer = caller.officer
        let _: Bool = try await act(AuditEvent(.outgoingAbandoned, on: .outgoing(id)), by: caller, key: key) {
            transaction in
            let document = try transaction.lock(outgoing: id, for: .abandon, seen: version, by: officer)
            try FieldFault.require("reason", reason, most: 500)
            try transaction.remark(.abandoned, on: document, reason, by: officer)
            try transaction.close(document, as: .abandoned, reason, by: officer)
            return Audited(true, AuditEvent(.outgoingAbandoned, on: document, to: .draft))
        }
    }
}
