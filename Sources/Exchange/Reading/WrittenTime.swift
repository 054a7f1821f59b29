import Foundation
import Records

/// Dates and times as senders write them.
enum WrittenTime {
    /// Reads `2026/11/20`, `2026-11-20`, `20/11/2026`, and the same before a time.
    ///
    /// Years that no document can have are refused with the days that do not exist: `0001/01/01` is how some programs
    /// write "none".
    static func day(_ text: String) -> Day? {
        let date = text.prefix { $0 != "T" && $0 != " " }
        let parts = date.split(omittingEmptySubsequences: false) { "/-.".contains($0) }
        guard parts.count == 3 else { return nil }
        let numbers = parts.compactMap(number)
        guard numbers.count == 3 else { return nil }
        let day: Day? =
            parts[0].count == 4
            ? Day(year: numbers[0], month: numbers[1], day: numbers[2])
            : parts[2].count == 4 ? Day(year: numbers[2], month: numbers[1], day: numbers[0]) : nil
        guard let day, (1900...2200).contains(day.year) else { return nil }
        return day
    }

    /// Reads `2026/11/20 09:15:00`, which is Vietnam time, and ISO 8601 with or without a zone.
    static func instant(_ text: String) -> Date? {
        guard let day = day(text) else { return nil }
        let rest = text.drop { $0 != "T" && $0 != " " }.dropFirst()
        guard !rest.isEmpty else { return day.start }
        let clock = rest.prefix { $0.isNumber || $0 == ":" || $0 == "." }
        let parts = clock.split(separator: ".")[0...].first.map { $0.split(separator: ":").compactMap(number) } ?? []
        guard (2...3).contains(parts.count), parts[0] < 24, parts[1] < 60, parts.last ?? 0 < 61,
            let zone = zone(rest[clock.endIndex...])
        else { return nil }
        let seconds = parts[0] * 3600 + parts[1] * 60 + (parts.count == 3 ? parts[2] : 0)
        return day.start.addingTimeInterval(Double(seconds + vietnam - zone))
    }

    /// The day as the standard's own software writes it: `2026/11/20`.
    static func text(_ day: Day) -> String { day.description.replacing("-", with: "/") }

    /// The instant as the standard's own software writes it, to the second and in Vietnam: `2026/11/20 09:15:00`.
    static func text(_ instant: Date) -> String {
        let day = Day(in: instant)
        let seconds = Int(instant.timeIntervalSince(day.start))
        let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return text(day) + " " + clock.joined(separator: ":")
    }

    /// The instant as ISO 8601 has it, to the second and in Vietnam: `2026-11-20T09:15:00+07:00`.
    static func standard(_ instant: Date) -> String {
        text(instant).replacing("/", with: "-").replacing(" ", with: "T") + "+07:00"
    }

    private static let vietnam = 7 * 3600

    /// The seconds ahead of UTC that `+07:00` or `Z` mean, or those of Vietnam if nothing is said.
    private static func zone(_ text: Substring) -> Int? {
        let text = text.filter { $0 != " " && $0 != ":" }
        if text.isEmpty { return vietnam }
        if text == "Z" { return 0 }
        let digits = text.dropFirst()
        guard text.hasPrefix("+") || text.hasPrefix("-"), digits.count == 4, let number = number(digits[...]) else {
            return nil
        }
        return (number / 100 * 3600 + number % 100 * 60) * (text.hasPrefix("-") ? -1 : 1)
    }

    private static func number(_ text: Substring) -> Int? {
        guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }
}
