import Postgres
public import Records

extension Workflow {
    /// Answers for what a draft says, as the head of the drafting unit or a leader (duyệt nội dung).
    ///
    /// - Returns: the document's new version.
    public func approveContent(
        of id: OutgoingDocument.ID, note: String = "", seen version: Int, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws -> Int {
        let officer = caller.officer
        let allowsOwn = configuration.outgoing.allowsOwnContent
        let attempt = AuditEvent(.outgoingContentApproved, on: .outgoing(id))
        return try await act(attempt, by: caller, key: key) { transaction in
            let document = try transaction.lock(outgoing: id, for: .approveContent, seen: version, by: officer)
            if !allowsOwn, try document.draftedBy == officer.id || transaction.writer(of: document) == officer.id {
                throw WorkflowError.outgoingObstacle(.ownContent)
            }
            try transaction.remark(.contentApproved, on: document, note, by: officer)
            try transaction.move(document, to: .format, ", content_by = \(officer.id)")
            return Audited(version + 1, AuditEvent(.outgoingContentApproved, on: document, to: .format))
        }
    }

    /// Answers for a draft's format, as the registrar (duyệt thể thức); who signs, and in which order, is fixed then.
    ///
    /// Of an electronic document the file that people sign is made then, with fields for signatures, number and seal.
    ///
    /// - Returns: the document's new version.
    /// - Throws: ``PaperFault`` where the file cannot be signed as it is.
    public func approveFormat(
        of id: OutgoingDocument.ID, note: String = "", seen version: Int, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws -> Int {
        let officer = caller.officer
        let (rules, exchange, today) = (configuration.outgoing, configuration.exchange, today)
        let attempt = AuditEvent(.outgoingFormatApproved, on: .outgoing(id))
        let made: Result<OutgoingText?, any Error>
        do { made = .success(try await prepared(id, seen: version, by: caller)) } catch { made = .failure(error) }
        return try await act(attempt, by: caller, key: key) { transaction in
            let document = try transaction.lock(outgoing: id, for: .approveFormat, seen: version, by: officer)
            guard document.contentBy != officer.id else { throw WorkflowError.outgoingObstacle(.sameApprover) }
            let signing = document.details.signatories
            // Who signs, and what the directory says, may be others than when it was submitted.
            try transaction.check(document.details, today: today, rules, for: officer)
            try transaction.requireIssuable(document.details, exchange, today: today, of: officer.agency)
            let prepared = try made.get()
            guard document.medium == .paper || prepared != nil else {
                throw WorkflowError.stale(current: document.version, changes: [])
            }
            if let prepared {
                try transaction.keep(prepared, as: .prepared, ordinal: document.revision + 1, of: id, by: officer)
            }
            try transaction.execute(
                """
                INSERT INTO outgoing_signatory (document_id, round, ordinal, agency_id, officer_id, kind, competence)
                SELECT \(id), \(document.round), line.ordinal, \(officer.agency), line.officer, line.kind, line.competence
                FROM unnest(\(signing.map(\.officer))::bigint[], \(signing.map(\.kind.rawValue))::text[],
                            \(signing.map(\.competence.rawValue))::text[])
                     WITH ORDINALITY AS line (officer, kind, competence, ordinal)
                """)
            try transaction.remark(.formatApproved, on: document, note, by: officer)
            try transaction.move(document, to: .signature, ", format_by = \(officer.id)")
            return Audited(
                version + 1,
                AuditEvent(
                    .outgoingFormatApproved, on: document, to: .signature, ["signatories": "\(signing.count)"]))
        }
    }

    /// Sends a draft back to whoever drafted it (trả lại dự thảo), with the reason.
    ///
    /// What was approved and signed stays on record; a draft that is submitted again is approved and signed anew.
    ///
    /// - Returns: the document's new version.
    public func returnOutgoing(
        _ id: OutgoingDocument.ID, reason: String, seen version: Int, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws -> Int {
        let officer = caller.officer
        return try await act(AuditEvent(.outgoingReturned, on: .outgoing(id)), by: caller, key: key) { transaction in
            let document = try transaction.lock(outgoing: id, for: .returnDraft, seen: version, by: officer)
            try FieldFault.require("reason", reason, most: 500)
            if document.step == .signature, !officer.roles.contains(.leader) {
                // A head returns what is theirs to sign, and not what waits for a leader.
                guard try transaction.turn(in: document)?.officer == officer.id else {
                    throw WorkflowError.outgoingObstacle(.notYourTurn)
                }
            }
            try transaction.execute(
                """
                UPDATE outgoing_signatory SET dropped_at = now()
                WHERE document_id = \(id) AND round = \(document.round) AND dropped_at IS NULL
                """)
            try transaction.remark(.returned, on: document, reason, by: officer)
            try transaction.move(document, to: .draft, ", content_by = NULL, format_by = NULL")
            return Audited(version + 1, AuditEvent(.outgoingReturned, on: document, to: .draft))
        }
    }
}

extension Transaction {
    /// Who made the last version of a document's text.
    fileprivate borrowing func writer(of document: LockedOutgoing) throws -> Officer.ID? {
        try row(
            """
            SELECT made_by FROM outgoing_version
            WHERE document_id = \(document.id) AND ordinal = \(document.revision)
            """
        ) { try $0["made_by"] }
    }
}
