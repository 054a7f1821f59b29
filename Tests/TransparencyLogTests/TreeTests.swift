import Testing

@testable import TransparencyLog

@Suite("A growing tree")
struct TreeTests {
    @Test("has the root of RFC 6962 at every size, and passes on every complete node once")
    func frontier() throws {
        let reference = Reference(size: 300)
        var frontier = Frontier()
        var stored: [TreeNode: TreeHash] = [:]
        #expect(frontier.root == .empty)
        for index in 0..<300 {
            try frontier.append(.leaf(reference.entries[index])) { node, hash in
                #expect(stored.updateValue(hash, forKey: node) == nil)
            }
            #expect(frontier.size == index + 1 && frontier.root == reference.root(index + 1))
            #expect(frontier.peaks == reference.hashes(of: try Frontier.nodes(size: index + 1)))
        }
        #expect(stored.count == (0..<9).reduce(0) { $0 + 300 >> $1 })
        for (node, hash) in stored { #expect([hash] == reference.hashes(of: [node])) }
    }

    @Test("goes on from what was kept of it")
    func resumed() throws {
        let reference = Reference(size: 70)
        for size in 0..<70 {
            let peaks = reference.hashes(of: try Frontier.nodes(size: size))
            var frontier = try Frontier(size: size, peaks: peaks)
            try frontier.append(reference.leaf(size))
            #expect(frontier.root == reference.root(size + 1))
        }
    }

    @Test("refuses sizes and peaks that do not fit each other, and ends at the largest number")
    func limits() throws {
        #expect(throws: TransparencyError.sizeOutOfRange) { try Frontier(size: -1, peaks: []) }
        #expect(throws: TransparencyError.sizeOutOfRange) { try Frontier.nodes(size: .min) }
        #expect(throws: TransparencyError.wrongHashCount) { try Frontier(size: 3, peaks: [.empty]) }
        var largest = try Frontier(size: .max, peaks: UniformTree().hashes(of: Frontier.nodes(size: .max)))
        let root = largest.root
        #expect(throws: TransparencyError.sizeOutOfRange) { try largest.append(.empty) }
        #expect(largest.root == root && largest.size == .max)
    }

    @Test("hashes entries from any collection alike")
    func collections() throws {
        let entry: [UInt8] = Array(0...200)
        #expect(TreeHash.leaf(([9] + entry)[1...]) == TreeHash.leaf(entry))
        #expect(TreeHash.leaf(AnyCollection(entry)) == TreeHash.leaf(entry))
        #expect(TreeHash.leaf("văn bản".utf8) == TreeHash.leaf(Array("văn bản".utf8)))
    }

    @Test("has hashes of 32 bytes, written in base64")
    func hashes() throws {
        let hash = TreeHash.leaf([1, 2, 3])
        #expect(try TreeHash(base64: hash.base64) == hash && "\(hash)" == hash.base64)
        #expect(throws: TransparencyError.wrongHashLength) { try TreeHash(hash.bytes.dropLast()) }
        #expect(throws: TransparencyError.wrongHashLength) { try TreeHash(hash.bytes + [0]) }
        #expect(throws: TransparencyError.malformedBase64) { try TreeHash(base64: hash.base64.dropLast()) }
        // The last letter before the padding has two bits that mean nothing and must be 0.
        #expect(throws: TransparencyError.malformedBase64) { try Base64.decode("YQ==YQ==") }
        #expect(throws: TransparencyError.malformedBase64) { try Base64.decode("YR==") }
        #expect(throws: TransparencyError.malformedBase64) { try Base64.decode("YWJj\n") }
    }
}
