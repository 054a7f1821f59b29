import Postgres
public import Records

extension Workflow {
    /// Opens a dossier (mở hồ sơ).
    public func openDossier(_ plan: DossierPlan, by caller: Caller, key: IdempotencyKey? = nil) async throws -> Int {
        let officer = caller.officer
        return try await act(AuditEvent(.dossierOpened, on: .dossier(0)), by: caller, key: key) { transaction in
            try AccessRule.require(.createDossier, of: officer.roles)
            let faults = plan.faults
            guard faults.isEmpty, let retention = plan.retention else { throw RuleViolation.fields(faults) }
            let words = Folding.words("\(plan.code) \(plan.title)")
            let id = try transaction.row(
                """
                INSERT INTO dossier (agency_id, year, code, title, words, retention, opened_by)
                VALUES (\(officer.agency), \(NumberCounter.year),
                        \(plan.code.trimmed), \(plan.title.trimmed), \(" " + words.joined(separator: " ")), \(retention), \(officer.id))
                ON CONFLICT ON CONSTRAINT dossier_code_once_a_year DO NOTHING RETURNING id
                """
            ) { try $0["id"] as Int }
            guard let id else {
                throw WorkflowError.taken(
                    Phrase(
                        "Năm nay đã có hồ sơ “\(plan.code)”.", "There is a dossier “\(plan.code)” in this year already."
                    ))
            }
            return Audited(id, AuditEvent(.dossierOpened, on: .dossier(id)))
        }
    }
}
