import Synchronization

/// How the sealing of the trail goes, for the door, `/health` and `/metrics`.
public final class SealStatus: Sendable {
    private struct State {
        /// When sealing began here; none where nobody seals here.
        var began: ContinuousClock.Instant?
        /// Since when everything before is sealed.
        var upToDate = ContinuousClock.now
        var fault: String?
        var isForked = false
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
    ///
    /// What was there when sealing began counts from then, and again from each round that sealed some of it: an office
    /// with a year of old events works on while they are sealed.
    public var lag: Duration { state.withLock { $0.began == nil ? .zero : .now - $0.upToDate } }

    /// How many events are sealed.
    public var size: Int { state.withLock { $0.size } }

    /// What is in the way of sealing.
    public var fault: String? { state.withLock { $0.fault } }

    /// Whether the database is not the one whose trail was signed.
    public var isForked: Bool { state.withLock { $0.isForked } }

    /// What a witness has seen that this log does not have: evidence that the office went back, or tells two stories.
    public var contradiction: String? { state.withLock { $0.contradiction } }

    /// From now on the trail is sealed here.
    func begin() {
        state.withLock { state in
            state.began = .now
            state.upToDate = .now
        }
    }

    /// A round is over, here or in another instance; the oldest event that it left has waited for so many seconds.
    ///
    /// Everything that came after an event that is left waits for it, so it alone counts. Nothing is older than the last
    /// time when nothing was left: a clock that is set forward does not stop the office.
    func sealed(size: Int, waiting: Double, at now: ContinuousClock.Instant = .now) {
        state.withLock { state in
            let oldest = now - .seconds(max(0, waiting))
            let isOld = state.began.map { oldest < $0 } ?? false
            if !isOld {
                state.upToDate = max(state.upToDate, oldest)
            } else if size > state.size {
                state.upToDate = now
            }
            state.fault = nil
            state.isForked = false
            state.size = size
        }
    }

    func failed(_ why: String, isForked: Bool = false) {
        state.withLock { state in
            state.fault = why
            state.isForked = isForked || state.isForked
        }
    }

    /// A witness speaks against the log, or, with nothing, none does any more.
    func contradicted(_ what: String?) { state.withLock { $0.contradiction = what } }
}
