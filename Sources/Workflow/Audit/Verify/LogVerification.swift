import Postgres
import TransparencyLog

/// Checks one log from where an earlier run came to, several parts at a time, and puts their trees together in order.
struct LogVerification: Sendable {
    let log: TrailLog
    let key: VerifierKey
    let folder: SealFolder
    let archived: ArchivedEntries
    let database: Database
    /// So many parts are checked at a time.
    let width: Int

    /// Checks the log up to its state `last`; `progress` is told the tree as far as it is checked, part by part.
    ///
    /// - Throws: ``TrailFinding`` with what is found first.
    func run(
        from start: LogEdge, to last: KeptCheckpoint, _ progress: (LogEdge) throws -> Void
    ) async throws -> (edge: LogEdge, withoutParticulars: Int) {
        let parts = Self.parts(start.size..<last.size)
        var edge = start
        var missing = 0
        try await withThrowingTaskGroup(of: (Int, SegmentOutcome).self) { group in
            var begun = 0, merged = 0
            var done: [Int: SegmentOutcome] = [:]
            func begin() {
                guard begun < parts.count, begun - merged < width * 2 else { return }
                let (number, check) = (begun, check(parts[begun]))
                let own = begun == 0 ? start.tail : TileEdge()
                group.addTask { (number, try await check.outcome(database, from: own)) }
                begun += 1
            }
            for _ in 0..<width { begin() }
            while let (number, outcome) = try await group.next() {
                done[number] = outcome
                while let next = done.removeValue(forKey: merged) {
                    merged += 1
                    if let finding = next.finding {
                        group.cancelAll()
                        throw finding
                    }
                    try edge.add(next, in: folder)
                    missing += next.withoutParticulars
                    try progress(edge)
                }
                while begun - merged - done.count < width, begun < parts.count, begun - merged < width * 2 { begin() }
            }
        }
        guard edge.size == last.size, edge.root.bytes == last.root else {
            throw TrailFinding.unsound(SealFault.differs(size: last.size).sentence)
        }
        try edge.checkUnfilled(in: folder)
        return (edge, missing)
    }

    private func check(_ part: Range<Int>) -> SegmentCheck {
        SegmentCheck(log: log, key: key, folder: folder, archived: archived, range: part)
    }

    /// Cuts a range where tiles of the second level end.
    private static func parts(_ range: Range<Int>) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var first = range.lowerBound
        while first < range.upperBound {
            let end = min((first / SegmentCheck.width + 1) * SegmentCheck.width, range.upperBound)
            parts.append(first..<end)
            first = end
        }
        return parts
    }
}

/// The right edge of a log, as far as it is checked: of whole parts, and of the part that is begun.
struct LogEdge: Sendable {
    /// The tree over the roots of whole parts.
    private(set) var upper = TileEdge()
    private(set) var tail = TileEdge()

    init() {}

    /// Reads the edge of a log from its tiles.
    init(size: Int, in folder: SealFolder) throws {
        let base = size / SegmentCheck.width * SegmentCheck.width
        upper = try TileEdge(size: size / SegmentCheck.width) { try folder.read($0.raised()) }
        tail = try TileEdge(size: size - base) { try folder.read($0.moved(by: base)) }
    }

    var size: Int { upper.size * SegmentCheck.width + tail.size }

    /// The roots of the complete subtrees, the largest first.
    var peaks: [TreeHash] { upper.frontier.peaks + tail.frontier.peaks }

    var root: TreeHash { peaks.isEmpty ? .empty : Self.root(over: peaks.dropLast(), peaks[peaks.count - 1]) }

    /// Takes in the next part, and holds its signed states against the tree.
    mutating func add(_ part: SegmentOutcome, in folder: SealFolder) throws {
        for (kept, reached) in zip(part.checkpoints, part.reached)
        where Self.root(over: upper.frontier.peaks[...], reached).bytes != kept.root {
            throw TrailFinding.unsound(SealFault.differs(size: kept.size).sentence)
        }
        guard part.edge.size == SegmentCheck.width else {
            tail = part.edge
            return
        }
        tail = TileEdge()
        var full: [(tile: Tile, hashes: [TreeHash])] = []
        try upper.append(part.edge.root) { full.append(($0, $1)) }
        for (tile, hashes) in full { try folder.check(try tile.raised(), has: hashes) }
    }

    /// Compares the tiles that are not full with their files.
    func checkUnfilled(in folder: SealFolder) throws {
        let base = size - tail.size
        for (tile, hashes) in tail.partial { try folder.check(try tile.moved(by: base), has: hashes) }
        for (tile, hashes) in upper.partial { try folder.check(try tile.raised(), has: hashes) }
    }

    private static func root(over peaks: ArraySlice<TreeHash>, _ last: TreeHash) -> TreeHash {
        peaks.reversed().reduce(last) { .node($1, $0) }
    }
}
