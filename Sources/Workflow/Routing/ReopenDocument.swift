import Postgres
public import Records

extension Workflow {
    /// Gives finished work back to whoever led it, because it is not finished after all (mở lại).
    public func reopen(
        _ id: IncomingDocument.ID, reason: String, seen version: Int, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws -> Int {
        let officer = caller.officer
        return try await act(AuditEvent(.incomingReopened, on: .incoming(id)), by: caller, key: key) { transaction in
            let document = try transaction.lock(id, for: .reopen, seen: version, by: officer)
            try FieldFault.require("reason", reason)
            try transaction.execute(
                """
                INSERT INTO progress_note (agency_id, document_id, officer_id, text)
                VALUES (\(officer.agency), \(id), \(officer.id), \(reason.trimmed))
                """)
            var work = document.work
            work.reopen()
            let version = try transaction.settle(document, work, by: officer)
            return Audited(
                version,
                AuditEvent(
                    .incomingReopened, on: .incoming(id), version: version,
                    detail: ["from": document.state.rawValue, "to": IncomingDocument.State.assigned.rawValue]))
        }
    }
}
