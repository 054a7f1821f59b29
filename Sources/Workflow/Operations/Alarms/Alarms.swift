import Records
import Synchronization

/// The alarms that are on, and what is to be put on record about them.
public final class Alarms: Sendable {
    /// An alarm that was raised or cleared.
    public struct Change: Sendable, Hashable {
        public let alarm: Alarm
        public let isRaised: Bool
    }

    /// An alarm is cleared once its reason has been away for so long, so that it does not come and go.
    static let settling = Duration.seconds(10)
    /// While the database is away so many events wait to be recorded.
    private static let mostWaiting = 1000

    private struct State {
        /// When the reason of each was last there.
        var on: [Alarm: ContinuousClock.Instant] = [:]
        var waiting: [AuditEvent] = []
    }

    private let state = Mutex(State())

    /// Those that are on, the critical ones first.
    public var active: [Alarm] { state.withLock { $0.on.keys.sorted() } }

    /// Takes in what there is reason to be alarmed about now.
    func see(_ reasons: Set<Alarm>, at instant: ContinuousClock.Instant = .now) -> [Change] {
        state.withLock { state in
            var changes: [Change] = []
            for alarm in reasons.sorted() where state.on.updateValue(instant, forKey: alarm) == nil {
                changes.append(Change(alarm: alarm, isRaised: true))
            }
            for (alarm, last) in state.on where instant - last >= Self.settling {
                state.on[alarm] = nil
                changes.append(Change(alarm: alarm, isRaised: false))
            }
            for change in changes { state.waiting += change.events }
            state.waiting = state.waiting.suffix(Self.mostWaiting)
            return changes
        }
    }

    /// Puts an event on record as soon as that is possible.
    func record(_ event: AuditEvent) { state.withLock { $0.waiting.append(event) } }

    /// Hands over what waits; whoever cannot record it gives it back.
    func takeWaiting() -> [AuditEvent] {
        state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
    }

    func giveBack(_ events: [AuditEvent]) {
        state.withLock { $0.waiting = (events + $0.waiting).suffix(Self.mostWaiting) }
    }
}

extension Alarms.Change {
    /// What the trail says of it.
    fileprivate var events: [AuditEvent] {
        let event = AuditEvent(
            isRaised ? .alarmRaised : .alarmCleared, on: .service, detail: ["alarm": alarm.rawValue])
        return alarm == .trailForked && isRaised ? [AuditEvent(.trailForked, on: .trail), event] : [event]
    }
}
