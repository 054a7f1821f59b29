public import Foundation
public import Records

/// A time that sums are asked of, by whole days in Vietnam (khoảng thời gian).
public struct TrailWindow: Sendable, Hashable {
    /// The longest that is summed up at once, in days.
    public static let longest = 366

    public let first: Day
    public let last: Day

    /// - Returns: at most ``longest`` days, the newest of those that were asked for.
    public init(from first: Day, through last: Day) {
        self.last = max(first, last)
        self.first = max(first, self.last.adding(days: 1 - Self.longest))
    }

    /// The last days, today among them.
    public init(days: Int, until today: Day) { self.init(from: today.adding(days: 1 - days), through: today) }

    /// Of these days the newest, so many at most.
    public func newest(_ days: Int) -> TrailWindow {
        TrailWindow(from: max(first, last.adding(days: 1 - days)), through: last)
    }

    public var start: Date { first.start }

    public var end: Date { last.adding(days: 1).start }

    public var days: [Day] { (0...first.days(until: last)).map(first.adding(days:)) }

    var detail: [String: String] { ["first": first.description, "last": last.description] }
}
