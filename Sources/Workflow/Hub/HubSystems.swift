import Postgres

/// The systems that may call, with the agencies of each: read from the database once a second at most, however many
/// strangers call.
actor HubSystems {
    struct Known: Sendable {
        /// As ``HubKey`` sealed it.
        let secret: [UInt8]
        /// Codes in small letters, and the rows.
        let agencies: [String: Int]
    }

    private let database: Database
    private let lifetime: Duration
    private var known: [String: Known] = [:]
    private var readAt: ContinuousClock.Instant?
    private var reading: Task<[String: Known], any Error>?

    init(_ database: Database, lifetime: Duration) {
        self.database = database
        self.lifetime = lifetime
    }

    /// The system of this name, if it may call.
    func system(_ name: String) async throws -> Known? {
        if let readAt, .now - readAt < lifetime { return known[name] }
        let begun = ContinuousClock.now
        // Whoever comes while it is read waits for the same answer.
        let reading = reading ?? Task { [database] in try await Self.read(database) }
        self.reading = reading
        defer { if self.reading == reading { self.reading = nil } }
        known = try await reading.value
        readAt = begun
        return known[name]
    }

    /// Reads anew at the next call: something was changed here.
    func forget() {
        readAt = nil
        reading = nil
    }

    private static func read(_ database: Database) async throws -> [String: Known] {
        try await database.read { transaction in
            let systems = try transaction.rows(
                """
                SELECT s.name, s.secret, coalesce(array_agg(lower(a.code)) FILTER (WHERE a.id IS NOT NULL), '{}') AS codes,
                       coalesce(array_agg(a.id) FILTER (WHERE a.id IS NOT NULL), '{}') AS ids
                FROM hub_system s LEFT JOIN hub_agency a ON a.system_id = s.id AND a.active
                WHERE s.active GROUP BY s.id
                """
            ) { row in
                let codes: [String] = try row["codes"]
                let ids: [Int] = try row["ids"]
                return (
                    try row["name"] as String,
                    Known(secret: try row["secret"], agencies: Dictionary(zip(codes, ids)) { first, _ in first })
                )
            }
            return Dictionary(systems) { first, _ in first }
        }
    }
}
