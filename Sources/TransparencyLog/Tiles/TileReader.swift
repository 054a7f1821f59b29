/// Reads hashes from a log's tiles and believes none that the root does not stand for.
///
/// The tiles may come from anyone: the hashes on the right edge must give the root, and each other tile must give the
/// hash that is in the tile above it.
public struct TileReader {
    private let edge: TileEdge
    private let read: (Tile) throws -> [UInt8]

    /// Reads the right edge of the log and checks it against a root that is known, as a rule from a checkpoint.
    ///
    /// The closure gives a tile's bytes, and may give those of the full tile for a partial one.
    /// - Throws: ``TransparencyError/sizeOutOfRange``, ``TransparencyError/wrongTileLength``,
    ///   ``TransparencyError/wrongRoot``, or what the source throws.
    public init(size: Int, root: TreeHash, reading read: @escaping (Tile) throws -> [UInt8]) throws {
        edge = try TileEdge(size: size, reading: read)
        guard edge.root == root else { throw TransparencyError.wrongRoot }
        self.read = read
    }

    /// The hashes of complete nodes, in the order asked for: what proofs are made from.
    ///
    /// - Throws: ``TransparencyError/outsideTree``, ``TransparencyError/wrongTileLength``,
    ///   ``TransparencyError/wrongTile(_:)``, or what the source throws.
    public func hashes(of nodes: [TreeNode]) throws -> [TreeHash] {
        // Neighbouring nodes share most of their tiles.
        var known: [Tile: [TreeHash]] = [:]
        return try nodes.map { node in
            guard node.isComplete(in: edge.size) else { throw TransparencyError.outsideTree }
            let (level, height) = node.level.quotientAndRemainder(dividingBy: Tile.height)
            let first = node.index << height
            let hashes = try hashes(level: level, index: first / Tile.fullWidth, &known)
            return Frontier.root(ofComplete: hashes[(first % Tile.fullWidth)...].prefix(1 << height))
        }
    }

    private func hashes(level: Int, index: Int, _ known: inout [Tile: [TreeHash]]) throws -> [TreeHash] {
        let kind = Tile.Kind.hashes(level: level)
        let edgeIndex = (edge.size >> kind.shift) / Tile.fullWidth
        guard index < edgeIndex else { return edge.open[level] }
        let tile = Tile(unchecked: kind, index: index, width: Tile.fullWidth)
        if let hashes = known[tile] { return hashes }

        let above = try hashes(level: level + 1, index: index / Tile.fullWidth, &known)
        let hashes = try tile.hashes(in: read(tile))
        guard Frontier.root(ofComplete: hashes[...]) == above[index % Tile.fullWidth] else {
            throw TransparencyError.wrongTile(tile)
        }
        known[tile] = hashes
        return hashes
    }
}

extension Frontier {
    /// The root over hashes whose number is a power of two.
    fileprivate static func root(ofComplete hashes: ArraySlice<TreeHash>) -> TreeHash {
        var level = Array(hashes)
        while level.count > 1 {
            level = stride(from: 0, to: level.count, by: 2).map { .node(level[$0], level[$0 + 1]) }
        }
        return level.first ?? .empty
    }
}
