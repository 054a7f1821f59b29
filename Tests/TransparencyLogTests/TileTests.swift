import Testing

@testable import TransparencyLog

@Suite("A tile")
struct TileTests {
    static let paths: [(Tile.Kind, Int, Int, String)] = [
        (.hashes(level: 0), 0, 256, "tile/0/000"),
        (.hashes(level: 0), 1_234_067, 256, "tile/0/x001/x234/067"),
        (.hashes(level: 0), 273, 112, "tile/0/273.p/112"),
        (.hashes(level: 1), 0, 1, "tile/1/000.p/1"),
        (.hashes(level: 7), 0, 127, "tile/7/000.p/127"),
        (.entries, 999, 255, "tile/entries/999.p/255"),
        (.entries, 1000, 256, "tile/entries/x001/000"),
        (.entries, 1 << 55 - 1, 256, "tile/entries/x036/x028/x797/x018/x963/967"),
    ]

    @Test("has one path, and the path one tile", arguments: paths)
    func path(kind: Tile.Kind, index: Int, width: Int, path: String) throws {
        let tile = try Tile(kind, index: index, width: width)
        #expect(tile.path == path)
        #expect(try Tile(path: path) == tile)
        #expect(tile.isFull == (width == 256) && tile.full.width == 256 && tile.full.index == index)
    }

    @Test(
        "is not found by any other path",
        arguments: [
            "", "/", "tile", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/x000/000",
            "tile/00/000",
            "tile/8/000", "tile/-1/000", "tile/+0/000", "tile/data/000", "tile/0/x01/000", "tile/0/001/000",
            "tile/0/x001", "tile/0/x001/x000", "tile/0/000/", "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0",
            "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/-1", "tile/0/000.p/1/", "tile/0/000.P/1",
            "/tile/0/000",
            "tile//0/000", "Tile/0/000", "tile/0/000 ", "tile/0/+00", "tile/0/-01", "tile/0/٠٠٠", "tile/0/000\n",
            "tile/0/\u{600}.p/1", "tile/0/../000", "tile/0/x036/x028/x797/x018/x963/968",
            "tile/0/x999/x999/x999/x999/x999/x999/x999/999", "tile/7/000/000", "tile/7/001",
            "tile/entries/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/999",
        ])
    func otherPath(path: String) {
        #expect(throws: TransparencyError.self) { try Tile(path: path) }
    }

    @Test("is within the largest tree")
    func limits() {
        for level in 0..<8 {
            let last = Int.max >> (8 * (level + 1))
            #expect(throws: Never.self) { try Tile(.hashes(level: level), index: last) }
            #expect(throws: TransparencyError.noSuchTile) { try Tile(.hashes(level: level), index: last + 1) }
        }
        for (level, index, width) in [
            (-1, 0, 1), (8, 0, 1), (.max, 0, 1), (.min, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, 257),
        ] {
            #expect(throws: TransparencyError.noSuchTile) {
                try Tile(.hashes(level: level), index: index, width: width)
            }
        }
    }

    @Test("holds hashes one after the other, as many as it is wide")
    func hashes() throws {
        let hashes = (0..<5).map { TreeHash.leaf([$0]) }
        let bytes = Tile.bytes(of: hashes)
        #expect(bytes == hashes.flatMap(\.bytes))
        #expect(try Tile(.hashes(level: 0), index: 0, width: 5).hashes(in: bytes) == hashes)
        for width in [1, 4, 6, 256] {
            let tile = try Tile(.hashes(level: 0), index: 0, width: width)
            #expect(throws: TransparencyError.wrongTileLength) { try tile.hashes(in: bytes) }
        }
    }

    @Test("of entries holds each behind its length, as many as it is wide")
    func entries() throws {
        let entries: [[UInt8]] = [[], [1], Array(repeating: 7, count: 65_535), Array("văn bản".utf8)]
        let bytes = try Tile.bytes(ofEntries: entries)
        #expect(bytes.count == 4 * 2 + 1 + 65_535 + 10)
        #expect(try Tile(.entries, index: 0, width: 4).entries(in: bytes).map(Array.init) == entries)
        for width in [1, 3, 5, 256] {
            let tile = try Tile(.entries, index: 0, width: width)
            #expect(throws: TransparencyError.wrongTileLength) { try tile.entries(in: bytes) }
        }
        for count in [0, 1, 2, 3, 4, 6, bytes.count - 1] {
            let tile = try Tile(.entries, index: 0, width: 4)
            #expect(throws: TransparencyError.wrongTileLength) { try tile.entries(in: Array(bytes.prefix(count))) }
        }
        #expect(throws: TransparencyError.entryTooLong) {
            try Tile.bytes(ofEntries: [Array(repeating: 7, count: 65_536)])
        }
    }

    @Test("is added when the log grows into it, level by level")
    func added() throws {
        #expect(
            try Tile.added(from: 0, to: 256).map(\.path) == ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"])
        #expect(
            try Tile.added(from: 255, to: 513).map(\.path) == [
                "tile/entries/000", "tile/entries/001", "tile/entries/002.p/1", "tile/0/000", "tile/0/001",
                "tile/0/002.p/1", "tile/1/000.p/2",
            ])
        #expect(try Tile.added(from: 256, to: 257).map(\.path) == ["tile/entries/001.p/1", "tile/0/001.p/1"])
        let counts = Dictionary(grouping: try Tile.added(from: 0, to: 70_000)) { "\($0.kind.level) \($0.isFull)" }
        #expect(
            counts.mapValues(\.count) == [
                "0 true": 2 * 273, "0 false": 2, "1 true": 1, "1 false": 1, "2 false": 1,
            ])
        #expect(counts["1 false"]?.first?.width == 17 && counts["0 false"]?.first?.width == 112)
        for size in [0, 1, 256, .max] { #expect(try Array(Tile.added(from: size, to: size)).isEmpty) }
        for (old, new) in [(1, 0), (-1, 0), (0, -1), (.max, .min)] {
            #expect(throws: TransparencyError.sizeOutOfRange) { try Tile.added(from: old, to: new) }
        }
    }

    @Test("is added one by one, however large the log")
    func addedToLargest() throws {
        let first = try Tile.added(from: 0, to: .max).first { _ in true }
        #expect(first?.path == "tile/entries/000")
        let last = try Array(Tile.added(from: .max - 1, to: .max))
        #expect(last.map(\.width) == [255, 255])
        for tile in last { #expect(try Tile(path: tile.path) == tile) }
    }
}
