import Postgres
import Records

extension Workflow {
    /// Refuses what arrived, with the reason that its sender is told (từ chối tiếp nhận).
    public func refuseIntake(_ id: Int, reason: String, by caller: Caller, key: IdempotencyKey? = nil) async throws {
        let attempt = AuditEvent(.intakeDiscarded, on: .intake(id))
        let _: Bool = try await act(attempt, by: caller, key: key) { transaction in
            try AccessRule.require(.takeIn, of: caller.officer.roles)
            try FieldFault.require("reason", reason, most: 1000)
            let state = try transaction.row(
                "SELECT state FROM intake WHERE id = \(id) AND agency_id = \(caller.officer.agency) FOR UPDATE"
            ) { try $0["state"] as Intake.State }
            guard let state else { throw WorkflowError.notFound }
            guard state == .waiting || state == .faulty else { throw try transaction.alreadyRegistered(intake: id) }
            try transaction.execute("UPDATE intake SET state = 'refused', reason = \(reason.trimmed) WHERE id = \(id)")
            return Audited(true, attempt)
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
        guard let entry else { return .notFound }
        return .alreadyRegistered(document: entry.document, number: entry.number, year: entry.year)
    }
}
