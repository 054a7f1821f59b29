import Postgres

/// A signed state of the log, as the database keeps it (mốc niêm phong).
struct KeptCheckpoint: Sendable {
    let size: Int
    let root: [UInt8]
    /// The last event that it seals.
    let xid: Int
    let id: Int
    let note: String

    static let columns: SQL = "size, root, through_xid, through_id, note"

    init(size: Int, root: [UInt8], xid: Int, id: Int, note: String) {
        self.size = size
        self.root = root
        self.xid = xid
        self.id = id
        self.note = note
    }

    init(_ row: borrowing Row) throws {
        size = try row["size"]
        root = try row["root"]
        xid = try row["through_xid"]
        id = try row["through_id"]
        note = try row["note"]
    }
}

extension Transaction {
    borrowing func lastCheckpoint() throws -> KeptCheckpoint? {
        try row(
            "SELECT \(KeptCheckpoint.columns) FROM audit.checkpoint WHERE log_id = 1 ORDER BY size DESC LIMIT 1"
        ) { try KeptCheckpoint($0) }
    }

    /// The next events that are decided, in the order of the log.
    borrowing func decided(after last: KeptCheckpoint?, most: Int) throws -> [SealedEvent] {
        try rows(
            """
            SELECT \(SealedEvent.columns) FROM audit.decided(\(last?.xid ?? 0)::xid8, \(last?.id ?? 0), \(most)::int)
            """
        ) { try SealedEvent($0) }
    }
}
