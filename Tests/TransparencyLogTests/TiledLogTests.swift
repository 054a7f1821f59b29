import TestNumbers
import Testing

@testable import TransparencyLog

/// A log in memory: what a folder of tiles would hold, by path.
struct MemoryLog {
    struct Missing: Error, Equatable { let path: String }

    private(set) var files: [String: [UInt8]] = [:]
    private(set) var edge = TileEdge()
    private(set) var entries: [[UInt8]] = []

    /// Appends entries and stores the tiles that are new then, as a sequencer does.
    mutating func grow(to size: Int) throws {
        let old = edge.size
        var made: [Tile: [TreeHash]] = [:]
        while edge.size < size {
            entries.append(Array("entry \(edge.size)".utf8))
            try edge.append(.leaf(entries[edge.size])) { made[$0] = $1 }
        }
        for (tile, hashes) in edge.partial { made[tile] = hashes }
        for tile in try Tile.added(from: old, to: size) {
            let start = tile.index * Tile.fullWidth
            files[tile.path] =
                switch tile.kind {
                case .entries: try Tile.bytes(ofEntries: entries[start..<start + tile.width])
                case .hashes: Tile.bytes(of: try #require(made[tile]))
                }
        }
    }

    func read(_ tile: Tile) throws -> [UInt8] {
        guard let bytes = files[tile.path] else { throw Missing(path: tile.path) }
        return bytes
    }

    func change(_ path: String, _ body: (inout [UInt8]) -> Void) -> MemoryLog {
        var changed = self
        body(&changed.files[path]!)
        return changed
    }

    func check(_ size: Int, _ root: TreeHash) throws { try LogCheck.check(size: size, root: root, reading: read) }
}

@Suite("A log in tiles")
struct TiledLogTests {
    /// Sizes around those at which tiles become full, each a published checkpoint.
    static let sizes = [1, 2, 255, 256, 257, 511, 512, 513, 700]

    let log: MemoryLog
    let reference: Reference

    init() throws {
        var log = MemoryLog()
        for size in Self.sizes { try log.grow(to: size) }
        self.log = log
        reference = Reference(log.entries)
    }

    @Test("is whole at every size that was published")
    func whole() throws {
        for size in [0] + Self.sizes { try log.check(size, reference.root(size)) }
        #expect(throws: TransparencyError.wrongRoot) { try log.check(700, reference.root(699).flipped(at: 0)) }
        #expect(throws: TransparencyError.sizeOutOfRange) { try log.check(-1, .empty) }
        #expect(throws: MemoryLog.Missing(path: "tile/entries/002.p/189")) { try log.check(701, .empty) }
    }

    @Test("goes on from its stored edge to the same roots and tiles")
    func resumed() throws {
        for size in [0] + Self.sizes {
            var edge = try TileEdge(size: size, reading: log.read)
            #expect(edge.size == size && edge.root == reference.root(size))
            var full: [Tile: [TreeHash]] = [:]
            for index in size..<700 { try edge.append(reference.leaf(index)) { full[$0] = $1 } }
            #expect(edge.root == reference.root(700))
            for (tile, hashes) in full { #expect(try log.read(tile) == Tile.bytes(of: hashes)) }
        }
    }

    @Test("gives every hash of its tree, checked against the root")
    func hashes() throws {
        let reader = try TileReader(size: 700, root: reference.root(700), reading: log.read)
        let nodes = (0..<10).flatMap { level in (0..<700 >> level).map { TreeNode(level: level, index: $0) } }
        let hashes = try reader.hashes(of: nodes)
        #expect(hashes == reference.hashes(of: nodes))
        for node in [(0, 700), (0, -1), (9, 1), (10, 0), (63, 0), (64, 0), (-1, 0), (0, .max), (.min, .min)] {
            #expect(throws: TransparencyError.outsideTree) {
                try reader.hashes(of: [TreeNode(level: node.0, index: node.1)])
            }
        }
    }

    @Test("proves its leaves and its growth")
    func proofs() throws {
        let reader = try TileReader(size: 700, root: reference.root(700), reading: log.read)
        for index in stride(from: 0, to: 700, by: 23) {
            try InclusionProof(of: index, in: 700, reading: reader.hashes)
                .verify(leaf: reference.leaf(index), root: reference.root(700))
        }
        for old in Self.sizes {
            try ConsistencyProof(from: old, to: 700, reading: reader.hashes)
                .verify(oldRoot: reference.root(old), newRoot: reference.root(700))
        }
    }

    @Test("may lose its partial tiles once there are the full ones")
    func fullForPartial() throws {
        let read = { (tile: Tile) in try log.read(tile.index < 2 && tile.kind.level == 0 ? tile.full : tile) }
        for size in [1, 2, 255, 257, 511] {
            try LogCheck.check(size: size, root: reference.root(size), reading: read)
            let reader = try TileReader(size: size, root: reference.root(size), reading: read)
            #expect(try reader.hashes(of: [TreeNode(level: 0, index: size - 1)]) == [reference.leaf(size - 1)])
        }
    }

    @Test("is not whole with any byte of it changed, and says which tile")
    func changed() throws {
        var random = Seeded(2)
        for tile in try Tile.added(from: 0, to: 700) {
            let count = try log.read(tile).count
            for _ in 0..<8 {
                let place = Int.random(in: 0..<count, using: &random)
                let bad = log.change(tile.path) { $0[place] ^= 1 << Int.random(in: 0..<8, using: &random) }
                let error = #expect(throws: TransparencyError.self) { try bad.check(700, reference.root(700)) }
                switch tile.kind {
                case .entries: #expect(error != .wrongRoot, "found at the tile, not at the end")
                case .hashes: #expect(error == .wrongTile(tile))
                }
            }
            for bytes in [[], try log.read(tile) + [0], Array(try log.read(tile).dropLast())] {
                let bad = log.change(tile.path) { $0 = bytes }
                #expect(throws: TransparencyError.wrongTileLength) { try bad.check(700, reference.root(700)) }
            }
        }
    }

    @Test("gives no hash that is not the root's, with any byte of a tile changed")
    func untrusted() throws {
        let nodes = (0..<700).map { TreeNode(level: 0, index: $0) }
        for tile in try Tile.added(from: 0, to: 700) where tile.kind != .entries {
            for place in stride(from: 0, to: try log.read(tile).count, by: 331) {
                let bad = log.change(tile.path) { $0[place] ^= 0x80 }
                let error = #expect(throws: TransparencyError.self) {
                    try TileReader(size: 700, root: reference.root(700), reading: bad.read).hashes(of: nodes)
                }
                #expect(error == (tile.isFull ? .wrongTile(tile) : .wrongRoot))
            }
        }
    }
}
