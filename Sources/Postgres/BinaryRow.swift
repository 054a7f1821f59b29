internal import CPostgres

/// One row of a result in PostgreSQL's binary form, read by the position of its columns.
///
/// For millions of rows: nothing is made of a value before it is looked at, and the server spares the making of text.
/// What is handed out are libpq's own bytes, good until the closure that received the row returns.
public struct BinaryRow: ~Copyable {
    let result: OpaquePointer
    var index: Int32

    init(result: OpaquePointer, index: Int32) {
        self.result = result
        self.index = index
    }

    /// The bytes of a column, as the type's `send` function writes them; `nil` for `NULL`.
    ///
    /// - Precondition: the result has the column.
    public func bytes(_ column: Int) -> UnsafeRawBufferPointer? {
        let column = Int32(truncatingIfNeeded: column)
        precondition(column >= 0 && column < PQnfields(result), "the result has no such column")
        guard PQgetisnull(result, index, column) == 0 else { return nil }
        return UnsafeRawBufferPointer(
            start: PQgetvalue(result, index, column), count: Int(PQgetlength(result, index, column)))
    }

    /// A whole number of any width (`int4`, `int8`, `xid8`, and times in their microseconds since 2000).
    ///
    /// - Throws: ``PostgresError`` where the column holds something of another length.
    public func integer(_ column: Int) throws(PostgresError) -> Int? {
        guard let bytes = bytes(column) else { return nil }
        switch bytes.count {
        case 8: return Int(Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)))
        case 4: return Int(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
        default: throw PostgresError(.decoding(column: "\(column)"), "column \(column) is no whole number")
        }
    }
}

extension Transaction {
    /// Runs a query now and hands over its rows in binary form.
    ///
    /// - Returns: how many rows there were.
    @discardableResult
    public borrowing func binaryRows(
        _ query: SQL, _ body: (borrowing BinaryRow) throws -> Void
    ) throws -> Int {
        try session.ask(query, isBinary: true).binaryRows(body)
    }
}
