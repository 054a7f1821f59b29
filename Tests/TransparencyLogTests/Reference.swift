import Crypto

@testable import TransparencyLog

/// RFC 6962 section 2.1 as it is written there, by recursion: slow, obvious, and made of nothing that it tests.
final class Reference {
    let entries: [[UInt8]]
    private var known: [Range<Int>: TreeHash] = [:]

    init(_ entries: [[UInt8]]) { self.entries = entries }

    /// A tree of entries that are all different.
    convenience init(size: Int) { self.init((0..<size).map { Array("entry \($0)".utf8) }) }

    func leaf(_ index: Int) -> TreeHash { root(index..<index + 1) }

    func root(_ size: Int) -> TreeHash { root(0..<size) }

    /// MTH(D[lower:upper]).
    func root(_ range: Range<Int>) -> TreeHash {
        if let hash = known[range] { return hash }
        let hash =
            switch range.count {
            case 0: Self.hash([])
            case 1: Self.hash([0] + entries[range.lowerBound])
            default: node(range)
            }
        known[range] = hash
        return hash
    }

    /// PATH(m, D[lower:upper]).
    func path(_ index: Int, _ range: Range<Int>) -> [TreeHash] {
        guard range.count > 1 else { return [] }
        let (left, right) = halves(range)
        return left.contains(index) ? path(index, left) + [root(right)] : path(index, right) + [root(left)]
    }

    /// SUBPROOF(m, D[lower:upper], isWhole).
    func subproof(_ old: Int, _ range: Range<Int>, isWhole: Bool = true) -> [TreeHash] {
        guard old < range.upperBound else { return isWhole ? [] : [root(range)] }
        let (left, right) = halves(range)
        return old <= left.upperBound
            ? subproof(old, left, isWhole: isWhole) + [root(right)]
            : subproof(old, right, isWhole: false) + [root(left)]
    }

    /// What a store of complete nodes answers.
    func hashes(of nodes: [TreeNode]) -> [TreeHash] {
        nodes.map { root($0.index << $0.level..<($0.index + 1) << $0.level) }
    }

    private func node(_ range: Range<Int>) -> TreeHash {
        let (left, right) = halves(range)
        return Self.hash([1] + root(left).bytes + root(right).bytes)
    }

    private func halves(_ range: Range<Int>) -> (Range<Int>, Range<Int>) {
        var k = 1
        while k * 2 < range.count { k *= 2 }
        let middle = range.lowerBound + k
        return (range.lowerBound..<middle, middle..<range.upperBound)
    }

    private static func hash(_ bytes: [UInt8]) -> TreeHash {
        (try? TreeHash(Array(SHA256.hash(data: bytes))))!
    }
}

/// A tree of any size whose leaves are all the same, so that each level has one hash.
struct UniformTree {
    let levels: [TreeHash]

    init() {
        levels = (1..<63).reduce(into: [.leaf([])]) { levels, _ in levels.append(.node(levels.last!, levels.last!)) }
    }

    func hashes(of nodes: [TreeNode]) -> [TreeHash] { nodes.map { levels[$0.level] } }

    func root(_ size: Int) throws -> TreeHash {
        try Frontier(size: size, peaks: hashes(of: Frontier.nodes(size: size))).root
    }
}
