import Foundation
import Postgres
import TransparencyLog

/// The events of a month that one log sealed, on their way into an archive.
struct ArchivePart: Sendable {
    private static let batch = 5000

    let month: ArchiveMonth
    let log: TrailLog
    let folder: SealFolder
    let checkpoint: KeptCheckpoint
    /// Where the month's entries are: not before the first, and not behind the checkpoint that seals the last.
    let entries: Range<Int>
    let first: TrailPlace
    let last: TrailPlace
    let count: Int

    /// The parts of a month, in the order of the logs.
    ///
    /// - Throws: ``ArchiveFault/notAsSealed(_:)`` where not all of the month is sealed.
    static func parts(of month: ArchiveMonth, root: String, _ transaction: borrowing Transaction) throws
        -> [ArchivePart]
    {
        let all =
            try transaction.row(
                """
                SELECT count(*) AS n FROM audit.event
                WHERE at >= \(month.start)::timestamptz AND at < \(month.end)::timestamptz
                """
            ) { try $0["n"] as Int } ?? 0
        guard all > 0 else { throw ArchiveFault.nothingThere(month.description) }
        var parts: [ArchivePart] = []
        for log in try transaction.logs() {
            guard let last = try transaction.lastCheckpoint(of: log.id) else { continue }
            if let part = try part(of: month, log, last, root, transaction) { parts.append(part) }
        }
        guard parts.reduce(0, { $0 + $1.count }) == all else { throw ArchiveFault.notAsSealed(month.description) }
        return parts
    }

    private static func part(
        of month: ArchiveMonth, _ log: TrailLog, _ checkpoint: KeptCheckpoint, _ root: String,
        _ transaction: borrowing Transaction
    ) throws -> ArchivePart? {
        let (after, through) = (log.after, checkpoint.through)
        let found = try transaction.row(
            """
            WITH sealed AS (
                SELECT log_id, xid, id FROM audit.event
                WHERE at >= \(month.start)::timestamptz AND at < \(month.end)::timestamptz
                  AND (log_id, xid, id) > (\(after.log)::int, \(after.xid)::xid8, \(after.id))
                  AND (log_id, xid, id) <= (\(through.log)::int, \(through.xid)::xid8, \(through.id))),
            first AS (SELECT * FROM sealed ORDER BY log_id, xid, id LIMIT 1),
            last AS (SELECT * FROM sealed ORDER BY log_id DESC, xid DESC, id DESC LIMIT 1)
            SELECT first.log_id AS first_log, first.xid AS first_xid, first.id AS first_id,
                last.log_id AS last_log, last.xid AS last_xid, last.id AS last_id,
                audit.place(\(log.id)::int, first.log_id, first.xid, first.id) AS first_index,
                (SELECT size FROM audit.checkpoint c WHERE c.log_id = \(log.id)::int
                 AND (c.through_log, c.through_xid, c.through_id) >= (last.log_id, last.xid, last.id)
                 ORDER BY c.through_log, c.through_xid, c.through_id LIMIT 1) AS end_index,
                (SELECT count(*) FROM sealed) AS n
            FROM first, last
            """
        ) { row in
            (
                first: TrailPlace(log: try row["first_log"], xid: try row["first_xid"], id: try row["first_id"]),
                last: TrailPlace(log: try row["last_log"], xid: try row["last_xid"], id: try row["last_id"]),
                entries: (try row["first_index"] as Int, try row["end_index"] as Int), count: try row["n"] as Int
            )
        }
        guard let found else { return nil }
        guard found.entries.0 < found.entries.1, found.entries.1 <= checkpoint.size else {
            throw ArchiveFault.notAsSealed(month.description)
        }
        return ArchivePart(
            month: month, log: log, folder: try SealFolder(root: root, log: log.id), checkpoint: checkpoint,
            entries: found.entries.0..<found.entries.1, first: found.first, last: found.last, count: found.count)
    }

    // MARK: - Writing

