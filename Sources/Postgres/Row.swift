internal import CPostgres
internal import Glibc

/// One row of a result, read by column name.
///
/// A row is borrowed from libpq's memory, so it cannot outlive the closure that receives it: decode it into a value.
public struct Row: ~Copyable {
    let result: OpaquePointer
    var index: Int32
    private let next = NextField()

    init(result: OpaquePointer, index: Int32) {
        self.result = result
        self.index = index
    }

    /// The column's value.
    ///
    /// - Throws: ``PostgresError`` if there is no such column or it holds something else. `NULL` is something else
    ///   unless the type asked for is optional.
    public subscript<Value: SQLValue>(_ column: String) -> Value {
        get throws(PostgresError) {
            guard let field = field(column) else {
                throw PostgresError(.decoding(column: column), "the result has no column \(column)")
            }
            guard let value = Value(sqlText: text(field)) else {
                throw PostgresError(.decoding(column: column), "\(column) is no \(Value.self)")
            }
            return value
        }
    }

    // Not PQfnumber: it folds case and allocates, and this is called for every value of every row.
    private func field(_ column: String) -> Int32? {
        column.withCString { column in
            let count = PQnfields(result)
            for offset in 0..<count {
                let field = (next.field + offset) % count
                guard strcmp(PQfname(result, field), column) == 0 else { continue }
                next.field = (field + 1) % count
                return field
            }
            return nil
        }
    }

    private func text(_ field: Int32) -> String? {
        guard PQgetisnull(result, index, field) == 0 else { return nil }
        let bytes = UnsafeRawBufferPointer(
            start: PQgetvalue(result, index, field), count: Int(PQgetlength(result, index, field)))
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Where the next column is looked for first: rows are mostly read in the order of their columns.
private final class NextField {
    var field: Int32 = 0
}
