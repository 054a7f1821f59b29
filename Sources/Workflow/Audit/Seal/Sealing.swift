import Postgres
import TransparencyLog

/// The right edge of a log, as a round left it.
struct SealEdge: Sendable {
    var log = 0
    var edge = TileEdge()
}

/// What a round came to.
struct SealRound: Sendable {
    let edge: SealEdge
    let count: Int
    /// The checkpoint to publish, where the folder has an older one.
    let note: String?
    /// For how many seconds the oldest event that is left has waited.
    let waiting: Double
    /// How many entries the log has, where another instance sealed them.
    var size: Int?
}

/// One round of sealing one log, within a transaction that holds the lock of sealing.
struct Sealing: Sendable {
    let log: TrailLog
    let folder: SealFolder
    let key: SigningKey
    /// The newest log of which a checkpoint was published.
    let newestLog: Int?

    /// Everything but publishing.
    func round(_ transaction: borrowing Transaction, _ known: SealEdge, most: Int) throws -> SealRound {
        guard key.verifier.name == log.origin else { throw SealFault.otherLog(log.origin) }
        let last = try transaction.lastCheckpoint(of: log.id)
        let published = try folder.checkpoint(of: key.verifier)
        try transaction.check(
            log.id, against: published?.checkpoint, newest: newestLog, last: last, isFirst: known.log != log.id)
        var edge = try edge(known, at: last, transaction)
        let through = last?.through ?? log.after
        let events = try transaction.decided(after: through, most: most)
        guard let newest = events.last?.place else {
            let note = published?.checkpoint.size == last?.size ? nil : last?.note
            return SealRound(
                edge: SealEdge(log: log.id, edge: edge), count: 0, note: note,
                waiting: try transaction.waiting(after: through))
        }
        try folder.append(events.map(\.bytes), to: &edge)
        let checkpoint = try Checkpoint(origin: log.origin, size: edge.size, root: edge.root)
        let note = try SignedCheckpoint(checkpoint, signedBy: key).note.serialized
        let highestBefore = last == nil ? 0 : last?.highest
        let highest = highestBefore.map { events.reduce($0) { max($0, $1.id) } }
        try transaction.execute(
            """
            INSERT INTO audit.checkpoint (log_id, size, root, through_log, through_xid, through_id, highest_id, note)
            VALUES (\(log.id)::int, \(edge.size), \(edge.root.bytes), \(newest.log)::int, \(newest.xid)::xid8,
                \(newest.id), \(highest), \(note))
            """)
        try transaction.execute("SELECT audit.sum_up(\(newest.log)::int, \(newest.xid)::xid8, \(newest.id))")
        return SealRound(
            edge: SealEdge(log: log.id, edge: edge), count: events.count, note: note,
            waiting: try transaction.waiting(after: newest))
    }

    /// The right edge of the log as it was sealed: known, read from the folder, or made anew from the events.
    private func edge(
        _ known: SealEdge, at last: KeptCheckpoint?, _ transaction: borrowing Transaction
    ) throws -> TileEdge {
        var edge = TileEdge()
        guard let last else {
            if let opening = log.opening { try folder.append([Array(opening.utf8)], to: &edge) }
            return edge
        }
        if known.log == log.id, known.edge.size == last.size, known.edge.root.bytes == last.root { return known.edge }
        if let stored = try? TileEdge(size: last.size, reading: { try folder.read($0) }), stored.root.bytes == last.root
        {
            return stored
        }
        if let opening = log.opening { try folder.append([Array(opening.utf8)], to: &edge) }
        var through = log.after
        while edge.size < last.size {
            let events = try transaction.decided(after: through, most: min(10_000, last.size - edge.size))
            guard let newest = events.last else { throw SealFault.wentBack(signed: last.size, found: edge.size) }
            try folder.append(events.map(\.bytes), to: &edge)
            through = newest.place
        }
        guard edge.root.bytes == last.root else { throw SealFault.differs(size: last.size) }
        return edge
    }
}

extension Transaction {
    /// A transaction that stays open anywhere in the cluster keeps what came after it from being decided.
    borrowing func waiting(after place: TrailPlace) throws -> Double {
        try row("SELECT audit.waiting(\(place.log)::int, \(place.xid)::xid8, \(place.id)) AS seconds") {
            try $0["seconds"] as Double? ?? 0
        } ?? 0
    }
}

extension SealFolder {
    /// Adds entries to the log's edge and writes the tiles that change.
    fileprivate func append(_ entries: [[UInt8]], to edge: inout TileEdge) throws {
        let old = edge.size
        var full: [(Tile, [TreeHash])] = []
        for entry in entries { try edge.append(.leaf(entry)) { full.append(($0, $1)) } }
        try write(entries, after: old)
        for (tile, hashes) in full { try write(tile, Tile.bytes(of: hashes)) }
        for (tile, hashes) in edge.partial { try write(tile, Tile.bytes(of: hashes)) }
    }

    /// Writes the bundles that the entries go into; the first may have been begun before.
    private func write(_ entries: [[UInt8]], after size: Int) throws {
        let begun = size % Tile.fullWidth
        var rest = entries[...]
        if begun > 0 {
            let bundle = try Tile(.entries, index: size / Tile.fullWidth, width: begun)
            rest = (try bundle.entries(inOwnOrFull: read(bundle)).map(Array.init) + entries)[...]
        }
        var index = size / Tile.fullWidth
        while !rest.isEmpty {
            let bundle = rest.prefix(Tile.fullWidth)
            try write(Tile(.entries, index: index, width: bundle.count), Tile.bytes(ofEntries: bundle))
            rest = rest.dropFirst(bundle.count)
            index += 1
        }
    }
}
