import Foundation
import Postgres
public import Records

/// The number and date that a document was given (số, ký hiệu, ngày văn bản).
public struct OutgoingNumber: Sendable, Hashable, Codable {
    public let register: String
    public let year: Int
    public let number: Int
    public let notation: String
    public let issuedOn: String
    /// The document's new version.
    public let version: Int

    public var reference: Reference { Reference(given: number, notation: notation) }
}

extension Workflow {
    /// Gives a signed document its number and date (cấp số, thời gian ban hành).
    ///
    /// The date is today's: nobody dates a document back. The number is the register's next one, or one that was set aside
    /// for it before.
    ///
    /// - Throws: ``WorkflowError/outgoingObstacle(_:)`` where the clock is in doubt, the register is closed, or the number
    ///   and symbol is another document's.
    public func numberOutgoing(
        _ id: OutgoingDocument.ID, notation: String? = nil, reserved: Int? = nil, seen version: Int, by caller: Caller,
        key: IdempotencyKey? = nil
    ) async throws -> OutgoingNumber {
        let officer = caller.officer
        let (exchange, now) = (configuration.exchange, now)
        return try await act(AuditEvent(.outgoingNumbered, on: .outgoing(id)), by: caller, key: key) { transaction in
            let asked = try transaction.book(forOutgoing: id, of: officer.agency)
            let document = try transaction.lock(outgoing: id, for: .number, seen: version, by: officer)
            let book = try transaction.book(asked, for: document, of: officer.agency)
            try book.check(now())
            let usual = document.details.notation.isEmpty ? book.notation : document.details.notation
            let symbol = notation?.trimmed ?? usual
            guard document.medium == .paper || symbol == usual else {
                throw WorkflowError.outgoingObstacle(.symbolSigned)
            }
            var details = document.details
            details.notation = symbol
            let faults = details.faults(today: Day(year: 1, month: 1, day: 1) ?? book.today).filter {
                $0.field == "notation"
            }
            guard faults.isEmpty else { throw RuleViolation.fields(faults) }
            try transaction.requireIssuable(details, exchange, today: book.today, of: officer.agency)
            try transaction.remark(.numbered, on: document, by: officer)
            let number = try transaction.number(document, symbol, in: book, reserved: reserved, by: officer)
            return Audited(
                number,
                AuditEvent(
                    .outgoingNumbered, on: document, to: .sealing,
                    [
                        "number": "\(number.number)", "year": "\(number.year)", "register": "\(book.id)",
                        "reserved": reserved == nil ? "no" : "yes",
                    ]))
        }
    }
}

/// The register that counts a document, and what must be known before a number is given.
struct NumberBook {
    let id: Int
    let name: String
    /// The usual symbol of such a document.
    let notation: String
    let now: Date
    /// When the register's last number was given.
    let last: Date?
    let isClosed: Bool
    /// The version of the document that it was asked for.
    let version: Int

    var today: Day { Day(in: now) }

    /// - Parameter clock: what the service's own clock says.
    /// - Throws: ``WorkflowError/outgoingObstacle(_:)``
    func check(_ clock: Date) throws(WorkflowError) {
        if isClosed { throw .outgoingObstacle(.registerClosed) }
        // The database's clock went back behind a number that was given: the date would be wrong.
        if let last, last > now { throw .outgoingObstacle(.clockInDoubt) }
        // Which year a number is of is decided by the clock: around New Year two clocks must agree.
        let year = today.month == 12 ? today.year + 1 : today.year
        let turn = Day(year: year, month: 1, day: 1)?.start ?? now
        if abs(turn.timeIntervalSince(now)) < 12 * 3600, abs(clock.timeIntervalSince(now)) > 2 {
            throw .outgoingObstacle(.clockInDoubt)
        }
    }
}

