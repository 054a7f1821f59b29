/// A statement PostgreSQL refused, a connection that broke, or a value that was not of the type asked for.
///
/// It can be logged as it is: no bound value is in it. PostgreSQL's details, which quote the row at fault, are left
/// out, and so is what its messages quote of malformed values.
public struct PostgresError: Error, Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        /// The server refused the statement.
        ///
        /// The code is its SQLSTATE, such as `23505`.
        case server(sqlState: String)
        /// There is no connection, or it broke before anything was committed.
        case connection
        /// No thread of the pool was free in time, or a queue is full: the caller may come again later.
        case busy
        /// A statement or the wait for a lock took longer than is allowed.
        case timeout
        /// The task was cancelled, or an administrator cancelled the statement.
        case cancelled
        /// The connection was lost while `COMMIT` was under way: it may have happened or not.
        ///
        /// Look in the database; do not simply try again.
        case commitUnknown
        /// A column does not hold what the program expects: the program and the schema disagree.
        case decoding(column: String)
        /// A value or a statement that cannot be sent, such as a text with NUL.
        case encoding
        /// A statement returned more rows than its caller allows.
        case tooManyRows
    }

    public let kind: Kind
    public let message: String
    /// PostgreSQL's code, if the server sent one.
    ///
    /// It is there for every kind, so that a lock timeout (`55P03`) can be told from a statement timeout (`57014`).
    public let sqlState: String?
    /// The constraint that was violated.
    ///
    /// Constraints are named, so this says which rule was broken.
    public let constraint: String?
    /// The statement's text.
    ///
    /// Bound values are left out on purpose: they may be personal data.
    public let statement: String?

    init(
        _ kind: Kind, _ message: String, sqlState: String? = nil, constraint: String? = nil, statement: String? = nil
    ) {
        self.kind = kind
        self.message = message
        self.sqlState = sqlState
        self.constraint = constraint
        self.statement = statement
    }
}

extension PostgresError: CustomStringConvertible {
    public var description: String {
        var text = "\(kind): \(message)"
        if let constraint { text += " (constraint \(constraint))" }
        if let statement { text += "\n\(statement)" }
        return text
    }
}

extension PostgresError {
    /// The same error, seen as another kind.
    func asKind(_ kind: Kind) -> PostgresError {
        PostgresError(kind, message, sqlState: sqlState, constraint: constraint, statement: statement)
    }

    /// The transaction was rolled back for a reason that lies outside it, so it may succeed if it is run again.
    var isTransient: Bool {
        switch kind {
        // A serialization failure or a deadlock.
        case .server(sqlState: "40001"), .server(sqlState: "40P01"): true
        case .connection: true
        default: isStale
        }
    }

    /// A prepared statement no longer fits the schema, or is gone: a new connection prepares it anew.
    var isStale: Bool {
        kind == .server(sqlState: "0A000") || kind == .server(sqlState: "26000")
    }
}
