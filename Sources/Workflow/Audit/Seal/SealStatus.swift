import Synchronization

/// How the sealing of the trail goes, for the door, `/health` and `/metrics`.
public final class SealStatus: Sendable {
    private struct State {
        /// Since when everything before is sealed; none where nobody seals here.
        var upToDate: ContinuousClock.Instant?
        var fault: String?
        var contradiction: String?
        var size = 0
    }

    /// After so long without a seal, what must be on record is no longer done (NIST SP 800-53, AU-5).
    private let limit: Duration
    private let state = Mutex(State())

    init(limit: Duration) { self.limit = limit }

    /// Whether the trail has not been sealed for too long.
    public var isOverdue: Bool { lag > limit }

    /// How long ago everything was sealed; nothing where nobody seals here.
    public var lag: Duration { state.withLock { $0.upToDate.map { .now - $0 } ?? .zero } }

    /// How many events are sealed.
    public var size: Int { state.withLock { $0.size } }

    /// What is in the way of sealing.
    public var fault: String? { state.withLock { $0.fault } }

    /// What a witness has seen that this log does not have: evidence that the office went back, or tells two stories.
    public var contradiction: String? { state.withLock { $0.contradiction } }

    /// From now on the trail is sealed here.
    func begin() { state.withLock { $0.upToDate = .now } }

    /// A round is over; the oldest event that it left has waited for so many seconds.
    func sealed(size: Int, waiting: Double) {
        state.withLock { state in
            state.fault = nil
            state.size = size
            state.upToDate = .now - .seconds(waiting)
        }
    }

    func failed(_ why: String) { state.withLock { $0.fault = why } }

    /// A witness speaks against the log, or, with nothing, none does any more.
    func contradicted(_ what: String?) { state.withLock { $0.contradiction = what } }
}
