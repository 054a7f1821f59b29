/// A type that a column holds or a statement takes.
///
/// Values cross the connection in PostgreSQL's text format: it is what `psql` prints, so what a developer sees
/// while debugging is what the program saw.
///
/// A type with a raw value that is a `SQLValue` only has to declare the conformance:
///
///     enum State: String, SQLValue { case received, assigned }
public protocol SQLValue: Sendable {
    /// The text PostgreSQL reads, or `nil` for `NULL`.
    var sqlText: String? { get }

    /// Reads the text PostgreSQL wrote.
    ///
    /// Returns `nil` if it is no value of this type.
    init?(sqlText: String?)

    /// The text of an array of this type.
    ///
    /// It has a default. Only bytes differ: an array of them is `bytea`.
    static func sqlText(ofArray elements: [Self]) -> String

    /// Reads the text of an array of this type, or returns `nil` if it is none.
    static func array(fromSQLText text: String) -> [Self]?
}

extension String: SQLValue {
    public var sqlText: String? { self }

    public init?(sqlText: String?) {
        guard let sqlText else { return nil }
        self = sqlText
    }
}

extension Bool: SQLValue {
    public var sqlText: String? { self ? "t" : "f" }

    public init?(sqlText: String?) {
        switch sqlText {
        case "t": self = true
        case "f": self = false
        default: return nil
        }
    }
}

extension Optional: SQLValue where Wrapped: SQLValue {
    public var sqlText: String? {
        guard let self else { return nil }
        return self.sqlText
    }

    public init?(sqlText: String?) {
        guard let sqlText else {
            self = .none
            return
        }
        guard let value = Wrapped(sqlText: sqlText) else { return nil }
        self = .some(value)
    }
}

extension SQLValue where Self: RawRepresentable, RawValue: SQLValue {
    /// The raw value's text.
    public var sqlText: String? { rawValue.sqlText }

    public init?(sqlText: String?) {
        guard let value = RawValue(sqlText: sqlText) else { return nil }
        self.init(rawValue: value)
    }
}
