import Postgres
public import Records

extension Workflow {
    /// Files a processed document in a dossier (lưu hồ sơ); it is archived then.
    ///
    /// A document may be filed in several dossiers; none of them holds a copy.
    public func file(
        _ id: IncomingDocument.ID, in dossier: Int, seen version: Int, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws -> Int {
        let officer = caller.officer
        return try await act(AuditEvent(.incomingFiled, on: .incoming(id)), by: caller, key: key) { transaction in
            let document = try transaction.lock(id, for: .file, seen: version, by: officer)
            // One at a time for each dossier, so that ordinals run on without a gap.
            try transaction.execute("SELECT pg_advisory_xact_lock(hashtext('dossier'), \(dossier % 2_147_483_647))")
            let next = try transaction.row(
                """
                SELECT (SELECT coalesce(max(ordinal), 0) + 1 FROM dossier_document WHERE dossier_id = \(dossier)) AS next
                FROM dossier WHERE id = \(dossier) AND agency_id = \(officer.agency)
                """
            ) { try $0["next"] as Int }
            guard let next else { throw RuleViolation.fields([FieldFault("dossier", .unknownChoice)]) }
            let filed = try transaction.affected(
                """
                INSERT INTO dossier_document (dossier_id, document_id, agency_id, ordinal, filed_by)
                VALUES (\(dossier), \(id), \(officer.agency), \(next), \(officer.id)) ON CONFLICT DO NOTHING
                """)
            guard filed == 1 else {
                throw WorkflowError.taken(
                    Phrase("Văn bản đã có trong hồ sơ này.", "The document is in this dossier already."))
            }
            let version = try transaction.settle(document, document.work, state: .archived, by: officer)
            return Audited(
                version,
                AuditEvent(
                    .incomingFiled, on: .incoming(id), version: version,
                    detail: [
                        "from": document.state.rawValue, "to": IncomingDocument.State.archived.rawValue,
                        "dossier": "\(dossier)", "ordinal": "\(next)",
                    ]))
        }
    }
}
