import Postgres
import Records

extension Workflow {
    /// Refuses what arrived, with the reason that its sender is told (từ chối tiếp nhận): 02 of a document, 16 of what it
    /// asks about an earlier one.
    ///
    /// Of an envelope that cannot be used nobody is told, for it may not be from whom it names; of a used identifier its
    /// sender is.
    public func refuseIntake(_ id: Int, reason: String, by caller: Caller, key: IdempotencyKey? = nil) async throws {
        let attempt = AuditEvent(.intakeDiscarded, on: .intake(id))
        let _: Bool = try await act(attempt, by: caller, key: key) { transaction in
            try AccessRule.require(.takeIn, of: caller.officer.roles)
            try FieldFault.require("reason", reason, most: 1000)
            let found = try transaction.row(
                """
                SELECT state, business <> 'new' AND answer = '' AS asks, fault IN ('', \(Fault.identifierReused)) AS told
                FROM intake
                WHERE id = \(id) AND agency_id = \(caller.officer.agency) FOR UPDATE
                """
            ) { row in
                (
                    state: try row["state"] as Intake.State, asks: try row["asks"] as Bool,
                    isTold: try row["told"] as Bool
                )
            }
            guard let found else { throw WorkflowError.notFound }
            guard found.state == .waiting || found.state == .faulty else {
                throw try transaction.alreadyRegistered(intake: id)
            }
            let isDeclined = found.asks && found.state == .waiting
            try transaction.execute(
                """
                UPDATE intake SET state = 'refused', reason = \(reason.trimmed),
                    answer = CASE WHEN \(isDeclined) THEN '16' ELSE answer END
                WHERE id = \(id)
                """)
            if found.isTold {
                try transaction.report(
                    isDeclined ? .declined : .refused, of: id, reason.trimmed, by: caller.officer, signedBy: signer)
            }
            return Audited(true, isDeclined ? AuditEvent(.requestDeclined, on: .intake(id)) : attempt)
        }
    }
}

extension Transaction {
    /// The refusal that names the number under which an intake was registered.
    borrowing func alreadyRegistered(intake: Int) throws -> WorkflowError {
        let entry = try row(
            """
            SELECT d.id, r.name, d.year, d.number FROM incoming_document d JOIN register r ON r.id = d.register_id
            WHERE d.intake_id = \(intake)
            """
        ) { try RegisterEntry($0) }
        guard let entry else { return .requestObstacle(.notWaiting) }
        return .alreadyRegistered(document: entry.document, number: entry.number, year: entry.year)
    }
}
