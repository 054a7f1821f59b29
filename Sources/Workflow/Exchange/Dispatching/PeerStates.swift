public import Foundation
import Synchronization

/// How the sending through each peer goes (tình trạng các kênh liên thông).
public final class PeerStates: Sendable {
    /// One peer, as an administrator sees it.
    public struct State: Sendable, Hashable {
        /// When it last took or refused something: then it is there.
        public internal(set) var answeredAt: Date?
        /// Since when something waits that it does not take.
        public internal(set) var failingSince: Date?
        /// Why the last attempt failed.
        public internal(set) var fault: String?
    }

    private let states = Mutex<[String: State]>([:])

    public var all: [String: State] { states.withLock { $0 } }

    func begin(_ peer: String) { states.withLock { $0[peer] = $0[peer] ?? State() } }

    func answered(_ peer: String, at now: Date = Date()) {
        states.withLock { $0[peer] = State(answeredAt: now, failingSince: nil, fault: nil) }
    }

    /// - Parameter since: when the envelope was posted that it does not take.
    func failed(_ peer: String, _ fault: String, since: Date) {
        states.withLock { states in
            var state = states[peer] ?? State()
            state.failingSince = state.failingSince ?? max(since, state.answeredAt ?? since)
            state.fault = fault
            states[peer] = state
        }
    }

    /// The peers that took nothing for so long while something waited.
    public func silent(for limit: Duration, at now: Date = Date()) -> [String] {
        states.withLock { states in
            states.filter { now.timeIntervalSince($0.value.failingSince ?? now) >= limit / .seconds(1) }.keys.sorted()
        }
    }
}
