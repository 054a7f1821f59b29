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

    /// The agency's register of this name, outgoing before any other.
    ///
    /// - Throws: ``WorkflowError/notFound``
    public func register(named name: String, by caller: Caller) async throws -> Int {
        let id = try await glance(by: caller) { transaction in
            try transaction.row(
                """
                SELECT id FROM register WHERE agency_id = \(caller.officer.agency) AND name = \(name)
                ORDER BY direction <> 'outgoing', id LIMIT 1
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
}
