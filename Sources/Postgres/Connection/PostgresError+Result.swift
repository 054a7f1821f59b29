internal import CPostgres

extension PostgresError {
    /// What the server said about a statement.
    init(_ result: OpaquePointer, statement: String?) {
        let sqlState = Self.field(.sqlState, of: result)
        let message =
            Self.field(.message, of: result)
            ?? PQresultErrorMessage(result).map { String(cString: $0).withoutTrailingNewline } ?? ""
        self.init(
            Self.kind(sqlState, message), Self.withoutValues(message, sqlState), sqlState: sqlState,
            constraint: Self.field(.constraint, of: result), statement: statement)
    }

    /// Whether the server says that it ends the connection after this error.
    static func isFatal(_ result: OpaquePointer) -> Bool {
        let severity = field(.severity, of: result)
        return severity == "FATAL" || severity == "PANIC"
    }

    private static func kind(_ sqlState: String?, _ message: String) -> Kind {
        guard let sqlState else { return .connection }
        switch sqlState {
        case "57014": return message.contains("user request") ? .cancelled : .timeout
        // Waiting for a lock, idle in a transaction, idle.
        case "55P03", "25P03", "57P05": return .timeout
        case _ where sqlState.hasPrefix("08") || sqlState.hasPrefix("57P0"): return .connection
        default: return .server(sqlState: sqlState)
        }
    }

    /// Class 22 is malformed data, and its messages quote it: `invalid input syntax for type integer: "…"`.
    private static func withoutValues(_ message: String, _ sqlState: String?) -> String {
        let quotes: Set<Character> = ["\"", "«", "»", "“", "”", "„"]
        guard sqlState?.hasPrefix("22") == true, let first = message.firstIndex(where: quotes.contains),
            let last = message.lastIndex(where: quotes.contains)
        else { return message }
        return message[..<first] + "“…”" + message[message.index(after: last)...]
    }

    /// libpq's `PG_DIAG_…` characters, which Swift does not import.
    private enum Field: Unicode.Scalar {
        case severity = "V"
        case sqlState = "C"
        case message = "M"
        case constraint = "n"
    }

    private static func field(_ field: Field, of result: OpaquePointer) -> String? {
        PQresultErrorField(result, Int32(field.rawValue.value)).map { String(cString: $0) }
    }
}

extension String {
    /// libpq ends its messages with a newline.
    var withoutTrailingNewline: String {
        hasSuffix("\n") ? String(dropLast()) : self
    }
}