    /// The tiles above the leaves that lead from the entries to the checkpoint, and those that are not full there.
    func writeTiles(_ writer: inout LineWriter) throws {
        var tiles: [Tile] = []
        for level in 1..<8 {
            let nodes = checkpoint.size >> (8 * level)
            guard nodes > 0 else { break }
            let (first, last) = (entries.lowerBound >> (8 * (level + 1)), (entries.upperBound - 1) >> (8 * (level + 1)))
            for index in first...max(first, min(last, (nodes - 1) / Tile.fullWidth))
            where index * Tile.fullWidth < nodes {
                let width = min(Tile.fullWidth, nodes - index * Tile.fullWidth)
                tiles.append(try Tile(.hashes(level: level), index: index, width: width))
            }
            let unfilled = nodes % Tile.fullWidth
            if unfilled > 0 {
                tiles.append(try Tile(.hashes(level: level), index: nodes / Tile.fullWidth, width: unfilled))
            }
        }
        let leaves = checkpoint.size % Tile.fullWidth
        if leaves > 0 {
            tiles.append(try Tile(.hashes(level: 0), index: checkpoint.size / Tile.fullWidth, width: leaves))
        }
        var written: Set<Tile> = []
        for tile in tiles where written.insert(tile).inserted { try write(tile, &writer) }
    }

    private func write(_ tile: Tile, _ writer: inout LineWriter) throws {
        let bytes = try folder.read(tile).prefix(tile.width * TreeHash.byteCount)
        try writer.add(ArchiveLine.tile(tile.path, Data(bytes).base64EncodedString(), of: log.id))
    }

    /// The events, each held against what was sealed of it.
    func writeEvents(_ database: Database, _ writer: inout LineWriter) async throws {
        var index = entries.lowerBound
        var after: TrailPlace?
        var bundle = -1
        var written = 0
        while true {
            let events = try await database.read { [after] in try batch(after: after, $0) }
            guard let newest = events.last else { break }
            var reader = EntryReader(folder, from: index, size: checkpoint.size)
            for event in events {
                while try !reader.peek({ $0.isEqual(to: event.event.bytes) }) {
                    // Only what is of another month may stand between.
                    let moment = try reader.peek { SealedEvent.moment(in: $0) }
                    guard let moment, !moment.hasPrefix("\(month)-"), reader.index + 1 < entries.upperBound else {
                        throw ArchiveFault.notAsSealed(month.description)
                    }
                    reader.skip()
                }
                if reader.index / Tile.fullWidth != bundle {
                    bundle = reader.index / Tile.fullWidth
                    let width = min(Tile.fullWidth, checkpoint.size - bundle * Tile.fullWidth)
                    try write(Tile(.hashes(level: 0), index: bundle, width: width), &writer)
                }
                try writer.add(
                    ArchiveLine.event(
                        reader.index, of: log.id, event.event.place, entry: event.event.text,
                        particulars: event.particulars))
                written += 1
                reader.skip()
            }
            index = reader.index
            after = newest.event.place
            guard events.count == Self.batch, index < entries.upperBound else { break }
        }
        guard written == count else { throw ArchiveFault.notAsSealed(month.description) }
    }

    private struct Event: Sendable {
        let event: SealedEvent
        let particulars: (salt: [UInt8], text: String)?
    }

    private func batch(after: TrailPlace?, _ transaction: borrowing Transaction) throws -> [Event] {
        let from = after ?? TrailPlace(log: first.log, xid: first.xid, id: first.id - 1)
        var events: [Event] = []
        try transaction.binaryRows(
            """
            SELECT \(SealedEvent.columns), p.salt, p.text
            FROM (SELECT * FROM audit.event
                  WHERE at >= \(month.start)::timestamptz AND at < \(month.end)::timestamptz
                    AND (log_id, xid, id) > (\(from.log)::int, \(from.xid)::xid8, \(from.id))
                    AND (log_id, xid, id) <= (\(last.log)::int, \(last.xid)::xid8, \(last.id))
                  ORDER BY log_id, xid, id LIMIT \(Self.batch)::int) e
                LEFT JOIN (SELECT event_at, event_id, salt, text FROM audit.particulars
                           WHERE event_at >= \(month.start)::timestamptz AND event_at < \(month.end)::timestamptz) p
                ON p.event_at = e.at AND p.event_id = e.id
            ORDER BY log_id, xid, id
            """
        ) { row in
            var particulars: (salt: [UInt8], text: String)?
            if let salt = row.bytes(23), let text = row.bytes(24) {
                particulars = (Array(salt), String(decoding: text, as: UTF8.self))
            }
            events.append(Event(event: try SealedEvent(row), particulars: particulars))
        }
        return events
    }
}
