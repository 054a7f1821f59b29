import Postgres
import TransparencyLog

/// One of the transparency logs over the trail (sổ niêm phong); each follows the one before after an incident.
struct TrailLog: Sendable, Hashable {
    /// The first is 1.
    let id: Int
    /// Its name in checkpoints.
    let origin: String
    /// The first entry of a log that follows another, byte for byte.
    let opening: String?
    /// The last event that stays sealed by the logs before.
    let after: TrailPlace

    static let columns: SQL = "id, origin, opening, after_log, after_xid, after_id"

    init(_ row: borrowing Row) throws {
        id = try row["id"]
        origin = try row["origin"]
        opening = try row["opening"]
        after = TrailPlace(
            log: try row["after_log"] ?? 0, xid: try row["after_xid"] ?? 0, id: try row["after_id"] ?? 0)
    }
}

extension Transaction {
    /// The number of the log that events belong to which are written now.
    borrowing func currentLog() throws -> Int {
        try row("SELECT audit.current_log() AS id") { try $0["id"] as Int } ?? 1
    }

    /// Every log that was opened, in order.
    borrowing func logs() throws -> [TrailLog] {
        try rows("SELECT \(TrailLog.columns) FROM audit.log ORDER BY id") { try TrailLog($0) }
    }

    /// A log that was opened; `nil` where nothing was sealed yet.
    borrowing func log(_ id: Int) throws -> TrailLog? {
        try row("SELECT \(TrailLog.columns) FROM audit.log WHERE id = \(id)::int") { try TrailLog($0) }
    }

    /// The log that an event is sealed by: the last that begins before it.
    borrowing func log(sealing place: TrailPlace) throws -> Int? {
        try row(
            """
            SELECT id FROM audit.log
            WHERE (coalesce(after_log, 0), coalesce(after_xid, '0'), coalesce(after_id, 0))
                < (\(place.log)::int, \(place.xid)::xid8, \(place.id)::bigint)
            ORDER BY id DESC LIMIT 1
            """
        ) { try $0["id"] as Int }
    }

    /// The log with this name.
    borrowing func log(named origin: String) throws -> Int? {
        try row("SELECT id FROM audit.log WHERE origin = \(origin)") { try $0["id"] as Int }
    }
}

extension Workflow {
    /// What checks the checkpoints of the log that is sealed now, as C2SP signed-note writes it; whoever writes it down
    /// can tell our log from another.
    public func verifierKey() async throws -> String {
        let log = try await reports.read { try $0.currentLog() }
        return try sealFolder(of: log).verifier().text
    }
}
