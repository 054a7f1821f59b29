/// Reads and prints `timestamptz` as PostgreSQL does with `DateStyle` ISO: `2026-02-03 04:05:06.789+00`.
///
/// By hand, because Foundation's formatters cost more than the query and know milliseconds only. Days are counted in
/// the proleptic Gregorian calendar, as PostgreSQL counts them.
enum TimestampText {
    /// 2001-01-01 00:00 UTC, in microseconds since 1970.
    static let referenceDate: Int64 = 978_307_200_000_000

    private static let day: Int64 = 86_400_000_000

    static func text(microseconds: Int64) -> String {
        let days = floored(microseconds, by: day)
        let time = microseconds - days * day
        let date = civil(days)
        var text = digits(date.year > 0 ? date.year : 1 - date.year, 4)
        text += "-" + digits(date.month, 2) + "-" + digits(date.day, 2) + " "
        text += digits(time / 3_600_000_000, 2) + ":" + digits(time / 60_000_000 % 60, 2) + ":"
        text += digits(time / 1_000_000 % 60, 2) + "." + digits(time % 1_000_000, 6) + "+00"
        return date.year > 0 ? text : text + " BC"
    }

    /// Microseconds since 1970, or `nil` if the text is no point in time.
    static func microseconds(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
        var scanner = Scanner(text: text)
        guard var year = scanner.number(atLeast: 4), scanner.skip("-"),
            let month = scanner.number(atLeast: 2), scanner.skip("-"),
            let day = scanner.number(atLeast: 2), scanner.skip(" "),
            let hour = scanner.number(atLeast: 2), scanner.skip(":"),
            let minute = scanner.number(atLeast: 2), scanner.skip(":"),
            let second = scanner.number(atLeast: 2), let fraction = scanner.fraction(),
            let offset = scanner.offset()
        else { return nil }
        if scanner.skip(" ") {
            guard scanner.skip("B"), scanner.skip("C") else { return nil }
            year = 1 - year
        }
        guard scanner.isAtEnd, (1...12).contains(month), (1...31).contains(day), hour < 25, minute < 60, second < 61
        else { return nil }
        let seconds = days(year: year, month: month, day: day) * 86_400 + hour * 3600 + minute * 60 + second - offset
        return seconds * 1_000_000 + fraction
    }

    // Howard Hinnant's algorithms: eras of 400 years, years that begin in March, so that the leap day is the last.

    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = floored(year, by: 400)
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let days = days + 719_468
        let era = floored(days, by: 146_097)
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func floored(_ value: Int64, by divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : (value - divisor + 1) / divisor
    }

    private static func digits(_ value: Int64, _ width: Int) -> String {
        let text = String(value)
        return text.utf8.count < width ? String(repeating: "0", count: width - text.utf8.count) + text : text
    }
}

/// Reads a timestamp's text from left to right.
private struct Scanner {
    let text: UnsafeBufferPointer<UInt8>
    var position = 0

    var isAtEnd: Bool { position == text.count }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard position < text.count, text[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func digit() -> Int64? {
        guard position < text.count, case let value = text[position] &- UInt8(ascii: "0"), value < 10 else {
            return nil
        }
        position += 1
        return Int64(value)
    }

    mutating func number(atLeast width: Int) -> Int64? {
        var value: Int64 = 0
        var count = 0
        while count < 7, let digit = digit() {
            value = value * 10 + digit
            count += 1
        }
        return count >= width ? value : nil
    }

    /// The microseconds after the seconds, if there are any.
    mutating func fraction() -> Int64? {
        guard skip(".") else { return 0 }
        var value: Int64 = 0
        var unit: Int64 = 1_000_000
        while unit > 1, let digit = digit() {
            unit /= 10
            value += digit * unit
        }
        return unit < 1_000_000 ? value : nil
    }

    /// The seconds east of UTC.
    mutating func offset() -> Int64? {
        let sign: Int64 = if skip("+") { 1 } else if skip("-") { -1 } else { 0 }
        guard sign != 0, let hours = number(atLeast: 2) else { return nil }
        var seconds = hours * 3600
        if skip(":") {
            guard let minutes = number(atLeast: 2) else { return nil }
            seconds += minutes * 60
        }
        if skip(":") {
            guard let rest = number(atLeast: 2) else { return nil }
            seconds += rest
        }
        return sign * seconds
    }
}
