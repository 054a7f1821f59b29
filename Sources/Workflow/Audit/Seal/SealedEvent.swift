import Postgres

/// An event as it is sealed: a leaf of the log, as text that is never made twice in different ways (sự kiện niêm phong).
///
/// What names a person is not in it: `blind` is the commitment to the event's particulars.
struct SealedEvent: Sendable {
    let place: TrailPlace
    /// The leaf, in UTF-8.
    let bytes: [UInt8]

    /// In the order in which ``LeafWriter`` reads them.
    static let columns: SQL =
        """
        log_id, xid, id, at, agency_id, actor_id, actor_roles, channel, network, session, request, action, outcome, reason,
        object_kind, object_id, document_id, version, detail, commitment,
        behalf, off_hours, sought
        """

    init(_ row: borrowing BinaryRow) throws {
        var writer = LeafWriter()
        place = try writer.append(row)
        bytes = writer.bytes
    }

    var id: Int { place.id }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The number of the event that a sealed text is of; `nil` where it is no such text.
    static func id(in entry: some Collection<UInt8>) -> Int? {
        let start = Array("{\"v\":1,\"id\":\"".utf8)
        guard entry.starts(with: start) else { return nil }
        return Int(String(decoding: entry.dropFirst(start.count).prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self))
    }
}
