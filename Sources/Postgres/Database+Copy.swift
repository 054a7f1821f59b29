extension Database {
    /// Loads lines into a table with `COPY … FROM STDIN`, all of them or none.
    ///
    /// The lines are in the format that the statement names (text or CSV), without the newline at their ends. They are
    /// drawn on a thread of the pool.
    ///
    /// - Returns: How many rows came in.
    public func copyIn(_ statement: SQL, lines: some Sequence<String> & Sendable) async throws -> Int {
        try await run { try $0.copyIn(statement, lines, $1) }
    }

    /// Reads a table or a query with `COPY … TO STDOUT`, line by line, without holding all of it in memory.
    ///
    /// The lines are in the format that the statement names, without the newline at their ends. An error thrown by
    /// `onLine` ends it.
    public func copyOut(_ statement: SQL, onLine: @Sendable (String) throws -> Void) async throws {
        try await run { try $0.copyOut(statement, $1, onLine) }
    }
}
