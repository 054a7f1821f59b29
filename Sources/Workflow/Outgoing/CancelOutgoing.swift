import Postgres
public import Records

extension Workflow {
    /// Cancels a document that has its number and was not issued (hủy văn bản đã cấp số).
    ///
    /// The number stays in the register with the reason, and is never given again.
    public func cancelOutgoing(
        _ id: OutgoingDocument.ID, reason: String, seen version: Int, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws {
        let officer = caller.officer
        let _: Bool = try await act(AuditEvent(.outgoingCancelled, on: .outgoing(id)), by: caller, key: key) {
            transaction in
            let document = try transaction.lock(outgoing: id, for: .cancel, seen: version, by: officer)
            try FieldFault.require("reason", reason, most: 1000)
            try transaction.remark(.cancelled, on: document, reason, by: officer)
            try transaction.close(document, as: .cancelled, reason, by: officer)
            return Audited(
                true,
                AuditEvent(
                    .outgoingCancelled, on: document, to: document.step,
                    ["number": document.number.map { "\($0)" } ?? ""]))
        }
    }
}
