/// The tiles on the right edge of a log, one for each level, from which it grows.
///
/// Whoever keeps a log appends leaves, stores each full tile that it is given, and stores the partial ones before it
/// signs a checkpoint. After a restart the partial tiles of the last size are all it needs.
public struct TileEdge: Sendable {
    /// The right edge of the tree itself.
    public private(set) var frontier = Frontier()
    /// The hashes of the tiles that are not full, for each level of tiles.
    private(set) var open: [[TreeHash]] = Tile.levels.map { _ in [] }

    /// The edge of the empty log.
    public init() {}

    /// Reads the edge of a log that was stored; compare ``root`` with the one that was signed.
    ///
    /// The closure gives a tile's bytes, and may give those of the full tile for a partial one.
    /// - Throws: ``TransparencyError/sizeOutOfRange``, ``TransparencyError/wrongTileLength``, or what the source
    ///   throws.
    public init(size: Int, reading read: (Tile) throws -> [UInt8]) throws {
        guard size >= 0 else { throw TransparencyError.sizeOutOfRange }
        for tile in Self.tiles(size: size) {
            open[tile.kind.level] = try tile.hashes(inOwnOrFull: read(tile))
        }
        var peaks: [TreeHash] = []
        for hashes in open.reversed() {
            var edge = Frontier()
            for hash in hashes { try edge.append(hash) }
            peaks += edge.peaks
        }
        frontier = try Frontier(size: size, peaks: peaks)
    }

    public var size: Int { frontier.size }
    public var root: TreeHash { frontier.root }

    /// Adds a leaf on the right.
    ///
    /// The closure is told each tile of hashes that is full now.
    /// - Throws: ``TransparencyError/sizeOutOfRange`` if the tree is as large as can be.
    public mutating func append(
        _ leaf: TreeHash, full: (Tile, [TreeHash]) -> Void = { _, _ in }
    ) throws(TransparencyError) {
        try frontier.append(leaf) { node, hash in
            guard node.level.isMultiple(of: Tile.height) else { return }
            let level = node.level / Tile.height
            open[level].append(hash)
            guard open[level].count == Tile.fullWidth else { return }
            let index = node.index / Tile.fullWidth
            full(Tile(unchecked: .hashes(level: level), index: index, width: Tile.fullWidth), open[level])
            open[level].removeAll(keepingCapacity: true)
        }
    }

    /// The tiles that are not full, with their hashes.
    public var partial: [(tile: Tile, hashes: [TreeHash])] {
        Self.tiles(size: size).map { ($0, open[$0.kind.level]) }
    }

    /// The tiles of hashes that are not full in a log of this size.
    private static func tiles(size: Int) -> [Tile] {
        Tile.levels.compactMap { level in
            let kind = Tile.Kind.hashes(level: level)
            let count = size >> kind.shift
            let width = count % Tile.fullWidth
            return width == 0 ? nil : Tile(unchecked: kind, index: count / Tile.fullWidth, width: width)
        }
    }
}
