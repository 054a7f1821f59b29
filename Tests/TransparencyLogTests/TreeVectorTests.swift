import Testing

@testable import TransparencyLog

/// Vectors of RFC 6962's reference tests and of transparency-dev/merkle.
@Suite("The tree of others", .enabled(if: TestData.isPresent, "the shared test data is not beside the repository"))
struct TreeVectorTests {
    struct Vectors: Decodable {
        struct Hashing: Decodable {
            let op: String
            let inHex, inUtf8, leftUtf8, rightUtf8: String?
            let out: String
        }
        struct Inclusion: Decodable {
            let index, size: Int
            let proof: [String]
        }
        struct Consistency: Decodable {
            let old, new: Int
            let proof: [String]
        }
        let emptyRoot: String
        let hasher: [Hashing]
        let leavesHex, leafHashes: [String]
        let roots: [String: String]
        let inclusion: [Inclusion]
        let consistency: [Consistency]
    }

    @Test("has our hashes, roots and proofs")
    func reference() throws {
        let vectors: Vectors = try TestData.decode("rfc6962-tree.json")
        #expect(try TreeHash.empty == TreeHash(hex: vectors.emptyRoot))
        for vector in vectors.hasher where vector.op == "leaf" {
            let entry = vector.inHex.map { [UInt8](hex: $0) } ?? Array((vector.inUtf8 ?? "").utf8)
            #expect(try TreeHash.leaf(entry) == TreeHash(hex: vector.out))
        }
        let entries = vectors.leavesHex.map { [UInt8](hex: $0) }
        #expect(try entries.map { TreeHash.leaf($0) } == vectors.leafHashes.map { try TreeHash(hex: $0) })
        let tree = Reference(entries)
        var frontier = Frontier()
        for size in 0...entries.count {
            #expect(try frontier.root == TreeHash(hex: try #require(vectors.roots[String(size)])))
            if size < entries.count { try frontier.append(.leaf(entries[size])) }
        }
        #expect(vectors.inclusion.count == 36)
        for vector in vectors.inclusion {
            let proof = try InclusionProof(of: vector.index, in: vector.size, reading: tree.hashes)
            #expect(try proof.hashes == vector.proof.map { try TreeHash(hex: $0) })
        }
        #expect(vectors.consistency.count == 36)
        for vector in vectors.consistency {
            let proof = try ConsistencyProof(from: vector.old, to: vector.new, reading: tree.hashes)
            #expect(try proof.hashes == vector.proof.map { try TreeHash(hex: $0) })
        }
    }

    @Test("has our roots up to a thousand leaves")
    func roots() throws {
        struct Roots: Decodable { let roots: [String: String] }
        let roots: Roots = try TestData.decode("rfc6962-leafN-roots.json")
        var frontier = Frontier()
        var found = 0
        for index in 0..<1000 {
            try frontier.append(.leaf("leaf \(index)".utf8))
            guard let root = roots.roots[String(index + 1)] else { continue }
            #expect(try frontier.root == TreeHash(hex: root))
            found += 1
        }
        #expect(found == roots.roots.count)
    }

    struct Probe: Decodable, CustomTestStringConvertible {
        let kind, path: String
        let wantErr: Bool
        let proof: [String]?
        let leafIdx, treeSize: UInt64?
        let leafHash, root, root1, root2: String?
        let size1, size2: UInt64?
        var testDescription: String { path }

        func verify() throws {
            let hashes = try (proof ?? []).map { try TreeHash(base64: $0) }
            if kind == "inclusion" {
                try InclusionProof(index: number(leafIdx), size: number(treeSize), hashes: hashes)
                    .verify(leaf: TreeHash(base64: leafHash ?? ""), root: TreeHash(base64: root ?? ""))
            } else {
                let proof = try ConsistencyProof(oldSize: number(size1), newSize: number(size2), hashes: hashes)
                // One probe has roots that are no hashes; what matters there is that they are the same.
                if hashes.isEmpty, size1 == size2, root1 == root2 {
                    try proof.verify(oldRoot: .empty, newRoot: .empty)
                } else {
                    try proof.verify(oldRoot: TreeHash(base64: root1 ?? ""), newRoot: TreeHash(base64: root2 ?? ""))
                }
            }
        }

        private func number(_ number: UInt64?) throws -> Int {
            guard let number = Int(exactly: try #require(number)) else { throw TransparencyError.sizeOutOfRange }
            return number
        }
    }

    @Test("gives and refuses the proofs that ours does")
    func probes() throws {
        let all: [Probe] = try TestData.decode("merkle-proof-probes.json")
        let probes = all.filter { ["inclusion", "consistency"].contains($0.kind) }
        #expect(probes.count > 150)
        for probe in probes {
            if probe.wantErr {
                #expect(throws: TransparencyError.self, "\(probe.path)") { try probe.verify() }
            } else {
                #expect(throws: Never.self, "\(probe.path)") { try probe.verify() }
            }
        }
    }
}
