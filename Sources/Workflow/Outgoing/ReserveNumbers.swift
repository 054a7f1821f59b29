import Postgres
public import Records

extension Workflow {
    /// Sets a block of numbers aside for documents to come (giữ số trước), where the office's settings allow it.
    ///
    /// Each is counted like any other, so that none is missing: it is used later, or returned and stays unused on record.
    ///
    /// - Returns: the numbers, in order.
    public func reserveNumbers(
        _ count: Int, in register: Int, for unit: Unit.ID? = nil, reason: String, by caller: Caller,
        key: IdempotencyKey? = nil
    ) async throws -> [Int] {
        let officer = caller.officer
        let most = configuration.outgoing.mostReserved
        return try await act(AuditEvent(.numbersReserved, on: .register(register)), by: caller, key: key) {
            transaction in
            try AccessRule.require(.keepNumbers, of: officer.roles)
            try FieldFault.require("reason", reason, most: 500)
            guard most > 0 else { throw WorkflowError.outgoingObstacle(.noReservations) }
            guard (1...most).contains(count) else {
                throw RuleViolation.fields([FieldFault("count", .outOfRange(1...most))])
            }
            try transaction.requireOpen(register, of: officer.agency)
            var numbers: [Int] = []
            for _ in 0..<count {
                let number = try transaction.row(
                    """
                    WITH taken AS (\(NumberCounter.next(of: "SELECT \(register)::bigint AS id", in: officer.agency)))
                    INSERT INTO reserved_number (register_id, year, number, agency_id, unit_id, reason, reserved_by)
                    SELECT register_id, year, number, \(officer.agency), \(unit), \(reason.trimmed), \(officer.id)
                    FROM taken RETURNING number
                    """
                ) { try $0["number"] as Int }
                if let number { numbers.append(number) }
            }
            return Audited(
                numbers,
                AuditEvent(
                    .numbersReserved, on: .register(register),
                    detail: ["first": numbers.first.map { "\($0)" } ?? "", "count": "\(numbers.count)"]))
        }
    }

    /// Gives a reserved number back that nobody needs (trả số): it stays in the register, unused, with the reason.
    public func returnNumber(
        _ number: Int, of year: Int, in register: Int, reason: String, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws {
        let officer = caller.officer
        let attempt = AuditEvent(
            .numbersReturned, on: .register(register), detail: ["number": "\(number)", "year": "\(year)"])
        let _: Bool = try await act(attempt, by: caller, key: key) { transaction in
            try AccessRule.require(.keepNumbers, of: officer.roles)
            try FieldFault.require("reason", reason, most: 500)
            let returned = try transaction.affected(
                """
                UPDATE reserved_number SET returned_by = \(officer.id), returned_at = now(), return_reason = \(reason.trimmed)
                WHERE register_id = \(register)::bigint AND year = \(year)::bigint AND number = \(number)::bigint
                  AND agency_id = \(officer.agency) AND document_id IS NULL AND returned_by IS NULL
                """)
            guard returned == 1 else { throw WorkflowError.outgoingObstacle(.reservationGone) }
            return Audited(true, attempt)
        }
    }
}

extension Transaction {
    /// Whether a register of outgoing documents is there and not closed for this year.
    borrowing func requireOpen(_ register: Int, of agency: Agency.ID) throws {
        let isClosed = try row(
            """
            SELECT \(NumberCounter.isClosed("r.id")) AS closed
            FROM register r WHERE r.id = \(register)::bigint AND r.agency_id = \(agency) AND r.direction = 'outgoing'
            """
        ) { try $0["closed"] as Bool }
        guard let isClosed else { throw WorkflowError.notFound }
        guard !isClosed else { throw WorkflowError.outgoingObstacle(.registerClosed) }
    }
}
