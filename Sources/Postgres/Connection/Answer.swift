internal import CPostgres

/// The place for a statement's result, which libpq's memory holds for as long as this object lives.
final class Answer {
    var result: OpaquePointer?

    deinit {
        PQclear(result)
    }

    /// How many rows the statement touched or returned.
    var affectedRows: Int {
        withResult { Int(String(cString: PQcmdTuples($0))) ?? 0 }
    }

    /// The server's word for what it did, such as `COMMIT`.
    var command: String {
        withResult { String(cString: PQcmdStatus($0)) }
    }

    func rows<Value>(_ decode: (borrowing Row) throws -> Value) throws -> [Value] {
        try withResult { result in
            let count = PQntuples(result)
            var values: [Value] = []
            values.reserveCapacity(Int(count))
            var row = Row(result: result, index: 0)
            for index in 0..<count {
                row.index = index
                values.append(try decode(row))
            }
            return values
        }
    }

    /// Hands over the rows of a result in binary form.
    func binaryRows(_ body: (borrowing BinaryRow) throws -> Void) throws -> Int {
        try withResult { result in
            var row = BinaryRow(result: result, index: 0)
            for index in 0..<PQntuples(result) {
                row.index = index
                try body(row)
            }
            return Int(PQntuples(result))
        }
    }

    private func withResult<Value>(_ body: (OpaquePointer) throws -> Value) rethrows -> Value {
        // A round trip fills all the answers it carries or throws, so whoever reads one has it.
        guard let result else { preconditionFailure("an answer was read before its round trip") }
        return try withExtendedLifetime(self) { try body(result) }
    }
}
