/// A line of an archive: its head, a tile of a log, or an event.
///
/// An archive is JSON lines, compressed with zstd. The head is first and has the checkpoint of each log that sealed some
/// of the month; then come the higher tiles that lead from the month to the checkpoints; then the events in the order of
/// the logs, before those of each bundle its tile of leaves. So it is checked in one pass and with little memory, by
/// nothing but the key.
struct ArchiveLine: Decodable {
    struct Log: Decodable {
        let log: Int
        let checkpoint: String
    }

    // The head.
    let v: Int?
    let archive: String?
    let events: Int?
    let logs: [Log]?
    // A tile or an event.
    let log: Int?
    let tile: String?
    let hashes: String?
    // An event: its entry in the log, and its place in the order (log, xid, id).
    let index: Int?
    let written: Int?
    let xid: String?
    let entry: String?
    /// What stands apart, with its salt in hexadecimal digits.
    let salt: String?
    let particulars: String?

    /// No line that this program writes is longer.
    static let longest = 1 << 20

    static func head(_ month: ArchiveMonth, events: Int, logs: [(log: Int, note: String)]) -> String {
        let logs = logs.map {
            SealedJSON.object([("log", "\($0.log)"), ("checkpoint", SealedJSON.quoted($0.note))])
        }
        return SealedJSON.object([
            ("v", "1"), ("archive", "\"\(month)\""), ("events", "\(events)"),
            ("logs", "[\(logs.joined(separator: ","))]"),
        ])
    }

    static func tile(_ path: String, _ base64: String, of log: Int) -> String {
        SealedJSON.object([("log", "\(log)"), ("tile", "\"\(path)\""), ("hashes", "\"\(base64)\"")])
    }

    static func event(
        _ index: Int, of log: Int, _ place: TrailPlace, entry: String, particulars: (salt: [UInt8], text: String)?
    ) -> String {
        var members = [
            ("log", "\(log)"), ("index", "\(index)"), ("written", "\(place.log)"), ("xid", "\"\(place.xid)\""),
            ("entry", SealedJSON.quoted(entry)),
        ]
        if let particulars {
            members.append(("salt", "\"\(particulars.salt.hexadecimal)\""))
            members.append(("particulars", SealedJSON.quoted(particulars.text)))
        }
        return SealedJSON.object(members.map { (name: $0.0, value: $0.1) })
    }
}