extension Transaction {
    /// Asks for the register that counts documents of this one's type; it travels with the lock.
    fileprivate borrowing func book(
        forOutgoing id: OutgoingDocument.ID, of agency: Agency.ID
    ) throws -> Pending<NumberBook> {
        try later(
            """
            SELECT r.id, r.name, \(OfficeSymbols.columns), clock_timestamp() AS now, d.type_name, d.version,
                   \(NumberCounter.isClosed("r.id")) AS closed,
                   (SELECT o.numbered_at FROM outgoing_document o WHERE o.register_id = r.id
                    ORDER BY o.year DESC, o.number DESC LIMIT 1) AS last
            FROM outgoing_document d JOIN agency a ON a.id = d.agency_id
                 JOIN register r ON r.id = coalesce(
                     (SELECT t.register_id FROM register_type t WHERE t.agency_id = a.id AND t.type_name = d.type_name),
                     (SELECT min(id) FROM register WHERE agency_id = a.id AND direction = 'outgoing'))
                 LEFT JOIN unit u ON u.id = d.unit_id
            WHERE d.id = \(id) AND a.id = \(agency)
            """
        ) { row in
            NumberBook(
                id: try row["id"], name: try row["name"],
                notation: try OfficeSymbols(row).notation(of: row["type_name"]), now: try row["now"],
                last: try row["last"], isClosed: try row["closed"], version: try row["version"])
        }
    }

    /// The register that was asked for, asked again where the document changed before it was locked.
    fileprivate borrowing func book(
        _ asked: Pending<NumberBook>, for document: LockedOutgoing, of agency: Agency.ID
    ) throws -> NumberBook {
        var found = try row(asked)
        if found?.version != document.version { found = try row(try book(forOutgoing: document.id, of: agency)) }
        guard let found else { throw WorkflowError.outgoingRegisterMissing }
        return found
    }

    /// Takes the register's next number, or the reserved one, and writes it down, as late as can be.
    ///
    /// The time is asked for under the counter's lock, so that a later number never has an earlier date.
    fileprivate borrowing func number(
        _ document: LockedOutgoing, _ notation: String, in book: NumberBook, reserved: Int?, by officer: Officer
    ) throws -> OutgoingNumber {
        let taken: SQL =
            if let reserved {
                """
                UPDATE reserved_number SET document_id = \(document.id)
                WHERE register_id = \(book.id) AND number = \(reserved)::bigint AND document_id IS NULL
                  AND returned_by IS NULL AND year = \(NumberCounter.year)
                RETURNING register_id, year, number
                """
            } else {
                NumberCounter.next(of: "SELECT \(book.id)::bigint AS id", in: officer.agency)
            }
        let symbol = Reference(number: "", notation: notation).canonical
        let given = try row(
            """
            WITH taken AS (\(taken))
            UPDATE outgoing_document d SET step = 'sealing', version = version + 1, register_id = taken.register_id,
                year = taken.year, number = taken.number, notation = \(notation),
                reference_key = taken.number || \(symbol)::text, numbered_at = clock_timestamp(),
                numbered_by = \(officer.id), issued_on = (clock_timestamp() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
            FROM taken
            WHERE d.id = \(document.id) AND NOT EXISTS (
                SELECT FROM outgoing_document o WHERE o.agency_id = \(officer.agency) AND o.year = taken.year
                  AND o.reference_key = taken.number || \(symbol)::text AND o.number IS NOT NULL)
            RETURNING d.year, d.number, d.issued_on
            """
        ) { row in
            OutgoingNumber(
                register: book.name, year: try row["year"], number: try row["number"], notation: notation,
                issuedOn: "\(try row["issued_on"] as Day)", version: document.version + 1)
        }
        guard let given else {
            throw WorkflowError.outgoingObstacle(reserved == nil ? .numberTaken : .reservationGone)
        }
        try execute(
            """
            UPDATE outgoing_words SET words = array_to_tsvector(\(document.details.searchWords(given.reference))::text[])
            WHERE agency_id = \(officer.agency) AND document_id = \(document.id)
            """)
        return given
    }
}

extension OutgoingDetails {
    /// The words it is found by once it has a number.
    fileprivate func searchWords(_ reference: Reference) -> [String] {
        SearchQuery.words(in: "\(reference.number) \(reference) \(subject) \(typeName)")
    }
}
