import Foundation

/// A month of the trail, in UTC as the partitions are, written as 2025-01.
struct ArchiveMonth: Sendable, Hashable, CustomStringConvertible {
    /// Months since the beginning of year 0.
    private let number: Int

    /// - Throws: ``ArchiveFault/noMonth(_:)``
    init(_ text: String) throws(ArchiveFault) {
        guard let match = text.wholeMatch(of: /(\d{4})-(\d\d)/), let year = Int(match.1), let month = Int(match.2),
            (1...12).contains(month), year > 0
        else { throw .noMonth(text) }
        number = year * 12 + month - 1
    }

    private init(number: Int) { self.number = number }

    init(_ date: Date) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month], from: date)
        number = (parts.year ?? 0) * 12 + (parts.month ?? 1) - 1
    }

    func adding(_ months: Int) -> ArchiveMonth { ArchiveMonth(number: number + months) }

    /// Whether so many whole months lie between its end and the beginning of another.
    func isOver(for months: Int, in now: ArchiveMonth) -> Bool { number + months < now.number }

    var description: String {
        let (year, month) = (number / 12, number % 12 + 1)
        return String(repeating: "0", count: max(0, 4 - "\(year)".count)) + "\(year)-" + (month < 10 ? "0" : "")
            + "\(month)"
    }

    /// Its first moment and that of the next, for PostgreSQL.
    var start: String { "\(self)-01 00:00:00+00" }
    var end: String { adding(1).start }
    var firstDay: String { "\(self)-01" }
    var file: String { "trail-\(self).jsonl.zst" }
}
