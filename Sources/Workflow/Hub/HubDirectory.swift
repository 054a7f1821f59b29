import Postgres

/// An agency in the hub's directory.
public struct HubAgency: Sendable, Hashable {
    public let id: Int
    public let code: String
    public let name: String
    public let parentCode: String
    public let mail: String
    /// The system that sends and fetches for it; `nil` where it is only listed.
    public let system: String?
    public let version: Int
    public let isActive: Bool
}

extension Hub {
    /// A page of the directory, by the order in which entries were changed last (danh mục cơ quan).
    ///
    /// It begins after the entry `version`; 0 begins at the first.
    public func directory(after version: Int, count: Int) async throws -> [HubAgency] {
        try await database.read { transaction in
            try transaction.rows(
                """
                SELECT a.id, a.code, a.name, a.parent_code, a.mail, s.name AS system, a.version, a.active
                FROM hub_agency a LEFT JOIN hub_system s ON s.id = a.system_id
                WHERE a.version > \(version) ORDER BY a.version LIMIT \(count)
                """
            ) { row in
                HubAgency(
                    id: try row["id"], code: try row["code"], name: try row["name"],
                    parentCode: try row["parent_code"], mail: try row["mail"], system: try row["system"],
                    version: try row["version"], isActive: try row["active"])
            }
        }
    }

    /// Lets a system take part, or gives it another secret.
    ///
    /// - Throws: ``HubRefusal/malformed`` where the name or the secret is too short or has other characters than headers take.
    public func admitSystem(_ name: String, secret: String) async throws {
        guard secret.utf8.count >= 16, secret.utf8.count <= 256, secret.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            name.wholeMatch(of: /[A-Za-z0-9._\-]{1,64}/) != nil
        else { throw HubRefusal.malformed }
        let sealed = try key.seal(secret, of: name)
        try await database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO hub_system (name, secret) VALUES (\(name), \(sealed))
                ON CONFLICT (name) DO UPDATE SET secret = excluded.secret, active = true
                """)
        }
        await systems.forget()
    }

    /// Whether there is such a system.
    public func hasSystem(_ name: String) async throws -> Bool {
        try await database.row("SELECT id FROM hub_system WHERE name = \(name)") { try $0["id"] as Int } != nil
    }

    /// Enters agencies in the directory, or corrects them; an empty system leaves that as it is.
    ///
    /// - Returns: how many entries are new or changed.
    /// - Throws: ``HubRefusal/malformed`` where a code or name cannot be one; then nothing was entered.
    public func enter(_ agencies: [NewHubAgency]) async throws -> Int {
        guard agencies.allSatisfy(\.isWellFormed) else { throw HubRefusal.malformed }
        // A statement cannot touch a row twice: the last line of a code counts.
        let last = Dictionary(agencies.map { ($0.code.lowercased(), $0) }) { _, last in last }
        let rows = last.values.sorted { $0.code.lowercased() < $1.code.lowercased() }
        let changes = try await database.write { transaction in
            try transaction.lockDirectory()
            var changed = 0
            for start in stride(from: 0, to: rows.count, by: 1000) {
                changed += try transaction.enter(Array(rows[start..<min(start + 1000, rows.count)]))
            }
            return changed
        }
        await systems.forget()
        return changes
    }
}

extension Transaction {
    /// Enters agencies in the hub's directory, each code once, under the lock that keeps versions in order.
    ///
    /// - Returns: how many entries are new or changed.
    borrowing func enter(_ page: [NewHubAgency]) throws -> Int {
        try affected(
            """
            INSERT INTO hub_agency AS a (code, name, parent_code, mail, system_id)
            SELECT n.code, n.name, n.parent, n.mail, s.id
            FROM unnest(\(page.map(\.code))::text[], \(page.map(\.name))::text[],
                \(page.map(\.parentCode))::text[], \(page.map(\.mail))::text[],
                \(page.map(\.system))::text[]) AS n (code, name, parent, mail, system)
                LEFT JOIN hub_system s ON s.name = n.system
            ON CONFLICT (lower(code)) DO UPDATE SET name = excluded.name, parent_code = excluded.parent_code,
                mail = excluded.mail, system_id = coalesce(excluded.system_id, a.system_id), active = true,
                version = nextval('hub_agency_version')
            WHERE (a.name, a.parent_code, a.mail, a.system_id, a.active) IS DISTINCT FROM
                (excluded.name, excluded.parent_code, excluded.mail,
                coalesce(excluded.system_id, a.system_id), true)
            """)
    }
}
