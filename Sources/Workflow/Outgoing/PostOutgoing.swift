import Postgres
public import Records

extension Workflow {
    /// Enters in the posting book what was handed to the post (sổ gửi văn bản đi bưu điện).
    ///
    /// `ordinal` says which of the document's recipients it is, and `covers` how many envelopes were handed over
    /// (số lượng bì).
    public func recordPosting(
        of id: OutgoingDocument.ID, to ordinal: Int, covers: Int, note: String = "", by caller: Caller,
        key: IdempotencyKey? = nil
    ) async throws {
        let officer = caller.officer
        let _: Bool = try await act(AuditEvent(.outgoingPosted, on: .outgoing(id)), by: caller, key: key) {
            transaction in
            try AccessRule.require(.issue, of: officer.roles)
            let document = try transaction.lock(outgoing: id, for: .viewOutgoing, seen: nil, by: officer)
            guard (1...9999).contains(covers) else {
                throw RuleViolation.fields([FieldFault("covers", .outOfRange(1...9999))])
            }
            guard note.unicodeScalars.count <= 500 else {
                throw RuleViolation.fields([FieldFault("note", .tooLong(most: 500))])
            }
            let posted = try transaction.affected(
                """
                UPDATE outgoing_recipient
                SET posted_on = (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, covers = \(covers),
                    posted_by = \(officer.id), post_note = \(note.trimmed)
                WHERE document_id = \(id) AND ordinal = \(ordinal)::bigint AND kind = 'post' AND posted_on IS NULL
                """)
            guard posted == 1 else { throw WorkflowError.notFound }
            return Audited(
                true,
                AuditEvent(
                    .outgoingPosted, on: .outgoing(id), version: document.version,
                    detail: ["recipient": "\(ordinal)", "covers": "\(covers)"]))
        }
    }
}
