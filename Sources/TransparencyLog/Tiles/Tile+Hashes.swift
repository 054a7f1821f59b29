extension Tile {
    /// The bytes of a tile of hashes: 32 for each, one after the other.
    public static func bytes(of hashes: some Collection<TreeHash>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hashes.count * TreeHash.byteCount)
        for hash in hashes { hash.withBytes { bytes.append(contentsOf: $0) } }
        return bytes
    }

    /// Reads the hashes of this tile.
    ///
    /// - Throws: ``TransparencyError/wrongTileLength``.
    public func hashes(in bytes: [UInt8]) throws(TransparencyError) -> [TreeHash] {
        guard bytes.count == width * TreeHash.byteCount else { throw .wrongTileLength }
        var hashes: [TreeHash] = []
        hashes.reserveCapacity(width)
        for start in stride(from: 0, to: bytes.count, by: TreeHash.byteCount) {
            hashes.append(try TreeHash(bytes[start..<start + TreeHash.byteCount]))
        }
        return hashes
    }

    /// Reads the hashes of this tile from its own bytes or, where it is partial, from those of the full tile.
    ///
    /// A log may delete a partial tile once there is the full one.
    func hashes(inOwnOrFull bytes: [UInt8]) throws(TransparencyError) -> [TreeHash] {
        let isOfFull = bytes.count == Self.fullWidth * TreeHash.byteCount
        return Array(try (isOfFull ? full : self).hashes(in: bytes).prefix(width))
    }
}
