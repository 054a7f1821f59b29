public import Records
import Synchronization

/// Counts what can be caused as often as one likes (refusals, and requests of offices that bring envelopes), so that each
/// kind leaves an event a minute and none is lost: the first at once, the others with their number when the minute is
/// over.
final class RefusalTally: Sendable {
    struct Kind: Hashable, Sendable {
        let action: AuditEvent.Action
        let object: AuditEvent.Object
        let reason: String
        let source: String?
        let officer: Officer
        let channel: Origin.Channel
        /// The peer that was let in; nothing where the request was refused.
        var peer: String?
    }

    /// More kinds than this in one minute, which only an attack from many addresses brings, are counted without their
    /// address.
    private static let mostKinds = 5000

    private struct State {
        var began: ContinuousClock.Instant = .now
        var counts: [Kind: Int] = [:]
    }

    private let state = Mutex(State())

    /// Counts one.
    ///
    /// - Returns: whether it is the first of its kind in this minute, which is recorded at once.
    func isFirst(_ kind: Kind) -> Bool {
        state.withLock { state in
            var kind = kind
            if state.counts[kind] == nil, state.counts.count >= Self.mostKinds {
                kind = Kind(
                    action: kind.action, object: .service, reason: kind.reason, source: nil,
                    officer: Caller.service(in: 0).officer, channel: kind.channel, peer: kind.peer)
            }
            let before = state.counts[kind, default: 0]
            state.counts[kind] = before + 1
            return before == 0
        }
    }

    /// What came after the first of each kind, and begins the next minute.
    func takeRest() -> [(kind: Kind, count: Int)] {
        state.withLock { state in
            defer { state = State() }
            return state.counts.compactMap { $1 > 1 ? ($0, $1 - 1) : nil }
        }
    }
}

extension Workflow {
    /// Records that a request was refused before any act or look was asked for: without a session that holds, or from
    /// another site.
    ///
    /// The `reason` is the problem's name.
    public func refused(_ reason: String, _ officer: Officer?, from origin: Origin) async throws {
        try await tally(.requestRefused, on: .service, reason, officer, from: origin)
    }

    /// Records what refusals came after the first of each kind; once a minute.
    public func tallyRefusals() async throws {
        let rest = refusals.takeRest()
        try await looks.submit(
            rest.map { kind, count in
                var event = kind.event
                event.detail["more"] = "\(count)"
                return Look(
                    event: event,
                    caller: Caller(
                        officer: kind.officer, origin: Origin(channel: kind.channel, source: kind.source)))
            })
    }

    /// Counts a request of an office that brings envelopes; what it brings leaves events of its own.
    func tally(asking peer: String, of agency: Agency, from origin: Origin) async throws {
        let officer = Caller.service(in: agency.id).officer
        try await tally(
            .init(
                action: .parcelAsked, object: .service, reason: "", source: origin.source, officer: officer,
                channel: .service, peer: peer), origin)
    }

    func tally(
        _ action: AuditEvent.Action, on object: AuditEvent.Object, _ reason: String, _ officer: Officer?,
        from origin: Origin
    ) async throws {
        let kind = RefusalTally.Kind(
            action: action, object: object, reason: reason, source: origin.source,
            officer: officer ?? Caller.service(in: 0).officer, channel: origin.channel)
        try await tally(kind, origin)
    }

    private func tally(_ kind: RefusalTally.Kind, _ origin: Origin) async throws {
        guard refusals.isFirst(kind) else { return }
        try await looks.submit([Look(event: kind.event, caller: Caller(officer: kind.officer, origin: origin))])
    }
}

extension RefusalTally.Kind {
    fileprivate var event: AuditEvent {
        var event = AuditEvent(action, on: object)
        if let peer {
            event.detail["peer"] = peer
        } else {
            event.outcome = .refused
            event.reason = reason
        }
        return event
    }
}
