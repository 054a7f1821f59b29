import Foundation

/// The parcels of one peer that did not get in, each with when it is tried again (gói tin chưa nhận được).
///
/// In bounded memory: what the peer lists no more is forgotten, and beyond so many a parcel is tried in each round.
struct ParcelTroubles: Sendable {
    static let most = 1000

    private struct Trouble {
        let since: Date
        var backoff = Backoff(first: .seconds(5), longest: .seconds(3600))
    }

    private var troubles: [String: Trouble] = [:]

    var count: Int { troubles.count }

    /// When that failed first which has failed longest.
    var since: Date? { troubles.values.map(\.since).min() }

    /// Whether a parcel may be tried now; one that never failed may.
    func isDue(_ id: String) -> Bool { troubles[id]?.backoff.isDue ?? true }

    mutating func failed(_ id: String, at now: Date = Date()) {
        guard troubles[id] != nil || troubles.count < Self.most else { return }
        troubles[id, default: Trouble(since: now)].backoff.failed()
    }

    mutating func gotIn(_ id: String) { troubles[id] = nil }

    /// Forgets what the peer does not list.
    mutating func keep(only listed: Set<String>) { troubles = troubles.filter { listed.contains($0.key) } }
}
