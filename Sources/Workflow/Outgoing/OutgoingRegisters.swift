import Postgres
import Records

/// A register of outgoing documents (sổ văn bản đi).
public struct OutgoingRegister: Sendable {
    public let id: Int
    public let name: String
    /// The types that it counts; none where it counts all that no other register does.
    public let types: [String]
    /// The last number of this year; 0 where there is none yet.
    public let lastNumber: Int
    /// Numbers of this year that are set aside, and neither used nor returned.
    public let reserved: [Int]
    public let isClosed: Bool
}

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
}

extension Workflow {
    /// The agency's registers of outgoing documents, the one first that counts what no other does.
    public func outgoingRegisters(by caller: Caller) async throws -> [OutgoingRegister] {
        try await glance(by: caller) { transaction in
            try transaction.rows(
                """
                SELECT r.id, r.name, coalesce(y.last_number, 0) AS last, c.year IS NOT NULL AS closed,
                       ARRAY(SELECT type_name FROM register_type t WHERE t.register_id = r.id ORDER BY 1) AS types,
                       ARRAY(SELECT number FROM reserved_number n
                             WHERE n.agency_id = r.agency_id AND n.register_id = r.id AND n.year = now.year
                               AND n.document_id IS NULL AND n.returned_by IS NULL ORDER BY 1 LIMIT 200) AS reserved
                FROM register r
                     CROSS JOIN (SELECT \(NumberCounter.year)::int AS year) now
                     LEFT JOIN register_year y ON y.register_id = r.id AND y.year = now.year
                     LEFT JOIN register_closing c ON c.register_id = r.id AND c.year = now.year
                WHERE r.agency_id = \(caller.officer.agency) AND r.direction = 'outgoing' ORDER BY r.id
                """
            ) { row in
                OutgoingRegister(
                    id: try row["id"], name: try row["name"], types: try row["types"], lastNumber: try row["last"],
                    reserved: try row["reserved"], isClosed: try row["closed"])
            }
        }
    }

    /// The agency's register of this name, outgoing before incoming.
    ///
    /// - Throws: ``WorkflowError/notFound``
    public func register(named name: String, by caller: Caller) async throws -> Int {
        let id = try await glance(by: caller) { transaction in
            try transaction.row(
                """
                SELECT id FROM register WHERE agency_id = \(caller.officer.agency) AND name = \(name)
                ORDER BY direction DESC LIMIT 1
                """
            ) { try $0["id"] as Int }
        }
        guard let id else { throw WorkflowError.notFound }
        return id
    }

    /// Makes a register that counts some types of documents by themselves (mở sổ văn bản đi), or gives it other types.
    public func keepRegister(
        named name: String, counting types: [String], by caller: Caller
    ) async throws -> Int {
        let agency = caller.officer.agency
        return try await act(AuditEvent(.registerChanged, on: .register(0)), by: caller, key: nil) { transaction in
            try AccessRule.require(.manageAccounts, of: caller.officer.roles)
            try FieldFault.require("name", name, most: 100)
            guard types.allSatisfy({ type in DocumentType.all.contains { $0.name == type } }) else {
                throw RuleViolation.fields([FieldFault("types", .unknownChoice)])
            }
            let id = try transaction.row(
                """
                WITH made AS (
                    INSERT INTO register (agency_id, direction, name) VALUES (\(agency), 'outgoing', \(name.trimmed))
                    ON CONFLICT ON CONSTRAINT register_name_once_per_agency DO NOTHING RETURNING id)
                SELECT id FROM made UNION ALL
                SELECT id FROM register WHERE agency_id = \(agency) AND direction = 'outgoing' AND name = \(name.trimmed)
                """
            ) { try $0["id"] as Int }
            guard let id else { throw WorkflowError.notFound }
            try transaction.execute(
                """
                INSERT INTO register_type (agency_id, register_id, type_name)
                SELECT \(agency), \(id), type FROM unnest(\(types)::text[]) AS type
                ON CONFLICT (agency_id, type_name) DO UPDATE SET register_id = excluded.register_id
                """)
            return Audited(
                id, AuditEvent(.registerChanged, on: .register(id), detail: ["types": "\(types.count)"]))
        }
    }

    /// Shows that no number of a register is missing (báo cáo đối soát số văn bản đi).
    public func numberProof(of register: Int, year: Int, by caller: Caller) async throws -> NumberProof {
        let attempt = AuditEvent(.registerViewed, on: .register(register), detail: ["year": "\(year)"])
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.keepNumbers, of: caller.officer.roles)
            return Audited(try transaction.proof(of: register, year, caller.officer.agency), attempt)
        }
    }
}

extension Transaction {
    fileprivate borrowing func proof(of register: Int, _ year: Int, _ agency: Agency.ID) throws -> NumberProof {
        let lines = try later(
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
        let head = try row(
            """
            SELECT r.name, coalesce(y.last_number, 0) AS given FROM register r
                 LEFT JOIN register_year y ON y.register_id = r.id AND y.year = \(year)::bigint
            WHERE r.id = \(register)::bigint AND r.agency_id = \(agency) AND r.direction = 'outgoing'
            """
        ) { (name: try $0["name"] as String, given: try $0["given"] as Int) }
        guard let head else { throw WorkflowError.notFound }
        let odd = try rows(lines)
        return NumberProof(
            register: head.name, year: year, given: head.given, inForce: head.given - odd.count,
            cancelled: odd.filter(\.isCancelled).map { ($0.number, $0.reason) },
            returned: odd.filter { $0.isReturned }.map { ($0.number, $0.returnReason) },
            reserved: odd.filter { $0.isSetAside && !$0.isReturned && !$0.isUsed }.map(\.number),
            missing: odd.filter { !$0.isUsed && !$0.isSetAside }.map(\.number))
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
