/// One step of the schema, which runs once, in a transaction of its own.
///
/// It is never edited after it was applied anywhere: its text is checked. It may be several statements, but none that
/// PostgreSQL refuses in a transaction.
public struct Migration: Sendable, Equatable {
    /// Its place in the order, from 1.
    public let version: Int
    /// What it does, in a few words.
    public let name: String
    public let sql: String

    public init(version: Int, name: String, sql: String) {
        self.version = version
        self.name = name
        self.sql = sql
    }
}

/// The migrations that this program has and those that the database has do not fit.
public enum MigrationError: Error, Sendable, Equatable {
    /// A file among the migrations does not say which version it is.
    case misnamed(file: String)
    /// Two migrations of this program have the same version.
    case duplicate(version: Int)
    /// The text of a migration is not the one that was applied.
    case changed(version: Int, name: String)
    /// A migration was applied that this program does not have.
    case missing(version: Int, name: String)
    /// The database was migrated by a newer program.
    case newer(version: Int, name: String)
    /// A migration was not applied although a later one was.
    case skipped(version: Int, name: String)
    /// The text of a migration ends the transaction it runs in.
    case endsTransaction(version: Int, name: String)
    /// PostgreSQL refused a migration; nothing of it was kept.
    case failed(version: Int, name: String, PostgresError)
}

extension MigrationError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .misnamed(let file):
            "\(file) is no name of a migration; call it like 0001_what_it_does.sql"
        case .duplicate(let version):
            "two migrations have the version \(version)"
        case .changed(let version, let name):
            "migration \(version) (\(name)) was changed after it had been applied; restore its text and add a new one"
        case .missing(let version, let name):
            "migration \(version) (\(name)) was applied to the database, but this program does not have it"
        case .newer(let version, let name):
            "the database is newer than this program: it has migration \(version) (\(name)); update the program"
        case .skipped(let version, let name):
            "migration \(version) (\(name)) was not applied although a later one was; give it the next version"
        case .endsTransaction(let version, let name):
            "migration \(version) (\(name)) contains COMMIT, ROLLBACK or COPY FROM STDIN; take it out"
        case .failed(let version, let name, let error):
            "migration \(version) (\(name)) failed and left nothing: \(error)"
        }
    }
}
