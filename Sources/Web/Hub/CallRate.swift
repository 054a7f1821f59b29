import Synchronization

/// How often each system may call: as many times at once as in a minute, then evenly.
final class CallRate: Sendable {
    private struct Bucket {
        var left: Double
        var at: ContinuousClock.Instant
    }

    private let perMinute: Double
    private let buckets = Mutex<[String: Bucket]>([:])

    init(perMinute: Int) { self.perMinute = Double(max(1, perMinute)) }

    /// Whether this system, which has proved its name, may call now.
    func admits(_ system: String, now: ContinuousClock.Instant = .now) -> Bool {
        buckets.withLock { buckets in
            var bucket = buckets[system] ?? Bucket(left: perMinute, at: now)
            let seconds = (now - bucket.at) / .seconds(1)
            bucket.left = min(perMinute, bucket.left + max(0, seconds) * perMinute / 60)
            bucket.at = now
            defer { buckets[system] = bucket }
            guard bucket.left >= 1 else { return false }
            bucket.left -= 1
            return true
        }
    }
}
