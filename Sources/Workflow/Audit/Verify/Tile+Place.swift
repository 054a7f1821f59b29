import Glibc
import TransparencyLog

extension Tile {
    /// The tile in the whole log of one in a part's own tree, which begins at an entry.
    func moved(by entry: Int) throws -> Tile {
        guard case .hashes(let level) = kind else { return self }
        return try Tile(kind, index: index + entry >> (8 * (level + 1)), width: width)
    }

    /// The tile in the whole log of one in the tree over its parts' roots.
    func raised() throws -> Tile {
        guard case .hashes(let level) = kind else { return self }
        return try Tile(.hashes(level: level + 2), index: index, width: width)
    }
}

extension SealFolder {
    /// Compares a tile's file with what was computed from the entries.
    func check(_ tile: Tile, has hashes: [TreeHash]) throws {
        let stored = try stored(tile)
        let made = Tile.bytes(of: hashes)
        if stored.starts(with: made), stored.count % TreeHash.byteCount == 0 { return }
        guard case .hashes(level: 0) = tile.kind else {
            throw TrailFinding.unsound("The log's file \(tile.path) is not what the entries make.")
        }
        let same = zip(stored, made).prefix { $0 == $1 }.count / TreeHash.byteCount
        throw Self.wrongLeaf(tile.index * Tile.fullWidth + same, tile)
    }

    /// Whether an entry is the one that the log's lowest tile has a hash of.
    func checkLeaf(_ index: Int, _ entry: UnsafeRawBufferPointer, size: Int) throws {
        let width = min(Tile.fullWidth, size - index / Tile.fullWidth * Tile.fullWidth)
        let tile = try Tile(.hashes(level: 0), index: index / Tile.fullWidth, width: width)
        let stored = try stored(tile)
        let first = index % Tile.fullWidth * TreeHash.byteCount
        guard stored.dropFirst(first).starts(with: TreeHash.leaf(entry).bytes) else {
            throw Self.wrongLeaf(index, tile)
        }
    }

    private func stored(_ tile: Tile) throws -> [UInt8] {
        guard let stored = try bytes(of: tile) ?? bytes(of: tile.full) else {
            throw TrailFinding.unsound(SealFault.missing(tile.path).sentence)
        }
        return stored
    }

    private static func wrongLeaf(_ index: Int, _ tile: Tile) -> TrailFinding {
        .unsound("Entry \(index) does not hash to what \(tile.path) has for it.")
    }
}

extension UnsafeRawBufferPointer {
    func isEqual(to bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes { isEqual(to: $0) } }

    func isEqual(to other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        guard let mine = baseAddress, let theirs = other.baseAddress else { return true }
        return memcmp(mine, theirs, count) == 0
    }
}

extension SealedEvent {
    /// The time in a sealed text, as it is written there.
    static func moment(in entry: some Collection<UInt8>) -> String? {
        // Behind the number, in the order in which the leaf is written.
        let parts = entry.prefix(96).split(
            separator: UInt8(ascii: "\""), maxSplits: 12, omittingEmptySubsequences: false)
        guard parts.count > 9, parts[7].elementsEqual("at".utf8) else { return nil }
        return String(decoding: parts[9], as: UTF8.self)
    }
}
