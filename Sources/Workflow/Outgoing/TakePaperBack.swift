import Postgres
public import Records

extension Workflow {
    /// Writes down that a recipient by post gave a recalled document back (nhận lại bản giấy của văn bản thu hồi).
    ///
    /// `ordinal` says which of the document's recipients it is; where no day is given the paper came today.
    ///
    /// - Throws: ``WorkflowError/notFound`` where that is no recipient by post; ``WorkflowError/outgoingObstacle(_:)`` where
    ///   nothing is to come back from it; ``RuleViolation/fields(_:)`` where the day is before the recall or to come.
    public func takePaperBack(
        of id: OutgoingDocument.ID, from ordinal: Int, on day: Day? = nil, by caller: Caller,
        key: IdempotencyKey? = nil
    ) async throws {
        let officer = caller.officer
        let today = today
        let day = day ?? today
        let attempt = AuditEvent(.paperReturned, on: .outgoing(id), detail: ["recipient": "\(ordinal)"])
        let _: Bool = try await act(attempt, by: caller, key: key) { transaction in
            let document = try transaction.lock(outgoing: id, for: .takePaperBack, seen: nil, by: officer)
            guard let paper = try transaction.paper(of: id, at: ordinal) else { throw WorkflowError.notFound }
            let recalledOn = try paper.requireOut()
            if day > today { throw RuleViolation.fields([FieldFault("returnedOn", .inTheFuture)]) }
            if day < recalledOn {
                let recall = Phrase("ngày thu hồi", "the day of the recall")
                throw RuleViolation.fields([FieldFault("returnedOn", .before(recall))])
            }
            try transaction.execute(
                """
                UPDATE outgoing_recipient SET returned_on = \(day), returned_to = \(officer.id)
                WHERE document_id = \(id) AND ordinal = \(ordinal)::bigint
                """)
            let detail = ["recipient": "\(ordinal)", "returned": "\(day)"]
            return Audited(
                true, AuditEvent(.paperReturned, on: .outgoing(id), version: document.version, detail: detail))
        }
    }
}

/// A recipient by post, and where the paper is that it was sent.
private struct SentPaper {
    /// Nothing where the document was not recalled.
    let recalledOn: Day?
    let isPosted: Bool
    let isBack: Bool

    /// - Returns: the day of the recall.
    /// - Throws: ``WorkflowError/outgoingObstacle(_:)`` where no paper is out that must come back.
    func requireOut() throws -> Day {
        guard let recalledOn else { throw WorkflowError.outgoingObstacle(.notRecalled) }
        guard isPosted else { throw WorkflowError.outgoingObstacle(.notPosted) }
        guard !isBack else { throw WorkflowError.outgoingObstacle(.paperIsBack) }
        return recalledOn
    }
}

extension Transaction {
    fileprivate borrowing func paper(of document: OutgoingDocument.ID, at ordinal: Int) throws -> SentPaper? {
        try row(
            """
            SELECT CASE WHEN d.closing = 'withdrawn' THEN (d.closed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date END
                       AS recalled_on, r.posted_on IS NOT NULL AS posted, r.returned_on IS NOT NULL AS back
            FROM outgoing_recipient r JOIN outgoing_document d ON d.id = r.document_id
            WHERE r.document_id = \(document) AND r.ordinal = \(ordinal)::bigint AND r.kind = 'post'
            """
        ) { SentPaper(recalledOn: try $0["recalled_on"], isPosted: try $0["posted"], isBack: try $0["back"]) }
    }
}
