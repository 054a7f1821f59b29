/// The connection on which migrations are looked at and applied.
final class MigrationRun {
    private let migrations: [Migration]
    private let connection: Connection

    init(_ migrations: [Migration], _ parameters: ConnectionParameters) throws {
        for (one, next) in zip(migrations, migrations.dropFirst()) where one.version == next.version {
            throw MigrationError.duplicate(version: one.version)
        }
        self.migrations = migrations
        connection = try Connection(parameters)
    }

    /// Waits until nobody else migrates this database, and makes the table.
    func lock() throws {
        // The number is arbitrary; it only has to be the same everywhere. The lock ends with the connection.
        try connection.run("SET lock_timeout = 0")
        try connection.run("SELECT pg_advisory_lock(6049437201120587417)")
        try connection.run("RESET lock_timeout")
        try connection.run(
            """
            CREATE TABLE IF NOT EXISTS public.schema_migration (
                version integer PRIMARY KEY,
                name text NOT NULL,
                digest text NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now()
            )
            """)
    }

    func status() throws -> Migrator.Status {
        let applied = try applied()
        let newest = migrations.last?.version ?? 0
        for row in applied {
            guard let migration = migrations.first(where: { $0.version == row.version }) else {
                throw row.version > newest
                    ? MigrationError.newer(version: row.version, name: row.name)
                    : MigrationError.missing(version: row.version, name: row.name)
            }
            guard try digest(of: migration) == row.digest else {
                throw MigrationError.changed(version: row.version, name: row.name)
            }
        }
        let versions = Set(applied.map(\.version))
        let last = applied.last?.version ?? 0
        let pending = migrations.filter { !versions.contains($0.version) }
        if let skipped = pending.first(where: { $0.version < last }) {
            throw MigrationError.skipped(version: skipped.version, name: skipped.name)
        }
        return Migrator.Status(applied: migrations.filter { versions.contains($0.version) }, pending: pending)
    }

    func apply(_ migration: Migration) throws {
        do throws(PostgresError) {
            try connection.run("BEGIN")
            try connection.run(migration.sql)
        } catch {
            throw MigrationError.failed(version: migration.version, name: migration.name, error.withoutStatement)
        }
        guard connection.isInTransaction else {
            throw MigrationError.endsTransaction(version: migration.version, name: migration.name)
        }
        do throws(PostgresError) {
            try connection.run(
                """
                INSERT INTO public.schema_migration (version, name, digest)
                VALUES (\(migration.version), \(migration.name), \
                encode(sha256(convert_to(\(migration.sql), 'UTF8')), 'hex'))
                """ as SQL)
            // A deferred constraint may still refuse.
            try connection.run("COMMIT")
            // What a migration set for itself is not for the next one.
            try connection.run("RESET ALL")
        } catch {
            throw MigrationError.failed(version: migration.version, name: migration.name, error.withoutStatement)
        }
    }

    private func applied() throws -> [(version: Int, name: String, digest: String)] {
        let table = try connection.run("SELECT to_regclass('public.schema_migration') IS NOT NULL AS is_there")
        let isThere: [Bool] = try table.rows { try $0["is_there"] }
        guard isThere == [true] else { return [] }
        return try connection.run("SELECT version, name, digest FROM public.schema_migration ORDER BY version")
            .rows { (version: try $0["version"], name: try $0["name"], digest: try $0["digest"]) }
    }

    /// The SHA-256 of a migration's text; PostgreSQL computes it, so that no library is needed for it.
    private func digest(of migration: Migration) throws -> String? {
        let query: SQL = "SELECT encode(sha256(convert_to(\(migration.sql), 'UTF8')), 'hex') AS digest"
        let digests: [String] = try connection.run(query).rows { try $0["digest"] }
        return digests.first
    }
}

extension PostgresError {
    /// A migration's whole text would bury the message.
    fileprivate var withoutStatement: PostgresError {
        PostgresError(kind, message, sqlState: sqlState, constraint: constraint)
    }
}
