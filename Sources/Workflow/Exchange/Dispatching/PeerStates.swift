public import Foundation
public import Records
import Synchronization

/// How the exchange through each peer goes (tình trạng các kênh liên thông).
public final class PeerStates: Sendable {
    /// One peer, as an administrator sees it.
    public struct State: Sendable, Hashable {
        /// When it last took or refused something: then it is there.
        public internal(set) var answeredAt: Date?
        /// Since when something waits that it does not take.
        public internal(set) var failingSince: Date?
        /// Why the last attempt to send failed.
        public internal(set) var fault: Phrase?
        /// Since when it cannot be asked what it has, or has something that does not get in here.
        public internal(set) var holdsSince: Date?
        /// Why that did not get in.
        public internal(set) var holdsFor: Phrase?
    }

    private struct Known {
        var states: [String: State] = [:]
        /// Peers through which envelopes wait, but which are not set up here.
        var missing: Set<String> = []
    }

    private let known = Mutex(Known())

    public var all: [String: State] { known.withLock { $0.states } }

    /// The peers through which envelopes wait and which the settings do not have (kênh chưa được cấu hình), by name.
    public var missing: [String] { known.withLock { $0.missing.sorted() } }

    func begin(_ peer: String) { change(peer) { _ in } }

    func answered(_ peer: String, at now: Date = Date()) {
        change(peer) { ($0.answeredAt, $0.failingSince, $0.fault) = (now, nil, nil) }
    }

    /// Notes that a peer does not take an envelope, which was posted at `since`.
    func failed(_ peer: String, _ fault: Phrase, since: Date) {
        change(peer) { state in
            state.failingSince = state.failingSince ?? max(since, state.answeredAt ?? since)
            state.fault = fault
        }
    }

    /// Notes that a peer holds what did not get in, for the first time at `since`; `nil` where it cannot even be asked.
    func holds(_ peer: String, _ fault: Phrase?, since: Date?, at now: Date = Date()) {
        change(peer) { state in
            state.holdsSince = since ?? state.holdsSince ?? now
            state.holdsFor = fault ?? state.holdsFor
        }
    }

    func holdsNothing(_ peer: String) { change(peer) { ($0.holdsSince, $0.holdsFor) = (nil, nil) } }

    func isMissing(_ peers: Set<String>) { known.withLock { $0.missing = peers } }

    /// The peers that took nothing for so long while something waited.
    public func silent(for limit: Duration, at now: Date = Date()) -> [String] {
        since(limit, at: now, \.failingSince)
    }

    /// The peers from which something did not get in for so long.
    public func holding(for limit: Duration, at now: Date = Date()) -> [String] { since(limit, at: now, \.holdsSince) }

    private func since(_ limit: Duration, at now: Date, _ begin: (State) -> Date?) -> [String] {
        all.filter { begin($0.value).map { now.timeIntervalSince($0) >= limit / .seconds(1) } ?? false }.keys.sorted()
    }

    private func change(_ peer: String, _ body: (inout State) -> Void) {
        known.withLock { body(&$0.states[peer, default: State()]) }
    }
}
