import Foundation
import Postgres
public import Records

extension Workflow {
    /// A register of a year as it is printed, with exactly the columns of the decree (sổ đăng ký văn bản đi, văn bản đến).
    ///
    /// Numbers that were cancelled, returned or set aside stand in it too, each with its reason under *Ghi chú*.
    ///
    /// - Throws: ``WorkflowError/notFound`` where the agency has no such register.
    public func registerBook(_ register: Int, year: Int, by caller: Caller) async throws -> BookContents {
        let attempt = AuditEvent(.registerViewed, on: .register(register), detail: ["year": "\(year)"])
        let agency = caller.officer.agency
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.keepNumbers, of: caller.officer.roles)
            return Audited(try transaction.book(register, year: year, of: agency), attempt)
        }
    }

    /// What went by post in a year (sổ gửi văn bản đi bưu điện).
    public func postingBook(year: Int, by caller: Caller) async throws -> BookContents {
        let agency = caller.officer.agency
        let attempt = AuditEvent(.registerViewed, on: .register(0), detail: ["year": "\(year)", "book": "posting"])
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.keepNumbers, of: caller.officer.roles)
            let (name, parent) = try transaction.nameOnCover(of: agency)
            let rows = try transaction.rows(
                """
                SELECT r.posted_on, d.number, d.notation, r.name, r.address, r.covers, r.post_note
                FROM outgoing_recipient r JOIN outgoing_document d ON d.id = r.document_id
                WHERE r.agency_id = \(agency) AND r.posted_on >= make_date(\(year)::int, 1, 1)
                  AND r.posted_on < make_date(\(year)::int + 1, 1, 1)
                ORDER BY r.posted_on, r.document_id, r.ordinal
                """
            ) { row in
                let address: String = try row["address"]
                return [
                    (try row["posted_on"] as Day).written,
                    "\(Reference(given: try row["number"], notation: try row["notation"]))",
                    try row["name"] + (address.isEmpty ? "" : ", \(address)"), "\(try row["covers"] as Int)", "",
                    try row["post_note"],
                ]
            }
            let cover = BookCover(parentAgency: parent, agency: name, year: year, days: try Self.days(of: year))
            return Audited(BookContents(.posting, cover, rows: rows), attempt)
        }
    }

    /// Closes a register for a year that is over (khóa sổ): the digest of what it holds is kept for ever, so that a print can be
    /// held against it.
    ///
    /// - Returns: the digest, in hexadecimal.
    /// - Throws: ``WorkflowError/outgoingObstacle(_:)`` where the year is not over, or a reserved number is open.
    public func closeRegister(
        _ register: Int, year: Int, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws -> String {
        let officer = caller.officer
        let thisYear = today.year
        let attempt = AuditEvent(.registerClosed, on: .register(register), detail: ["year": "\(year)"])
        return try await act(attempt, by: caller, key: key) { transaction in
            try AccessRule.require(.keepNumbers, of: officer.roles)
            guard year < thisYear else { throw WorkflowError.outgoingObstacle(.yearNotOver) }
            let book = try transaction.book(register, year: year, of: officer.agency)
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
                VALUES (\(register)::bigint, \(year)::bigint, \(officer.agency), \(book.rows.count),
                    \(book.cover.numbers?.upperBound ?? 0), decode(\(digest), 'hex'), \(officer.id))
                ON CONFLICT DO NOTHING
                """)
            guard closed == 1 else { throw WorkflowError.outgoingObstacle(.registerClosed) }
            var event = attempt
            event.detail["sha256"] = digest
            event.detail["entries"] = "\(book.rows.count)"
            return Audited(digest, event)
        }
    }

    fileprivate static func days(of year: Int) throws -> ClosedRange<Day> {
        guard let first = Day(year: year, month: 1, day: 1), let last = Day(year: year, month: 12, day: 31) else {
            throw RuleViolation.fields([FieldFault("year", .outOfRange(1...9999))])
        }
        return first...last
    }
}

extension Transaction {
    /// The lines of a register's year, outgoing or incoming.
    fileprivate borrowing func book(_ register: Int, year: Int, of agency: Agency.ID) throws -> BookContents {
        let direction = try row(
            "SELECT direction FROM register WHERE id = \(register)::bigint AND agency_id = \(agency)"
        ) { try $0["direction"] as String }
        guard let direction else { throw WorkflowError.notFound }
        let (name, parent) = try nameOnCover(of: agency)
        let lines = try direction == "outgoing" ? outgoingLines(register, year) : incomingLines(register, year)
        let numbers = lines.map(\.number)
        let cover = BookCover(
            parentAgency: parent, agency: name, year: year, days: try Workflow.days(of: year),
            numbers: numbers.first.flatMap { first in numbers.last.map { first...max(first, $0) } })
        return BookContents(direction == "outgoing" ? .outgoing : .incoming, cover, rows: lines.map(\.cells))
    }

    fileprivate borrowing func nameOnCover(of agency: Agency.ID) throws -> (name: String, parent: String?) {
        let found = try row("SELECT name, parent_name FROM agency WHERE id = \(agency)") {
            (name: try $0["name"] as String, parent: try $0["parent_name"] as String)
        }
        guard let found else { throw WorkflowError.notFound }
        return (found.name, found.parent.isEmpty ? nil : found.parent)
    }

    /// Every number that was given, with its document or what became of it.
    private borrowing func outgoingLines(_ register: Int, _ year: Int) throws -> [(number: Int, cells: [String])] {
        try rows(
            """
            SELECT y.given AS number, d.notation, d.issued_on, d.type_name, d.subject, d.details::text,
                   -- What became of a document after its register was closed is not in the closed register.
                   CASE WHEN d.closed_at > c.closed_at THEN NULL ELSE d.closing END AS closing,
                   (SELECT string_agg(o.name, ', ' ORDER BY s.ordinal) FROM outgoing_signatory s
                        JOIN officer o ON o.id = s.officer_id
                    WHERE s.document_id = d.id AND s.round = d.round AND s.kind = 'sign') AS signers,
                   (SELECT string_agg(name, '; ' ORDER BY ordinal) FROM outgoing_recipient r WHERE r.document_id = d.id)
                       AS recipients,
                   (SELECT name FROM unit WHERE id = d.unit_id) AS unit_name,
                   (d.issued_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS sent_on,
                   CASE WHEN d.issued_at IS NULL THEN nullif(d.closing_reason, '') END AS cancelled,
                   n.reason AS reserved, n.return_reason AS returned
            FROM (SELECT generate_series(1, last_number) AS given FROM register_year
                  WHERE register_id = \(register)::bigint AND year = \(year)::bigint) y
                 LEFT JOIN outgoing_document d
                     ON d.register_id = \(register)::bigint AND d.year = \(year)::bigint AND d.number = y.given
                 LEFT JOIN reserved_number n
                     ON n.register_id = \(register)::bigint AND n.year = \(year)::bigint AND n.number = y.given
                 LEFT JOIN register_closing c ON c.register_id = \(register)::bigint AND c.year = \(year)::bigint
            ORDER BY y.given
            """
        ) { row in
            let number: Int = try row["number"]
            guard let type: String = try row["type_name"] else {
                let returned: String = try row["returned"] ?? ""
                let reserved: String = try row["reserved"] ?? ""
                let note = returned.isEmpty ? "Giữ trước: \(reserved)" : "Trả số: \(returned)"
                return (number, [DocumentNumber.written(number), "", "", "", "", "", "", "", "", note])
            }
            let details = try OutgoingDetails(json: row["details"])
            let cancelled: String? = try row["cancelled"]
            let closing: OutgoingDocument.ClosingMark? = try row["closing"]
            return (
                number,
                [
                    "\(Reference(given: number, notation: try row["notation"]))",
                    (try row["issued_on"] as Day).written, "\(type) \(try row["subject"] as String)",
                    try row["signers"] ?? "", try row["recipients"] ?? "", "VT, \(try row["unit_name"] ?? "")",
                    details.copies.map { "\($0)" } ?? "", (try row["sent_on"] as Day?)?.written ?? "", "",
                    cancelled.map { "Hủy: \($0)" } ?? closing?.label.vietnamese ?? details.note,
                ]
            )
        }
    }

    private borrowing func incomingLines(_ register: Int, _ year: Int) throws -> [(number: Int, cells: [String])] {
        try rows(
            """
            SELECT d.number, d.arrived_on, d.sender_name, d.code_number, d.code_notation, d.issued_on, d.type_name,
                   d.subject, d.note, d.closing, lead.name AS lead_name, lead.at AS handed_on
            FROM incoming_document d
                 LEFT JOIN LATERAL (
                     SELECT \(IncomingSummary.assignee) AS name,
                            (a.assigned_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS at
                     FROM assignment a WHERE a.document_id = d.id AND a.parent_id IS NULL AND a.role = 'lead'
                       AND a.state <> 'withdrawn' ORDER BY a.id DESC LIMIT 1) lead ON true
            WHERE d.register_id = \(register)::bigint AND d.year = \(year)::bigint ORDER BY d.number
            """
        ) { row in
            let number: Int = try row["number"]
            let closing: IncomingDocument.ClosingMark? = try row["closing"]
            return (
                number,
                [
                    (try row["arrived_on"] as Day).written, "\(number)", try row["sender_name"],
                    "\(Reference(number: try row["code_number"], notation: try row["code_notation"]))",
                    (try row["issued_on"] as Day).written,
                    "\(try row["type_name"] as String) \(try row["subject"] as String)", try row["lead_name"] ?? "",
                    (try row["handed_on"] as Day?)?.written ?? "", "", try closing?.label.vietnamese ?? row["note"],
                ]
            )
        }
    }
}
