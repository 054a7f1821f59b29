/// Brings a database to the schema this program needs, forward only.
///
/// What was applied is in the table `public.schema_migration`, with the digest of its text.
public struct Migrator: Sendable {
    private let migrations: [Migration]
    private let parameters: ConnectionParameters

    public init(migrations: [Migration], conninfo: String) {
        self.migrations = migrations.sorted { $0.version < $1.version }
        parameters = ConnectionParameters(
            conninfo, applicationName: "migrate", connectTimeout: .seconds(3),
            // A migration may take its time, but must not keep everybody else waiting behind it for a lock.
            settings: [("statement_timeout", "0"), ("lock_timeout", "30000"), ("client_min_messages", "warning")])
    }

    /// Applies what the database does not have yet, each migration in a transaction.
    ///
    /// Two programs that do this at once wait for each other.
    ///
    /// - Parameter onEach: Called before each migration.
    /// - Returns: The migrations that were applied.
    /// - Throws: ``MigrationError``, or ``PostgresError`` if the database cannot be reached.
    @discardableResult
    public func apply(onEach: @escaping @Sendable (Migration) -> Void = { _ in }) async throws -> [Migration] {
        try await onOwnThread {
            let run = try MigrationRun(migrations, parameters)
            try run.lock()
            let pending = try run.status().pending
            for migration in pending {
                onEach(migration)
                try run.apply(migration)
            }
            return pending
        }
    }

    /// What was applied and what was not, without changing anything.
    ///
    /// - Throws: ``MigrationError`` if the two do not fit together.
    public func status() async throws -> Status {
        try await onOwnThread { try MigrationRun(migrations, parameters).status() }
    }

    /// Where a database stands.
    public struct Status: Sendable {
        public let applied: [Migration]
        public let pending: [Migration]

        /// The database has the schema this program needs.
        public var isCurrent: Bool { pending.isEmpty }
    }
}
