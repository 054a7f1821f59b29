import Foundation
import Synchronization

/// How the platforms' lists of agencies stand (tình trạng đồng bộ danh bạ), as the last look at the database found it.
final class DirectoryStates: Sendable {
    private let stale = Mutex<Set<String>>([])

    /// Whether a list has been refused, or not come for longer than the office bears.
    var areStale: Bool { stale.withLock { !$0.isEmpty } }

    func note(_ peer: String, _ state: DirectorySyncState?, patience: Duration, at now: Date) {
        stale.withLock { stale in
            if state?.isStale(patience, at: now) == true { stale.insert(peer) } else { stale.remove(peer) }
        }
    }
}

/// When a platform's list came last, and since when it does not.
struct DirectorySyncState: Sendable {
    let nextAt: Date
    let failingSince: Date?
    let failures: Int
    /// The list came and cannot be right.
    let isRefused: Bool

    func isStale(_ patience: Duration, at now: Date) -> Bool {
        guard let failingSince else { return false }
        return isRefused || now.timeIntervalSince(failingSince) >= patience / .seconds(1)
    }

    /// When to ask again.
    static func pause(after failures: Int) -> Double { min(900 * Double(1 << min(failures, 10)), 6 * 3600) }
}
