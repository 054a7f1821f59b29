import Records
import Testing

@testable import Web

@Suite("A deadline in a list")
struct TagTests {
    let today: Day

    init() throws {
        today = try #require(Day(year: 2026, month: 11, day: 22))
    }

    @Test(
        "says in words how late or near it is, and nothing while it is far",
        arguments: [
            (-10, "Quá hạn 10 ngày", "10 days late"), (-1, "Quá hạn 1 ngày", "1 day late"),
            (0, "Hạn hôm nay", "Due today"), (1, "Còn 1 ngày", "1 day left"), (3, "Còn 3 ngày", "3 days left"),
        ])
    func saysHowLate(days: Int, vietnamese: String, english: String) {
        let deadline = today.adding(days: days)
        #expect(Tag.deadline(deadline, today: today, .vietnamese)?.text == vietnamese)
        #expect(Tag.deadline(deadline, today: today, .english)?.text == english)
    }

    @Test("that is more than three days away carries no label")
    func isSilentWhileFar() {
        #expect(Tag.deadline(today.adding(days: 4), today: today, .vietnamese) == nil)
    }

    @Test("of a late document looks like an alarm, of a near one like a warning")
    func looksAsItReads() {
        #expect(Tag.deadline(today.adding(days: -1), today: today, .vietnamese)?.look == "alarm")
        #expect(Tag.deadline(today, today: today, .vietnamese)?.look == "warn")
    }
}
