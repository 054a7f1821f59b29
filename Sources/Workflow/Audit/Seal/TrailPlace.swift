import Postgres

/// Where an event stands in the order in which events are sealed.
struct TrailPlace: Sendable, Hashable {
    /// Before every event.
    static let start = TrailPlace(log: 0, xid: 0, id: 0)

    /// The log that was current when the event was written; it may be sealed by the next.
    let log: Int
    /// The transaction that wrote it.
    let xid: Int
    let id: Int
}
