extension SQLValue where Self: LosslessStringConvertible & Numeric {
    /// The number as Swift prints it, which PostgreSQL reads.
    public var sqlText: String? { description }

    public init?(sqlText: String?) {
        guard let sqlText else { return nil }
        self.init(sqlText)
    }
}

extension Int: SQLValue {}

extension Int32: SQLValue {}

extension Int64: SQLValue {}

/// Printed with all its digits, so that it comes back the same; `NaN` and infinities are values too.
extension Double: SQLValue {}
