import Postgres
import Records

/// That no number of a register's year is missing, or which are (báo cáo đối soát số).
public struct NumberProof: Sendable {
    public let register: String
    public let year: Int
    /// So many numbers were given.
    public let given: Int
    public let inForce: Int
    /// Given to documents that were cancelled afterwards, with the reasons.
    public let cancelled: [(number: Int, reason: String)]
    /// Set aside and returned unused, with the reasons.
    public let returned: [(number: Int, reason: String)]
    /// Set aside and not used yet.
    public let reserved: [Int]
    /// Numbers of which nothing is on record; there is none unless somebody altered the database.
    public let missing: [Int]
    /// That it was closed for the year.
    public let closing: BookClosing?
}

extension Workflow {
    /// Shows that no number of a register is missing (báo cáo đối soát số).
    public func numberProof(of register: Int, year: Int, by caller: Caller) async throws -> NumberProof {
        let attempt = AuditEvent(.registerViewed, on: .register(register), detail: ["year": "\(year)"])
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.readRegisters, of: caller.officer.roles)
            return Audited(try transaction.proof(of: register, year, caller.officer.agency), attempt)
        }
    }
}

extension Transaction {
    fileprivate borrowing func proof(of register: Int, _ year: Int, _ agency: Agency.ID) throws -> NumberProof {
        let head = try head(of: .register(register), year: year, agency)
        guard head.book == .outgoing else {
            let missing = try missing(from: register, year, head.book == .made ? .copies : .incoming)
            return NumberProof(
                register: head.name, year: year, given: head.total, inForce: head.total - missing.count, cancelled: [],
                returned: [], reserved: [], missing: missing, closing: head.closing)
        }
        let odd = try rows(
            """
            SELECT given.number, d.id IS NOT NULL AS used, d.closing = 'cancelled' AS cancelled,
                   d.closing_reason AS reason,
                   n.number IS NOT NULL AS set_aside, n.returned_by IS NOT NULL AS returned, n.return_reason
            FROM register_year y CROSS JOIN generate_series(1, y.last_number) AS given (number)
                 LEFT JOIN outgoing_document d
                     ON d.register_id = y.register_id AND d.year = y.year AND d.number = given.number
                 LEFT JOIN reserved_number n
                     ON n.register_id = y.register_id AND n.year = y.year AND n.number = given.number
            WHERE y.register_id = \(register)::bigint AND y.year = \(year)::bigint AND y.agency_id = \(agency)
              AND (d.id IS NULL OR (d.closing = 'cancelled' AND d.issued_at IS NULL))
            ORDER BY given.number
            """
        ) { try ProofLine($0) }
        return NumberProof(
            register: head.name, year: year, given: head.total, inForce: head.total - odd.count,
            cancelled: odd.filter(\.isCancelled).map { ($0.number, $0.reason) },
            returned: odd.filter { $0.isReturned }.map { ($0.number, $0.returnReason) },
            reserved: odd.filter { $0.isSetAside && !$0.isReturned && !$0.isUsed }.map(\.number),
            missing: odd.filter { !$0.isUsed && !$0.isSetAside }.map(\.number), closing: head.closing)
    }
}

extension Transaction {
    private enum Counted { case incoming, copies }

    /// Numbers that were given and are nothing's, of a register where none is set aside or cancelled.
    private borrowing func missing(from register: Int, _ year: Int, _ counted: Counted) throws -> [Int] {
        let table: SQL = counted == .copies ? "document_copy" : "incoming_document"
        return try rows(
            """
            SELECT given.number FROM register_year y CROSS JOIN generate_series(1, y.last_number) AS given (number)
                 LEFT JOIN \(table) d ON d.register_id = y.register_id AND d.year = y.year AND d.number = given.number
            WHERE y.register_id = \(register)::bigint AND y.year = \(year)::bigint AND d.id IS NULL ORDER BY 1
            """
        ) { try $0["number"] as Int }
    }
}

/// A number that is no document's in force.
private struct ProofLine {
    let number: Int
    let isUsed: Bool
    let isCancelled: Bool
    let reason: String
    let isSetAside: Bool
    let isReturned: Bool
    let returnReason: String

    init(_ row: borrowing Row) throws {
        number = try row["number"]
        isUsed = try row["used"]
        isCancelled = try row["cancelled"] ?? false
        reason = try row["reason"] ?? ""
        isSetAside = try row["set_aside"]
        isReturned = try row["returned"]
        returnReason = try row["return_reason"] ?? ""
    }
}
