/// The place of a tile: up to 256 hashes of one level of the tree, or up to 256 entries (C2SP tlog-tiles).
///
/// The tile of level `l` and index `n` holds the hashes of the tree's nodes of level `8 * l` from index `256 * n`.
public struct Tile: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case entries
        /// The level of tiles: 8 levels of the tree each.
        case hashes(level: Int)
    }

    public static let fullWidth = 256
    /// How many levels of the tree a tile stands for.
    static let height = 8
    static let levels = 0..<8

    public let kind: Kind
    public let index: Int
    /// How many hashes or entries it has, from 1 to 256.
    ///
    /// One that has less than 256 is partial and is replaced as the tree grows.
    public let width: Int

    /// - Throws: ``TransparencyError/noSuchTile`` where no tree of `Int.max` leaves has the tile.
    public init(_ kind: Kind, index: Int, width: Int = fullWidth) throws(TransparencyError) {
        guard Self.levels.contains(kind.level), (1...Self.fullWidth).contains(width), index >= 0,
            index <= (Int.max >> kind.shift) >> Self.height
        else { throw .noSuchTile }
        self.init(unchecked: kind, index: index, width: width)
    }

    init(unchecked kind: Kind, index: Int, width: Int) {
        self.kind = kind
        self.index = index
        self.width = width
    }

    public var isFull: Bool { width == Self.fullWidth }

    /// The full tile that takes the place of a partial one.
    public var full: Tile { Tile(unchecked: kind, index: index, width: Self.fullWidth) }
}

extension Tile.Kind {
    /// Entries and leaves, then each higher level.
    static var all: [Tile.Kind] { [.entries] + Tile.levels.map { .hashes(level: $0) } }

    /// The level of tiles; entries lie as the hashes of level 0 do.
    var level: Int {
        switch self {
        case .entries: 0
        case .hashes(let level): level
        }
    }

    /// The level of the tree that the tile's hashes are of.
    var shift: Int { level * Tile.height }
}
