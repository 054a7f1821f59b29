import Postgres
import Records

extension Workflow {
    /// Closes a register for a year that is over (khóa sổ): the digest of what it holds is kept for ever, so that a print can be
    /// held against it.
    ///
    /// It is not undone: `isConfirmed` is that the person has said that the register is complete.
    ///
    /// - Returns: the digest, in hexadecimal.
    /// - Throws: ``WorkflowError/outgoingObstacle(_:)`` where the year is not over, or a reserved number is open.
    public func closeRegister(
        _ register: Int, year: Int, isConfirmed: Bool = true, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws -> String {
        let officer = caller.officer
        let thisYear = today.year
        let attempt = AuditEvent(.registerClosed, on: .register(register), detail: ["year": "\(year)"])
        return try await act(attempt, by: caller, key: key) { transaction in
            try AccessRule.require(.keepNumbers, of: officer.roles)
            guard isConfirmed else { throw RuleViolation.fields([FieldFault("confirmed", .required)]) }
            guard year < thisYear else { throw WorkflowError.outgoingObstacle(.yearNotOver) }
            let head = try transaction.head(of: .register(register), year: year, officer.agency)
            try transaction.hold(documentsOf: head)
            let book = try transaction.contents(of: head, .all)
            let open = try transaction.row(
                """
                SELECT EXISTS (SELECT FROM reserved_number WHERE agency_id = \(officer.agency)
                               AND register_id = \(register)::bigint AND year = \(year)::bigint
                               AND document_id IS NULL AND returned_by IS NULL) AS open
                """
            ) { try $0["open"] as Bool }
            guard open != true else { throw WorkflowError.outgoingObstacle(.numbersOpen) }
            let digest = BookProof.digest(of: book)
            let closed = try transaction.affected(
                """
                INSERT INTO register_closing (register_id, year, agency_id, entries, last_number, digest, closed_by)
                VALUES (\(register)::bigint, \(year)::bigint, \(officer.agency), \(book.rows.count), \(head.total),
                    decode(\(digest), 'hex'), \(officer.id))
                ON CONFLICT DO NOTHING
                """)
            guard closed == 1 else { throw WorkflowError.outgoingObstacle(.registerClosed) }
            var event = attempt
            event.detail["sha256"] = digest
            event.detail["entries"] = "\(book.rows.count)"
            return Audited(digest, event)
        }
    }
}

extension Transaction {
    /// Waits for acts that are under way on a register's documents, and holds others up until the transaction ends.
    ///
    /// Acts lock their document and tell the time when they write: each is wholly before the closing or wholly after it,
    /// and by its time a reader of the closed register knows which.
    fileprivate borrowing func hold(documentsOf head: BookHead) throws {
        let table: SQL
        switch head.book {
        case .incoming: table = "incoming_document"
        case .outgoing: table = "outgoing_document"
        // What these hold never changes.
        case .made, .followUp, .posting, .copies: return
        }
        _ = try row(
            """
            SELECT count(*) AS held FROM (
                SELECT FROM \(table)
                WHERE register_id = \(head.address.register)::bigint AND year = \(head.cover.year)::bigint FOR SHARE) AS held
            """
        ) { try $0["held"] as Int }
    }
}
