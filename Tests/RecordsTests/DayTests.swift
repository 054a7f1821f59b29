import Foundation
import Records
import TestNumbers
import Testing

@Suite("A day in Vietnam")
struct DayTests {
    static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 7 * 3600) ?? .gmt
        return calendar
    }()

    /// Every day of two centuries, so that no leap year is forgotten.
    @Test("counts as Foundation's calendar does, from 1900 to 2100")
    func countsLikeFoundation() throws {
        let first = try #require(Day(year: 1900, month: 1, day: 1))
        let last = try #require(Day(year: 2100, month: 12, day: 31))
        var day = first
        var instant = first.start
        while day <= last {
            let parts = Self.calendar.dateComponents([.year, .month, .day], from: instant)
            guard parts.year == day.year, parts.month == day.month, parts.day == day.day else {
                Issue.record("\(day) is \(parts) for Foundation")
                return
            }
            guard Day(in: instant) == day, Day(in: instant + 86399.999) == day,
                first.adding(days: first.days(until: day)) == day
            else {
                Issue.record("\(day) is not itself")
                return
            }
            day = day.adding(days: 1)
            instant += 86400
        }
        #expect(first.days(until: last) == 73_413)
    }

    @Test("ends at midnight in Vietnam, seven hours before it does in Greenwich")
    func beginsAtMidnight() throws {
        let newYear = try #require(Day(year: 2027, month: 1, day: 1))
        #expect(newYear.start == Date(timeIntervalSince1970: 1_798_736_400))
        #expect(Day(in: newYear.start) == newYear)
        #expect(Day(in: newYear.start - 0.001) == Day(year: 2026, month: 12, day: 31))
    }

    @Test("is read as ISO 8601 writes it, and comes back the same")
    func iso() throws {
        let day = try #require(Day("2026-02-09"))
        #expect(day == Day(year: 2026, month: 2, day: 9))
        #expect(day.description == "2026-02-09" && day.written == "09/02/2026")
        #expect(Day("0001-01-01")?.description == "0001-01-01")
        let json = try JSONEncoder().encode([day])
        #expect(String(decoding: json, as: UTF8.self) == #"["2026-02-09"]"#)
        #expect(try JSONDecoder().decode([Day].self, from: json) == [day])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Day].self, from: Data(#"["2026-02-30"]"#.utf8))
        }
    }

    @Test("is read as people type it", arguments: ["2026-11-02", "02/11/2026", "2/11/2026", "02-11-2026", "2.11.2026"])
    func typed(text: String) { #expect(Day(typed: text) == Day(year: 2026, month: 11, day: 2)) }

    @Test(
        "is not read from what is none",
        arguments: [
            "", "2026", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-1", "26-01-01", "02026-01-01",
            "2026-01-01T00:00", " 2026-01-01", "２０２６-01-01", "31/04/2026", "30/2/2024", "1/1/26", "1/1/20260", "a/b/c",
            "1/1",
            "1/1/2026/1", "99999999999999999999/1/2026", "hôm nay", "2026-01-0١",
        ])
    func refused(text: String) {
        #expect(Day(typed: text) == nil)
        #expect(Day(text) == nil)
    }

    @Test("is none on the 30th of February, nor in a year before 1 or after 9999")
    func calendarRules() {
        #expect(Day(year: 2024, month: 2, day: 29) != nil && Day(year: 2026, month: 2, day: 29) == nil)
        #expect(Day(year: 2000, month: 2, day: 29) != nil && Day(year: 1900, month: 2, day: 29) == nil)
        #expect(Day(year: 0, month: 1, day: 1) == nil && Day(year: 10000, month: 1, day: 1) == nil)
        #expect(Day(year: 2026, month: 4, day: 31) == nil && Day(year: .max, month: .max, day: .max) == nil)
    }

    @Test("is put in order by year, month and day")
    func order() throws {
        var random = Seeded(7)
        for _ in 0..<2000 {
            let a = try #require(Day(year: 2026, month: 1, day: 1)).adding(
                days: .random(in: -9000...9000, using: &random))
            let b = a.adding(days: .random(in: -400...400, using: &random))
            #expect((a < b) == (a.start < b.start) && (a < b) == (a.days(until: b) > 0) && (a < b) == ("\(a)" < "\(b)"))
        }
    }
}
