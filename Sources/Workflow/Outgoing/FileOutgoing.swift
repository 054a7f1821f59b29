import Postgres
public import Records

extension Workflow {
    /// Files an issued document in a dossier (lưu văn bản đi vào hồ sơ); it is archived then.
    ///
    /// - Returns: the document's new version.
    public func fileOutgoing(
        _ id: OutgoingDocument.ID, in dossier: Int, seen version: Int, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws -> Int {
        let officer = caller.officer
        return try await act(AuditEvent(.outgoingFiled, on: .outgoing(id)), by: caller, key: key) { transaction in
            let document = try transaction.lock(outgoing: id, for: .archive, seen: version, by: officer)
            let exists = try transaction.row(
                "SELECT EXISTS (SELECT FROM dossier WHERE id = \(dossier) AND agency_id = \(officer.agency)) AS found"
            ) { try $0["found"] as Bool }
            guard exists == true else { throw RuleViolation.fields([FieldFault("dossier", .unknownChoice)]) }
            let filed = try transaction.affected(
                """
                INSERT INTO outgoing_dossier (dossier_id, document_id, agency_id, filed_by)
                VALUES (\(dossier), \(id), \(officer.agency), \(officer.id)) ON CONFLICT DO NOTHING
                """)
            guard filed == 1 else {
                throw WorkflowError.taken(
                    Phrase("Văn bản đã có trong hồ sơ này.", "The document is in this dossier already."))
            }
            try transaction.remark(.archived, on: document, by: officer)
            try transaction.move(document, to: .archived)
            return Audited(
                version + 1, AuditEvent(.outgoingFiled, on: document, to: .archived, ["dossier": "\(dossier)"]))
        }
    }
}
