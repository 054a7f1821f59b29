import Foundation
import Records
import Synchronization

/// A clock that stands at the day of the step that is being told, so that its deadlines keep the rules of that day.
final class DemoClock: Sendable {
    /// The day of loading, from which the demonstration counts back.
    let today = Day(in: Date())
    private let day: Mutex<Day>

    init() { day = Mutex(today) }

    func turn(to day: Day) { self.day.withLock { $0 = day } }

    /// Nine in the morning of that day.
    var now: Date { day.withLock { $0.start.addingTimeInterval(9 * 3600) } }
}
