import Postgres
public import Records

extension Workflow {
    /// Prepares to take back, update or replace what was sent (lấy lại, cập nhật, thay thế): a draft that is shown first and
    /// sent by ``sendDispatch(_:seen:by:key:)``.
    ///
    /// A recall goes without the files, which the recipients have; an update begins with the document as it is; a
    /// replacement is a document of its own, with an identifier of its own.
    ///
    /// The `recipients` are some of those to whom it was sent.
    ///
    /// - Throws: ``RuleViolation/fields(_:)``, ``WorkflowError/dispatchIs(_:)``
    public func followUp(
        _ kind: DispatchKind, of id: Dispatch.ID, reason: String, recipients: [String], by caller: Caller,
        key: IdempotencyKey? = nil
    ) async throws -> Dispatch.ID {
        let officer = caller.officer
        let rules = configuration.exchange
        return try await act(AuditEvent(.dispatchDrafted, on: .dispatch(id)), by: caller, key: key) { transaction in
            let sent = try transaction.lock(dispatch: id, in: .sent, seen: nil, by: officer)
            guard sent.kind.bringsDocument, kind != .new else { throw WorkflowError.dispatchIs(sent.state) }
            try FieldFault.require("reason", reason, most: 500)
            guard !recipients.isEmpty else { throw RuleViolation.fields([FieldFault("recipients", .required)]) }
            try transaction.requireNotFromItsPage(kind, of: sent, recipients)
            let keys = Set(
                try transaction.rows("SELECT code_key FROM dispatch_recipient WHERE dispatch_id = \(id)") {
                    try $0["code_key"] as String
                })
            if let other = recipients.first(where: { !keys.contains(CorrespondentEntry.key($0)) }) {
                throw RuleViolation.fields([FieldFault("recipients", .notInDirectory(String(other.prefix(64))))])
            }
            let chosen = try transaction.correspondents(
                chosen: recipients, besides: [], of: officer.agency, rules)
            // A replacement's identifier has nothing of the details, which are not known yet.
            let code =
                kind == .replace
                ? try transaction.documentCode(sent.details, .uuid, of: officer.agency) : sent.documentCode
            let draft = try transaction.draft(
                kind, sent.details, code: code, recipients: chosen.map(\.code), concerns: id, reason: reason,
                by: officer)
            if kind == .update {
                try transaction.execute(
                    """
                    INSERT INTO attachment (agency_id, dispatch_id, ordinal, kind, name, media_type, digest, size, added_by)
                    SELECT agency_id, \(draft)::bigint, row_number() OVER (ORDER BY ordinal), kind, name, media_type, digest,
                           size, added_by
                    FROM attachment WHERE dispatch_id = \(id) AND ordinal >= \(sent.firstFile)
                    """)
            }
            return Audited(
                draft,
                AuditEvent(
                    .dispatchDrafted, on: .dispatch(draft), version: 1,
                    detail: ["kind": kind.rawValue, "concerns": "\(id)", "recipients": "\(chosen.count)"]))
        }
    }

    /// Takes note that recipients refused what was sent (đã biết nơi nhận từ chối), so that it no longer stands out.
    public func noteRefusals(of id: Dispatch.ID, by caller: Caller, key: IdempotencyKey? = nil) async throws {
        let attempt = AuditEvent(.dispatchRefusalSeen, on: .dispatch(id))
        let _: Bool = try await act(attempt, by: caller, key: key) { transaction in
            _ = try transaction.lock(dispatch: id, in: .sent, seen: nil, by: caller.officer)
            try transaction.execute(
                """
                UPDATE dispatch_recipient SET seen_at = now()
                WHERE dispatch_id = \(id) AND status = '02' AND seen_at IS NULL
                """)
            return Audited(true, attempt)
        }
    }
}

extension Transaction {
    /// What becomes of a document that the office issued is done on its own page, where it is marked; here it is only asked
    /// back from some who should not have got it.
    ///
    /// - Throws: ``WorkflowError/outgoingObstacle(_:)``
    fileprivate borrowing func requireNotFromItsPage(
        _ kind: DispatchKind, of sent: LockedDispatch, _ recipients: [String]
    ) throws {
        let issued = try row(
            """
            SELECT (SELECT count(*) FROM dispatch_recipient WHERE dispatch_id = \(sent.id)) AS recipients
            FROM outgoing_document WHERE dispatch_id = \(sent.id) OR replacing_id = \(sent.id)
            """
        ) { try $0["recipients"] as Int }
        guard let issued else { return }
        guard kind == .recall, Set(recipients.map(CorrespondentEntry.key)).count < issued else {
            throw WorkflowError.outgoingObstacle(.fromItsPage)
        }
    }
}
