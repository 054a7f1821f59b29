import Metrics
import Synchronization

/// A number that only grows.
final class Tally: CounterHandler, FloatingPointCounterHandler, Sendable {
    private let count = Mutex(0.0)
    var value: Double { count.withLock { $0 } }

    func increment(by amount: Int64) { count.withLock { $0 += Double(amount) } }
    func increment(by amount: Double) { count.withLock { $0 += amount } }
    func reset() { count.withLock { $0 = 0 } }
}

/// A number that goes up and down.
final class Gauge: MeterHandler, RecorderHandler, Sendable {
    private let last = Mutex(0.0)
    var value: Double { last.withLock { $0 } }

    func set(_ value: Int64) { last.withLock { $0 = Double(value) } }
    func set(_ value: Double) { last.withLock { $0 = value } }
    func increment(by amount: Double) { last.withLock { $0 += amount } }
    func decrement(by amount: Double) { last.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(value) }
    func record(_ value: Double) { set(value) }
}

/// How long things took: how many were as fast as each of a few limits.
final class Times: TimerHandler, Sendable {
    /// In seconds, chosen around the budgets of the office: 20 ms for a list, 100 ms for a search, 60 s for anything.
    static let limits: [Double] = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60]

    struct Buckets: Sendable {
        /// How many were within each limit and over the one before; the last is for what took longer than all.
        var counts = [Int](repeating: 0, count: Times.limits.count + 1)
        var sum = 0.0
    }

    private let state = Mutex(Buckets())
    var buckets: Buckets { state.withLock { $0 } }

    func recordNanoseconds(_ duration: Int64) {
        let seconds = Double(duration) / 1e9
        let bucket = Self.limits.firstIndex { seconds <= $0 } ?? Self.limits.count
        state.withLock {
            $0.counts[bucket] += 1
            $0.sum += seconds
        }
    }
}
