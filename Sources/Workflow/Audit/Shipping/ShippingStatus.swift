import Synchronization

/// How the shipping of the trail goes, for alarms and `/metrics`.
public final class ShippingStatus: Sendable {
    private struct State {
        /// When everything sealed was with the collector; none where nothing is shipped here.
        var upToDate: ContinuousClock.Instant?
        var sent = 0
        var fault: String?
    }

    private let state = Mutex(State())

    /// For how long the collector has been without what is sealed, or out of reach; nothing where nothing is shipped here.
    public var lag: Duration { state.withLock { $0.upToDate.map { .now - $0 } ?? .zero } }

    /// So many entries of the current log were sent.
    public var sent: Int { state.withLock { $0.sent } }

    /// What is in the way.
    public var fault: String? { state.withLock { $0.fault } }

    func begin() { state.withLock { $0.upToDate = .now } }

    func sent(_ position: ShippedTo) { state.withLock { $0.sent = position.size } }

    /// Everything sealed was sent, and the collector is there; or another instance sees to it.
    func isUpToDate() {
        state.withLock { state in
            state.upToDate = .now
            state.fault = nil
        }
    }

    func failed(_ why: String) { state.withLock { $0.fault = why } }
}
