import Postgres

/// An event as it is sealed: a leaf of the log, as text that is never made twice in different ways (sự kiện niêm phong).
///
/// Identifiers are strings and members have one order, so whoever reads it needs no rules for numbers. What names a
/// person is not in it: `blind` is the commitment to the event's particulars.
struct SealedEvent: Sendable {
    let place: TrailPlace
    let text: String

    static let columns: SQL =
        """
        log_id, xid, id, at, agency_id, actor_id, actor_roles, channel, network, session, request, action, outcome, reason,
        object_kind, object_id, document_id, version, detail, commitment,
        behalf, off_hours, sought
        """

    init(_ row: borrowing Row) throws {
        let id: Int = try row["id"]
        place = TrailPlace(log: try row["log_id"], xid: try row["xid"], id: id)
        var leaf = LeafText()
        leaf.raw("v", "1")
        leaf.text("id", String(id))
        // PostgreSQL's text in UTC, `2026-11-22 01:02:03.456789+00`, as RFC 3339 has it.
        leaf.text("at", (try row["at"] as String).replacing(" ", with: "T").replacing("+00", with: "Z"))
        leaf.text("agency", try row["agency_id"])
        leaf.text("actor", try row["actor_id"])
        leaf.text("roles", try row["actor_roles"])
        leaf.text("channel", try row["channel"])
        leaf.text("network", try row["network"])
        leaf.text("session", try row["session"])
        leaf.text("request", try row["request"])
        leaf.text("event", try row["action"])
        leaf.text("outcome", try row["outcome"])
        leaf.text("reason", try row["reason"])
        leaf.text("object", try row["object_kind"])
        leaf.text("objectId", try row["object_id"])
        leaf.text("document", try row["document_id"])
        leaf.text("version", try row["version"])
        leaf.raw("detail", try row["detail"])
        leaf.text("blind", (try row["commitment"] as String?).map { String($0.dropFirst(2)) })
        leaf.text("behalf", try row["behalf"])
        // Written only where it says something, so that what was sealed before there was a calendar reads as it did.
        if try row["off_hours"] { leaf.raw("offHours", "true") }
        if let sought: [String] = try row["sought"] {
            leaf.raw("sought", "[" + sought.map(SealedJSON.quoted).joined(separator: ",") + "]")
        }
        text = leaf.finished
    }

    var id: Int { place.id }

    var bytes: [UInt8] { Array(text.utf8) }

    /// The number of the event that a sealed text is of; `nil` where it is no such text.
    static func id(in entry: some Collection<UInt8>) -> Int? {
        let start = Array("{\"v\":1,\"id\":\"".utf8)
        guard entry.starts(with: start) else { return nil }
        return Int(String(decoding: entry.dropFirst(start.count).prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self))
    }
}

/// A JSON object on its way.
private struct LeafText {
    private var members: [(name: String, value: String)] = []

    /// Adds a string, unless there is none or it is empty.
    mutating func text(_ name: String, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        raw(name, SealedJSON.quoted(value))
    }

    /// Adds what is JSON already, unless it says nothing.
    mutating func raw(_ name: String, _ value: String) {
        guard value != "{}" else { return }
        members.append((name, value))
    }

    var finished: String { SealedJSON.object(members) }
}
