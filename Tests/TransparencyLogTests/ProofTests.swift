import TestNumbers
import Testing

@testable import TransparencyLog

@Suite("A proof")
struct ProofTests {
    static let largest = 70
    let reference = Reference(size: largest)

    @Test("of inclusion is that of RFC 6962 and holds, for every leaf of every small tree")
    func inclusion() throws {
        for size in 1...Self.largest {
            for index in 0..<size {
                let proof = try InclusionProof(of: index, in: size, reading: reference.hashes)
                #expect(proof.hashes == reference.path(index, 0..<size))
                try proof.verify(leaf: reference.leaf(index), root: reference.root(size))
            }
        }
    }

    @Test("of consistency is that of RFC 6962 and holds, for every pair of small trees")
    func consistency() throws {
        for new in 1...Self.largest {
            for old in 1...new {
                let proof = try ConsistencyProof(from: old, to: new, reading: reference.hashes)
                #expect(proof.hashes == reference.subproof(old, 0..<new))
                try proof.verify(oldRoot: reference.root(old), newRoot: reference.root(new))
            }
        }
    }

    @Test("of inclusion fails with any byte changed, and with any hash more, less or elsewhere")
    func tamperedInclusion() throws {
        for size in 1...11 {
            for index in 0..<size {
                let (leaf, root) = (reference.leaf(index), reference.root(size))
                let good = reference.path(index, 0..<size)
                for bad in try tampered(good) {
                    let proof = InclusionProof(index: index, size: size, hashes: bad)
                    #expect(throws: TransparencyError.self) { try proof.verify(leaf: leaf, root: root) }
                }
                let proof = InclusionProof(index: index, size: size, hashes: good)
                for byte in 0..<32 {
                    #expect(throws: TransparencyError.wrongRoot) {
                        try proof.verify(leaf: leaf.flipped(at: byte), root: root)
                    }
                    #expect(throws: TransparencyError.wrongRoot) {
                        try proof.verify(leaf: leaf, root: root.flipped(at: byte))
                    }
                }
                for other in -1...size + 1 where other != index {
                    let elsewhere = InclusionProof(index: other, size: size, hashes: good)
                    #expect(throws: TransparencyError.self) { try elsewhere.verify(leaf: leaf, root: root) }
                }
            }
        }
    }

    @Test("of consistency fails with any byte changed, and with any hash more, less or elsewhere")
    func tamperedConsistency() throws {
        for new in 1...11 {
            for old in 1...new {
                let (oldRoot, newRoot) = (reference.root(old), reference.root(new))
                let good = reference.subproof(old, 0..<new)
                for bad in try tampered(good) {
                    let proof = ConsistencyProof(oldSize: old, newSize: new, hashes: bad)
                    #expect(throws: TransparencyError.self) { try proof.verify(oldRoot: oldRoot, newRoot: newRoot) }
                }
                let proof = ConsistencyProof(oldSize: old, newSize: new, hashes: good)
                for byte in 0..<32 {
                    #expect(throws: TransparencyError.wrongRoot) {
                        try proof.verify(oldRoot: oldRoot.flipped(at: byte), newRoot: newRoot)
                    }
                    #expect(throws: TransparencyError.wrongRoot) {
                        try proof.verify(oldRoot: oldRoot, newRoot: newRoot.flipped(at: byte))
                    }
                }
            }
        }
    }

    @Test("is refused where there is nothing that it could prove")
    func outside() throws {
        for (index, size) in [(0, 0), (-1, 5), (5, 5), (.max, .max), (0, -1), (.min, .min)] {
            #expect(throws: TransparencyError.self) {
                try InclusionProof(of: index, in: size) { nodes in nodes.map { _ in .empty } }
            }
            #expect(throws: TransparencyError.outsideTree) {
                try InclusionProof(index: index, size: size, hashes: []).verify(leaf: .empty, root: .empty)
            }
        }
        for (old, new) in [(0, 0), (0, 5), (6, 5), (-1, 5), (1, -1), (.max, 1), (.min, .max)] {
            #expect(throws: TransparencyError.self) {
                try ConsistencyProof(from: old, to: new) { nodes in nodes.map { _ in .empty } }
            }
            #expect(throws: TransparencyError.self) {
                try ConsistencyProof(oldSize: old, newSize: new, hashes: []).verify(oldRoot: .empty, newRoot: .empty)
            }
        }
    }

    @Test("is not made from a source that answers too little or too much, and passes on its error")
    func source() throws {
        #expect(throws: TransparencyError.wrongHashCount) { try InclusionProof(of: 1, in: 3) { _ in [] } }
        #expect(throws: TransparencyError.wrongHashCount) {
            try ConsistencyProof(from: 3, to: 7) { nodes in nodes.map { _ in .empty } + [.empty] }
        }
        struct Broken: Error {}
        #expect(throws: Broken.self) { try InclusionProof(of: 1, in: 3) { _ in throw Broken() } }
    }

    @Test("holds in trees as large as numbers go")
    func huge() throws {
        let tree = UniformTree()
        var random = Seeded(1)
        var sizes = [Int.max, .max - 1, 1 << 62, 1 << 62 - 1, 1 << 62 + 1, 1 << 32, 1 << 32 + 1]
        sizes += (0..<20).map { _ in Int.random(in: 1...Int.max, using: &random) }
        for size in sizes {
            let root = try tree.root(size)
            for index in [0, 1, size / 2, size - 2, size - 1, Int.random(in: 0..<size, using: &random)] {
                let proof = try InclusionProof(of: index, in: size, reading: tree.hashes)
                #expect(proof.hashes.count <= 63)
                try proof.verify(leaf: tree.levels[0], root: root)
                #expect(throws: TransparencyError.wrongProofLength) {
                    try InclusionProof(index: index, size: size, hashes: proof.hashes + [.empty])
                        .verify(leaf: tree.levels[0], root: root)
                }
            }
            for old in [1, 2, size / 2, size - 1, size, Int.random(in: 1...size, using: &random)] {
                let proof = try ConsistencyProof(from: old, to: size, reading: tree.hashes)
                #expect(proof.hashes.count <= 64)
                try proof.verify(oldRoot: tree.root(old), newRoot: root)
            }
        }
    }

    /// All that differ from the hashes in one bit of each byte, and those with one hash more, less, or twice.
    private func tampered(_ hashes: [TreeHash]) throws -> [[TreeHash]] {
        var all = [hashes + [.empty], [.empty] + hashes]
        for index in hashes.indices {
            for byte in 0..<32 {
                var bad = hashes
                bad[index] = try bad[index].flipped(at: byte)
                all.append(bad)
            }
            all.append(Array(hashes[..<index] + hashes[(index + 1)...]))
            all.append(Array(hashes[...index] + hashes[index...]))
        }
        if hashes.count > 1 { all.append(hashes.reversed()) }
        return all
    }
}
