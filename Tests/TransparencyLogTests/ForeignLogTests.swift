import Testing

@testable import TransparencyLog

@Suite(
    "The log of another program", .enabled(if: TestData.isPresent, "the shared test data is not beside the repository"))
struct ForeignLogTests {
    static let folder = "tessera-testdata-log/"

    static func read(_ tile: Tile) throws -> [UInt8] { try TestData.bytes(folder + tile.path) }

    static func checkpoint(_ name: String) throws -> Checkpoint {
        try Checkpoint(text: SignedNote(TestData.bytes(folder + name)).text)
    }

    @Test("is whole at each of its checkpoints, and each follows from the one before")
    func whole() throws {
        var before: Checkpoint?
        for size in 0...15 {
            let checkpoint = try Self.checkpoint("checkpoint.\(size)")
            #expect(checkpoint.origin == "example.com/log/testdata" && checkpoint.size == size)
            try LogCheck.check(size: size, root: checkpoint.root, reading: Self.read)
            let reader = try TileReader(size: size, root: checkpoint.root, reading: Self.read)
            if let before, before.size > 0 {
                try ConsistencyProof(from: before.size, to: size, reading: reader.hashes)
                    .verify(oldRoot: before.root, newRoot: checkpoint.root)
            }
            before = checkpoint
        }
        #expect(try Self.checkpoint("checkpoint").root == before?.root)
    }

    @Test("is not whole with a bit of any byte changed")
    func changed() throws {
        let root = try Self.checkpoint("checkpoint").root
        let tiles = try Tile.added(from: 0, to: 15).map { ($0, try Self.read($0)) }
        var files = Dictionary(uniqueKeysWithValues: tiles)
        for (tile, good) in tiles {
            for place in good.indices {
                files[tile]?[place] ^= 1 << (place % 8)
                #expect(throws: TransparencyError.self) {
                    try LogCheck.check(size: 15, root: root) { try #require(files[$0]) }
                }
                files[tile] = good
            }
        }
    }
}
