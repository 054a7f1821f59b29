/// A transaction that is open for as long as the closure it was lent to runs.
///
/// It cannot be copied, so it cannot be kept; and the closure cannot `await`, so a transaction is never held open across
/// a network call. (Swift 6.3 may crash instead of saying so when the closure's parameter has no written type.)
///
/// Once a statement has failed the transaction has: it will not be committed even if the error is caught.
public struct Transaction: ~Copyable {
    let session: Session

    /// Queues a statement whose answer is not needed: it travels with the next one that needs one, or with `COMMIT`.
    ///
    /// Its error surfaces there too. Use ``affected(_:)`` where an error is expected and dealt with.
    public borrowing func execute(_ statement: SQL) throws {
        try session.queue(statement)
    }

    /// Runs a statement now and returns how many rows it touched.
    public borrowing func affected(_ statement: SQL) throws -> Int {
        try session.ask(statement).affectedRows
    }

    /// Runs a query now and decodes its rows.
    public borrowing func rows<Value>(_ query: SQL, _ decode: (borrowing Row) throws -> Value) throws -> [Value] {
        try session.ask(query).rows(decode)
    }

    /// Runs a query now that returns at most one row.
    ///
    /// - Throws: ``PostgresError`` of the kind `tooManyRows` if there are more.
    public borrowing func row<Value>(_ query: SQL, _ decode: (borrowing Row) throws -> Value) throws -> Value? {
        try rows(query, decode).atMostOne(query.text)
    }

    /// Queues a query whose rows are wanted later: it travels with the next statement that needs an answer.
    ///
    /// So two queries that do not need each other's rows cost one round trip.
    public borrowing func later<Value>(
        _ query: SQL, _ decode: @escaping (borrowing Row) throws -> Value
    ) throws -> Pending<Value> {
        let pending = Pending(query: query.text, decode: decode)
        try session.queue(query, answer: pending.answer)
        return pending
    }

    /// The rows of a query that was queued; makes the round trip if it was not made yet.
    public borrowing func rows<Value>(_ pending: Pending<Value>) throws -> [Value] {
        if pending.answer.result == nil { try session.roundTrip() }
        return try pending.answer.rows(pending.decode)
    }

    /// The row of a query that was queued and returns at most one.
    ///
    /// - Throws: ``PostgresError`` of the kind `tooManyRows` if there are more.
    public borrowing func row<Value>(_ pending: Pending<Value>) throws -> Value? {
        try rows(pending).atMostOne(pending.query)
    }
}

/// The rows of a query that was queued by ``Transaction/later(_:_:)``.
public struct Pending<Value> {
    let query: String
    let answer = Answer()
    let decode: (borrowing Row) throws -> Value
}

extension Array {
    fileprivate func atMostOne(_ query: String) throws(PostgresError) -> Element? {
        guard count <= 1 else {
            throw PostgresError(.tooManyRows, "\(count) rows where one was expected", statement: query)
        }
        return first
    }
}
