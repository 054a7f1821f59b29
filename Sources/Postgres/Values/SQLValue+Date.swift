public import Foundation

/// `timestamptz`, to the microsecond.
///
/// A `date` column is no `Date`: a day has no time zone. `infinity` is none either.
extension Date: SQLValue {
    public var sqlText: String? {
        let seconds = timeIntervalSince1970
        // PostgreSQL ends in the year 294276. What lies outside is given to it as it is, and refused by it.
        guard abs(seconds) < 9_200_000_000_000 else { return "\(seconds)" }
        // Not timeIntervalSince1970: the reference date is what `Date` stores, so nothing is rounded twice.
        let microseconds = Int64((timeIntervalSinceReferenceDate * 1_000_000).rounded()) + TimestampText.referenceDate
        return TimestampText.text(microseconds: microseconds)
    }

    public init?(sqlText: String?) {
        guard var sqlText, let microseconds = sqlText.withUTF8({ TimestampText.microseconds($0) }) else { return nil }
        self.init(timeIntervalSinceReferenceDate: Double(microseconds - TimestampText.referenceDate) / 1_000_000)
    }
}

/// Printed in lower case, as `psql` does.
extension UUID: SQLValue {
    public var sqlText: String? { uuidString.lowercased() }

    public init?(sqlText: String?) {
        guard let sqlText else { return nil }
        self.init(uuidString: sqlText)
    }
}
