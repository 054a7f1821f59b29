/// Checks a whole log from its entries up: every tile, and the root (what others call `fsck`).
public enum LogCheck {
    /// Reads all entries of a log, makes the tree anew and compares.
    ///
    /// - Parameters:
    ///   - size: how many entries the checkpoint speaks of.
    ///   - root: the root that the checkpoint states.
    ///   - read: gives a tile's bytes. It may give those of the full tile for a partial one.
    /// - Throws: ``TransparencyError/wrongTile(_:)`` with the first tile that is not what the entries make,
    ///   ``TransparencyError/wrongRoot``, ``TransparencyError/wrongTileLength``, ``TransparencyError/sizeOutOfRange``,
    ///   or what the source throws.
    public static func check(size: Int, root: TreeHash, reading read: (Tile) throws -> [UInt8]) throws {
        guard size >= 0 else { throw TransparencyError.sizeOutOfRange }
        var edge = TileEdge()
        while edge.size < size {
            let width = min(Tile.fullWidth, size - edge.size)
            let bundle = Tile(unchecked: .entries, index: edge.size / Tile.fullWidth, width: width)
            var made: [(tile: Tile, hashes: [TreeHash])] = []
            for entry in try bundle.entries(inOwnOrFull: read(bundle)) {
                try edge.append(.leaf(entry)) { made.append(($0, $1)) }
            }
            try compare(made, reading: read)
        }
        try compare(edge.partial, reading: read)
        guard edge.root == root else { throw TransparencyError.wrongRoot }
    }

    private static func compare(
        _ made: [(tile: Tile, hashes: [TreeHash])], reading read: (Tile) throws -> [UInt8]
    ) throws {
        for (tile, hashes) in made where try tile.hashes(inOwnOrFull: read(tile)) != hashes {
            throw TransparencyError.wrongTile(tile)
        }
    }
}
