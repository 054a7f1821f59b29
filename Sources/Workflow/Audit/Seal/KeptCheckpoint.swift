import Postgres

/// A signed state of a log, as the database keeps it (mốc niêm phong).
struct KeptCheckpoint: Sendable {
    let size: Int
    let root: [UInt8]
    /// The last event that it seals.
    let through: TrailPlace
    /// The highest number of an event that it seals, where it is known.
    let highest: Int?
    let note: String

    static let columns: SQL = "size, root, through_log, through_xid, through_id, highest_id, note"

    init(_ row: borrowing Row) throws {
        size = try row["size"]
        root = try row["root"]
        through = TrailPlace(
            log: try row["through_log"], xid: try row["through_xid"], id: try row["through_id"])
        highest = try row["highest_id"]
        note = try row["note"]
    }
}

extension Transaction {
    borrowing func lastCheckpoint(of log: Int) throws -> KeptCheckpoint? { try checkpoint(of: log, where: "true") }

    /// The last signed state that seals up to an event.
    borrowing func checkpoint(of log: Int, through last: TrailPlace) throws -> KeptCheckpoint? {
        try checkpoint(
            of: log,
            where: "(through_log, through_xid, through_id) = (\(last.log)::int, \(last.xid)::xid8, \(last.id)::bigint)")
    }

    /// The largest signed state of at most this size.
    borrowing func checkpoint(of log: Int, atMost size: Int) throws -> KeptCheckpoint? {
        try checkpoint(of: log, where: "size <= \(size)")
    }

    private borrowing func checkpoint(of log: Int, where condition: SQL) throws -> KeptCheckpoint? {
        try row(
            """
            SELECT \(KeptCheckpoint.columns) FROM audit.checkpoint WHERE log_id = \(log)::int AND \(condition)
            ORDER BY size DESC LIMIT 1
            """
        ) { try KeptCheckpoint($0) }
    }

    /// The next events that are decided, in the order of the log.
    borrowing func decided(after last: TrailPlace, most: Int) throws -> [SealedEvent] {
        var events: [SealedEvent] = []
        try binaryRows(
            """
            SELECT \(SealedEvent.columns)
            FROM audit.decided(\(last.log)::int, \(last.xid)::xid8, \(last.id), \(most)::int)
            """
        ) { events.append(try SealedEvent($0)) }
        return events
    }
}
