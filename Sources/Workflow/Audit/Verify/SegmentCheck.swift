import Glibc
import Postgres
import TransparencyLog

/// Checks a part of a log: what stands under one tile of the third level (65 536 entries), or the log's end.
///
/// Parts are independent of each other, so several are checked at a time. A part begins after the event that is sealed
/// last before it, and ends with the one that the next part begins after: no event can hide between two parts.
struct SegmentCheck: Sendable {
    /// The entries under one tile of the second level.
    static let width = Tile.fullWidth * Tile.fullWidth
    private static let batch = 16_384

    let log: TrailLog
    let key: VerifierKey
    let folder: SealFolder
    let archived: ArchivedEntries
    /// The entries to check; they lie in one tile of the second level.
    let range: Range<Int>

    /// Where the tile that the part lies in begins.
    var base: Int { range.lowerBound / Self.width * Self.width }

    /// Runs until the part is checked or something is found.
    func outcome(_ database: Database, from edge: TileEdge) async throws -> SegmentOutcome {
        var outcome = SegmentOutcome(index: range.lowerBound, edge: edge)
        do {
            outcome.checkpoints = try await database.read { try self.checkpoints($0) }
            while outcome.index < range.upperBound {
                let before = outcome
                outcome = try await database.read { try self.next(before, $0) }
            }
        } catch let finding as TrailFinding {
            outcome.finding = finding
        }
        return outcome
    }

    /// Checks the next batch; what was known before is not changed, for the closure may run again.
    private func next(_ before: SegmentOutcome, _ transaction: borrowing Transaction) throws -> SegmentOutcome {
        var outcome = before
        if outcome.index == 0, let opening = log.opening { try open(opening, &outcome) }
        guard outcome.index < range.upperBound else { return outcome }
        let start = try outcome.place ?? start(transaction, before: outcome.index)
        outcome.place = start
        let most = min(Self.batch, range.upperBound - outcome.index)
        var entries = EntryReader(folder, from: outcome.index, size: range.upperBound)
        var writer = LeafWriter()
        var commitments = CommitmentCheck(capacity: most)
        let count = try transaction.binaryRows(
            """
            SELECT \(SealedEvent.columns)
            FROM audit.decided(\(start.log)::int, \(start.xid)::xid8, \(start.id), \(most)::int)
            """
        ) { row in
            guard entries.index < range.upperBound else { return }
            writer.removeAll()
            let place = try writer.append(row)
            while try !entries.peek({ $0.isEqual(to: writer.bytes) }) {
                guard try isLeftOut(&entries, instead: place.id) else {
                    throw TrailFinding.differs(index: entries.index, found: place)
                }
                try pass(&entries, &outcome)
                guard entries.index < range.upperBound else { return }
            }
            commitments.add(try LeafWriter.promise(row), at: entries.index)
            outcome.place = place
            try pass(&entries, &outcome)
        }
        if count < most {
            while entries.index < range.upperBound {
                guard try isLeftOut(&entries, instead: nil) else {
                    throw TrailFinding.differs(index: entries.index, found: nil)
                }
                try pass(&entries, &outcome)
            }
        }
        let (finding, missing) = try commitments.wrong(transaction)
        if let finding { throw finding }
        outcome.withoutParticulars += missing
        return outcome
    }

    /// Whether the next entry is of an event that is in an archive and no longer here.
    private func isLeftOut(_ entries: inout EntryReader, instead found: Int?) throws -> Bool {
        guard archived.mayBeAbsent(entries.index, log: log.id) else { return false }
        return try found == nil || entries.peek { SealedEvent.id(in: $0) } != found
    }

    /// Takes the next entry into the tree, and holds it against the tiles and checkpoints that end with it.
    private func pass(_ entries: inout EntryReader, _ outcome: inout SegmentOutcome) throws {
        try add(try entries.peek { TreeHash.leaf($0) }, &outcome)
        entries.skip()
    }

    private func open(_ opening: String, _ outcome: inout SegmentOutcome) throws {
        var entries = EntryReader(folder, from: 0, size: range.upperBound)
        guard try entries.peek({ $0.isEqual(to: Array(opening.utf8)) }) else {
            throw TrailFinding.unsound("The first entry of log \(log.id) is not the opening that the database has.")
        }
        try pass(&entries, &outcome)
        outcome.place = log.after
    }

    private func add(_ leaf: TreeHash, _ outcome: inout SegmentOutcome) throws {
        var full: [(tile: Tile, hashes: [TreeHash])] = []
        try outcome.edge.append(leaf) { full.append(($0, $1)) }
        outcome.index += 1
        for (tile, hashes) in full {
            try folder.check(try tile.moved(by: base), has: hashes)
        }
        guard let next = outcome.checkpoints.dropFirst(outcome.reached.count).first, next.size == outcome.index else {
            return
        }
        outcome.reached.append(outcome.edge.root)
        if let place = outcome.place, !archived.mayBeAbsent(next.size - 1, log: log.id), place != next.through {
            throw TrailFinding.unsound("The checkpoint at \(next.size) of log \(log.id) names another last event.")
        }
    }

    /// The event that is sealed last before an entry.
    private func start(_ transaction: borrowing Transaction, before index: Int) throws -> TrailPlace {
        // What is in archives alone is passed over, and the first event after it is the next one.
        let last = archived.lastPresent(before: index, log: log.id)
        if last < 0 || last == 0 && log.opening != nil { return log.after }
        var entries = EntryReader(folder, from: last, size: index)
        let (id, at) = try entries.peek { (SealedEvent.id(in: $0), SealedEvent.moment(in: $0)) }
        guard let id, let at else { throw TrailFinding.unsound("The log's own files are damaged at entry \(last).") }
        let place = try transaction.row(
            "SELECT log_id, xid FROM audit.place_of(\(at)::timestamptz, \(id))"
        ) { TrailPlace(log: try $0["log_id"], xid: try $0["xid"], id: id) }
        guard let place else { throw TrailFinding.differs(index: last, found: nil) }
        return place
    }

    /// The part's checkpoints, each as it was signed.
    private func checkpoints(_ transaction: borrowing Transaction) throws -> [KeptCheckpoint] {
        let kept = try transaction.rows(
            """
            SELECT \(KeptCheckpoint.columns) FROM audit.checkpoint
            WHERE log_id = \(log.id)::int AND size > \(range.lowerBound) AND size <= \(range.upperBound) ORDER BY size
            """
        ) { try KeptCheckpoint($0) }
        for checkpoint in kept {
            guard let signed = try? SignedCheckpoint(SignedNote(Array(checkpoint.note.utf8)), of: key).checkpoint,
                signed.size == checkpoint.size, signed.root.bytes == checkpoint.root
            else {
                throw TrailFinding.unsound(
                    "The checkpoint at \(checkpoint.size) of log \(log.id) is not as it was signed.")
            }
        }
        return kept
    }
}

/// What checking a part of a log came to, and how far.
struct SegmentOutcome: Sendable {
    /// The next entry to check.
    var index: Int
    /// The right edge of the part's own tree.
    var edge: TileEdge
    /// The last event that was compared.
    var place: TrailPlace?
    var checkpoints: [KeptCheckpoint] = []
    /// The roots of the part's own tree at its checkpoints.
    var reached: [TreeHash] = []
    var withoutParticulars = 0
    var finding: TrailFinding?

    init(index: Int, edge: TileEdge) {
        self.index = index
        self.edge = edge
    }
}
