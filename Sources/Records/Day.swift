public import Foundation

/// A calendar day in Vietnam (ngày), without a time.
///
/// Registers, deadlines and dates of documents are days. Vietnam is seven hours ahead of UTC all year and has been
/// since 1975, so an instant becomes a day by plain arithmetic.
public struct Day: Hashable, Comparable, Sendable {
    public let year: Int
    public let month: Int
    public let day: Int

    /// A day of the Gregorian calendar, or `nil` where there is none, such as 30 February.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...Self.length(of: month, in: year)).contains(day)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day that it is in Vietnam at an instant.
    public init(in instant: Date) {
        self.init(ordinal: Int((instant.timeIntervalSince1970 / 86400 + 7.0 / 24).rounded(.down)))
    }

    public static func < (a: Day, b: Day) -> Bool { (a.year, a.month, a.day) < (b.year, b.month, b.day) }

    /// The day that is so many days later, or earlier where `days` is negative.
    public func adding(days: Int) -> Day { Day(ordinal: ordinal + days) }

    /// How many days it is from this day to another.
    public func days(until other: Day) -> Int { other.ordinal - ordinal }

    /// The first instant of the day, midnight in Vietnam.
    public var start: Date { Date(timeIntervalSince1970: Double(ordinal) * 86400 - 7 * 3600) }

    private static func length(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1 January 1970, by Howard Hinnant's civil-calendar arithmetic.
    private var ordinal: Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private init(ordinal: Int) {
        let z = ordinal + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        month = shifted + (shifted < 10 ? 3 : -9)
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        day = dayOfYear - (153 * shifted + 2) / 5 + 1
    }
}

extension Day: LosslessStringConvertible {
    /// The day as ISO 8601 writes it, `2026-11-22`, which is also what PostgreSQL reads and writes.
    public var description: String { "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))" }

    /// Reads `2026-11-22`.
    public init?(_ text: String) {
        let signs = Array(text.utf8)
        guard signs.count == 10, signs[4] == UInt8(ascii: "-"), signs[7] == UInt8(ascii: "-") else { return nil }
        func number(_ digits: ArraySlice<UInt8>) -> Int? {
            guard digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
            return digits.reduce(0) { $0 * 10 + Int($1) - 48 }
        }
        guard let year = number(signs[..<4]), let month = number(signs[5..<7]), let day = number(signs[8...]) else {
            return nil
        }
        self.init(year: year, month: month, day: day)
    }

    /// Reads what a person types or a form sends: `2026-11-22`, `22/11/2026` or `22-11-2026`.
    public init?(typed text: String) {
        if let day = Day(text) {
            self = day
            return
        }
        let parts = text.split(whereSeparator: { "/-.".contains($0) }).map { Int($0) }
        guard parts.count == 3, let day = parts[0], let month = parts[1], let year = parts[2], year > 99 else {
            return nil
        }
        self.init(year: year, month: month, day: day)
    }

    /// The day as people in Vietnam write it: `22/11/2026`.
    public var written: String { "\(pad(day, 2))/\(pad(month, 2))/\(year)" }

    private func pad(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Day: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let day = Day(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a day"))
        }
        self = day
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
