import Crypto
import Foundation
import Synchronization
import TransparencyLog

/// Reads an archive back and holds every line against the logs' checkpoints.
struct ArchiveCheck: Sendable {
    /// An event that the archive holds, and that the log has.
    struct Event: Sendable {
        let log: Int
        let index: Int
        let place: TrailPlace
        /// Whether it is of a document, whose history stays in the database.
        let isOfDocument: Bool
    }

    let month: ArchiveMonth
    let path: String
    /// The logs' keys, by number.
    let keys: [Int: VerifierKey]
    /// Where the logs are; the archive must be of the same ones.
    let folders: [Int: SealFolder]

    /// - Returns: how many events the archive holds.
    /// - Throws: ``ArchiveFault/spoilt(_:)`` where it is missing, or not what was written.
    func run(digest: [UInt8], events: Int, _ onEvent: @escaping @Sendable (Event) -> Void) async throws {
        guard access(path, F_OK) == 0 else { throw spoilt("is missing") }
        guard let found = try? Self.digest(of: path), found == digest else { throw spoilt("was altered or cut off") }
        let reading = Mutex(Reading(check: self))
        do {
            try await ZstdFile.read(path) { line in
                try reading.withLock { reading in
                    for event in try reading.take(line) { onEvent(event) }
                }
            }
            try reading.withLock { reading in
                for event in try reading.finish(events) { onEvent(event) }
            }
        } catch let fault as ArchiveFault where fault != .compressor {
            throw fault
        } catch {
            throw spoilt("was altered or cut off")
        }
    }

    /// SHA-256 of a file, read piece by piece.
    static func digest(of path: String) throws -> [UInt8] {
        let file = try FileHandle(forReadingFrom: URL(filePath: path))
        defer { try? file.close() }
        var hash = SHA256()
        while let data = try file.read(upToCount: 1 << 20), !data.isEmpty { hash.update(data: data) }
        return Array(hash.finalize())
    }

    func spoilt(_ what: String) -> ArchiveFault {
        .spoilt("The archive \(URL(filePath: path).lastPathComponent) \(what).")
    }
}

/// What was read of an archive so far.
private struct Reading: Sendable {
    private struct Pending: Sendable {
        let event: ArchiveCheck.Event
        let leaf: TreeHash
    }

    let check: ArchiveCheck
    private var head: (events: Int, checkpoints: [Int: Checkpoint])?
    private var tiles: [Int: [Tile: [UInt8]]] = [:]
    /// The bundle of leaves that is being read, and its events.
    private var leaves: (log: Int, tile: Tile)?
    private var pending: [Pending] = []
    private var last = (log: 0, index: -1)
    private var count = 0

    init(check: ArchiveCheck) { self.check = check }

    /// - Returns: the events that are known to be in the log now.
    mutating func take(_ bytes: [UInt8]) throws -> [ArchiveCheck.Event] {
        let line = try JSONDecoder().decode(ArchiveLine.self, from: Data(bytes))
        guard head != nil else {
            try begin(line)
            return []
        }
        if let path = line.tile, let hashes = line.hashes, let log = line.log {
            return try take(Tile(path: path), Array(Data(base64Encoded: hashes) ?? Data()), of: log)
        }
        try takeEvent(line)
        return []
    }

    private mutating func begin(_ line: ArchiveLine) throws {
        guard line.v == 1, line.archive == check.month.description, let events = line.events, let logs = line.logs
        else {
            throw check.spoilt("is none of \(check.month)")
        }
        var checkpoints: [Int: Checkpoint] = [:]
        for log in logs {
            guard let key = check.keys[log.log] else { throw check.spoilt("is of a log that is not here") }
            checkpoints[log.log] = try SignedCheckpoint(SignedNote(Array(log.checkpoint.utf8)), of: key).checkpoint
        }
        head = (events, checkpoints)
    }

    private mutating func take(_ tile: Tile, _ bytes: [UInt8], of log: Int) throws -> [ArchiveCheck.Event] {
        let isLeaves = tile.kind == .hashes(level: 0)
        let checked = isLeaves ? try settle() : []
        tiles[log, default: [:]][tile] = bytes
        if isLeaves { leaves = (log, tile) }
        return checked
    }

    private mutating func takeEvent(_ line: ArchiveLine) throws {
        guard let log = line.log, let index = line.index, let entry = line.entry, let written = line.written,
            let xid = line.xid.flatMap({ Int($0) }), let id = SealedEvent.id(in: entry.utf8),
            let moment = SealedEvent.moment(in: entry.utf8), moment.hasPrefix("\(check.month)-"),
            (log, index) > last, leaves?.log == log, leaves?.tile.index == index / Tile.fullWidth
        else { throw check.spoilt("has an event that is out of place") }
        if let salt = line.salt, let text = line.particulars {
            guard salt.utf8.count <= 128, let salt = [UInt8](hexadecimal: salt) else {
                throw check.spoilt("has a salt that is none")
            }
            let commitment = Particulars.commitment(to: text, salt: salt).hexadecimal
            guard entry.contains(",\"blind\":\"\(commitment)\"") else {
                throw check.spoilt("has particulars of event \(id) that are not what it committed to")
            }
        }
        last = (log, index)
        count += 1
        let event = ArchiveCheck.Event(
            log: log, index: index, place: TrailPlace(log: written, xid: xid, id: id),
            isOfDocument: entry.contains(",\"document\":\""))
        pending.append(Pending(event: event, leaf: .leaf(Array(entry.utf8))))
    }

    /// Holds the events of a bundle against the checkpoint, and the bundle against the log itself.
    private mutating func settle() throws -> [ArchiveCheck.Event] {
        defer {
            if let leaves, leaves.tile.isFull { tiles[leaves.log]?[leaves.tile] = nil }
            leaves = nil
            pending.removeAll(keepingCapacity: true)
        }
        guard let leaves, !pending.isEmpty else { return [] }
        guard let checkpoint = head?.checkpoints[leaves.log], let known = tiles[leaves.log],
            let folder = check.folders[leaves.log], let bytes = known[leaves.tile]
        else { throw check.spoilt("has an event of a log that it does not name") }
        let tiles = try TileReader(size: checkpoint.size, root: checkpoint.root) { tile in
            guard let bytes = known[tile] else { throw TrailFinding.unsound(tile.path) }
            return bytes
        }
        let nodes = pending.map { TreeNode(level: 0, index: $0.event.index) }
        guard try tiles.hashes(of: nodes) == pending.map(\.leaf) else {
            throw check.spoilt("has events that were not sealed")
        }
        guard let own = try folder.wider(leaves.tile), own.starts(with: bytes) || bytes.starts(with: own) else {
            throw check.spoilt("is of another log")
        }
        return pending.map(\.event)
    }

    mutating func finish(_ events: Int) throws -> [ArchiveCheck.Event] {
        let rest = try settle()
        guard let head, head.events == count, events == count else {
            throw check.spoilt("does not have all of its events")
        }
        return rest
    }
}
