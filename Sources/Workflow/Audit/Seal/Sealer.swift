import Foundation
import Postgres
import Synchronization
import TransparencyLog

/// Seals the trail (niêm phong nhật ký): committed events become leaves of a transparency log, and its states are signed.
///
/// One round takes the events whose transactions are decided, in the order (xid, id), which nothing can change any more.
/// Their tiles are durable before the checkpoint is in the database, and that before it is published in the folder. A
/// round that breaks off anywhere is done again, with the same result. Any number of instances may try: one at a time
/// seals.
public final class Sealer: Sendable {
    /// So many events a round takes at most: some seconds of the busiest office.
    private static let most = 20_000

    private let database: Database
    private let folder: SealFolder
    private let key: SigningKey
    private let status: SealStatus
    /// What the last round came to; the next one reads the folder where somebody else sealed meanwhile.
    private let edge = Mutex(TileEdge())

    init(_ configuration: Database.Configuration, folder: SealFolder, key: SigningKey, status: SealStatus) {
        var configuration = configuration
        configuration.connections = 1
        configuration.applicationName = "congvan seal"
        configuration.statementTimeout = .seconds(60)
        database = Database(configuration)
        self.folder = folder
        self.key = key
        self.status = status
        status.begin()
    }

    /// Seals round after round, twice a second, until the task is cancelled.
    ///
    /// - Parameter report: is told what is in the way, once for each reason.
    public func run(_ report: @Sendable (String) -> Void) async {
        var told: String?
        while !Task.isCancelled {
            let count = (try? await seal()) ?? 0
            if let fault = status.fault, fault != told { report(fault) }
            told = status.fault
            // A full round leaves more behind.
            if count == Self.most { continue }
            try? await Task.sleep(for: .milliseconds(500))
        }
    }

    var verifier: VerifierKey { key.verifier }

    /// What checks the checkpoints, as C2SP signed-note writes it; whoever writes it down can tell our log from another.
    public var verifierKey: String { verifier.text }

    public func shutdown() async { await database.shutdown() }

    /// Seals what is decided.
    ///
    /// - Returns: how many events were sealed.
    /// - Throws: ``SealFault`` where something is not as it was signed; then nothing is signed.
    @discardableResult
    public func seal() async throws -> Int {
        do {
            let (folder, key, known) = (folder, key, edge.withLock { $0 })
            // Runs again where the connection is lost, and then writes the same files again.
            let round = try await database.write { transaction in
                try transaction.seal(known, into: folder, by: key, most: Self.most)
            }
            guard let round else {
                // Another instance is at it, and answers for it.
                status.sealed(size: known.size, waiting: 0)
                return 0
            }
            if let note = round.note { try folder.publish(note) }
            edge.withLock { $0 = round.edge }
            status.sealed(size: round.edge.size, waiting: round.waiting)
            return round.count
        } catch {
            status.failed((error as? SealFault)?.sentence ?? "\(error)")
            throw error
        }
    }
}

/// What a round came to.
private struct SealRound: Sendable {
    let edge: TileEdge
    let count: Int
    /// The checkpoint to publish, where the folder has an older one.
    let note: String?
    /// For how many seconds the oldest event that is left has waited.
    let waiting: Double
}

extension Transaction {
    /// One round, but for publishing; `nil` where another instance is at it.
    fileprivate borrowing func seal(
        _ known: TileEdge, into folder: SealFolder, by key: SigningKey, most: Int
    ) throws -> SealRound? {
        let lock: SQL = "SELECT pg_try_advisory_xact_lock(hashtext('audit.seal')) AS held"
        guard try row(lock, { try $0["held"] as Bool }) == true else { return nil }
        try openLog(key.verifier.name)
        let last = try lastCheckpoint()
        let published = try folder.checkpoint(of: key.verifier)
        try check(published?.checkpoint, against: last)
        var edge = try last.map { try self.edge(known, at: $0, in: folder) } ?? TileEdge()
        let events = try decided(after: last, most: most)
        guard let newest = events.last else {
            let note = published?.checkpoint.size == last?.size ? nil : last?.note
            return SealRound(
                edge: edge, count: 0, note: note, waiting: try waiting(after: last?.xid ?? 0, last?.id ?? 0))
        }
        try folder.append(events, to: &edge)
        let checkpoint = try Checkpoint(origin: key.verifier.name, size: edge.size, root: edge.root)
        let note = try SignedCheckpoint(checkpoint, signedBy: key).note.serialized
        try execute(
            """
            INSERT INTO audit.checkpoint (log_id, size, root, through_xid, through_id, note)
            VALUES (1, \(edge.size), \(edge.root.bytes), \(newest.xid)::xid8, \(newest.id), \(note))
            """)
        return SealRound(
            edge: edge, count: events.count, note: note, waiting: try waiting(after: newest.xid, newest.id))
    }

    /// A transaction that stays open anywhere in the cluster keeps what came after it from being decided.
    private borrowing func waiting(after xid: Int, _ id: Int) throws -> Double {
        try row("SELECT audit.waiting(\(xid)::xid8, \(id)) AS seconds") { try $0["seconds"] as Double? ?? 0 } ?? 0
    }

    /// Gives the log its name, once.
    private borrowing func openLog(_ origin: String) throws {
        let name: SQL = "SELECT origin FROM audit.log WHERE id = 1"
        if let there = try row(name, { try $0["origin"] as String }) {
            guard there == origin else { throw SealFault.otherLog(there) }
        } else {
            try execute("INSERT INTO audit.log (id, origin) VALUES (1, \(origin))")
        }
    }

    /// What was signed is never signed over: the database must have what the folder says was published.
    private borrowing func check(_ published: Checkpoint?, against last: KeptCheckpoint?) throws {
        guard let published else { return }
        guard published.size <= last?.size ?? 0 else {
            throw SealFault.wentBack(signed: published.size, found: last?.size ?? 0)
        }
        let kept: SQL = "SELECT root FROM audit.checkpoint WHERE log_id = 1 AND size = \(published.size)"
        guard try row(kept, { try $0["root"] as [UInt8] }) == published.root.bytes else {
            throw SealFault.differs(size: published.size)
        }
    }

    /// The right edge of the log as it was sealed: known, read from the folder, or made anew from the events.
    private borrowing func edge(_ known: TileEdge, at last: KeptCheckpoint, in folder: SealFolder) throws -> TileEdge {
        if known.size == last.size, known.root.bytes == last.root { return known }
        if let stored = try? TileEdge(size: last.size, reading: { try folder.read($0) }), stored.root.bytes == last.root
        {
            return stored
        }
        var edge = TileEdge(), through: KeptCheckpoint?
        while edge.size < last.size {
            let events = try decided(after: through, most: min(10_000, last.size - edge.size))
            guard let newest = events.last else { throw SealFault.wentBack(signed: last.size, found: edge.size) }
            try folder.append(events, to: &edge)
            through = KeptCheckpoint(size: edge.size, root: [], xid: newest.xid, id: newest.id, note: "")
        }
        guard edge.root.bytes == last.root else { throw SealFault.differs(size: last.size) }
        return edge
    }
}

extension SealFolder {
    /// Adds events to the log's edge and writes the tiles that change.
    fileprivate func append(_ events: [SealedEvent], to edge: inout TileEdge) throws {
        let old = edge.size
        var full: [(Tile, [TreeHash])] = []
        let entries = events.map(\.bytes)
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
