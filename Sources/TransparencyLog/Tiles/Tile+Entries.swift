extension Tile {
    /// The longest entry that a bundle can hold, in bytes.
    public static let longestEntry = Int(UInt16.max)

    /// The bytes of a bundle of entries: before each its length, in two bytes, the higher one first.
    ///
    /// - Throws: ``TransparencyError/entryTooLong``.
    public static func bytes(
        ofEntries entries: some Collection<some Collection<UInt8>>
    ) throws(TransparencyError) -> [UInt8] {
        var bytes: [UInt8] = []
        for entry in entries {
            guard let length = UInt16(exactly: entry.count) else { throw .entryTooLong }
            bytes.append(UInt8(length >> 8))
            bytes.append(UInt8(length & 0xFF))
            bytes.append(contentsOf: entry)
        }
        return bytes
    }

    /// Reads the entries of this bundle.
    ///
    /// - Throws: ``TransparencyError/wrongTileLength`` unless there are exactly as many as the tile is wide.
    public func entries(in bytes: [UInt8]) throws(TransparencyError) -> [ArraySlice<UInt8>] {
        var entries: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while entries.count < width {
            guard let high = rest.popFirst(), let low = rest.popFirst() else { throw .wrongTileLength }
            let length = Int(high) << 8 | Int(low)
            guard rest.count >= length else { throw .wrongTileLength }
            entries.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        guard rest.isEmpty else { throw .wrongTileLength }
        return entries
    }

    /// Reads the entries of this bundle from its own bytes or, where it is partial, from those of the full one.
    public func entries(inOwnOrFull bytes: [UInt8]) throws(TransparencyError) -> [ArraySlice<UInt8>] {
        do throws(TransparencyError) {
            return try entries(in: bytes)
        } catch {
            guard !isFull else { throw error }
            return Array(try full.entries(in: bytes).prefix(width))
        }
    }
}
