/// Which subtrees' roots make up a proof, in the proof's order.
struct ProofPlan {
    /// The leaves of each subtree.
    ///
    /// The last of the tree may be incomplete, and its root is then made from several nodes.
    private let subtrees: [Range<Int>]

    /// The siblings on the way from a leaf to the root (RFC 6962 section 2.1.1).
    static func inclusion(of index: Int, in size: Int) throws(TransparencyError) -> ProofPlan {
        guard size >= 0 else { throw .sizeOutOfRange }
        guard index >= 0, index < size else { throw .outsideTree }
        var way = Way(size)
        while way.leaves.count > 1 { way.descend(left: index < way.middle) }
        return ProofPlan(subtrees: way.siblings.reversed())
    }

    /// What an old root and a new one are both made of, and what was added (RFC 6962 section 2.1.2).
    static func consistency(from old: Int, to new: Int) throws(TransparencyError) -> ProofPlan {
        guard old >= 0, new >= old else { throw .sizeOutOfRange }
        guard old > 0 else { throw .nothingToProve }
        var way = Way(new)
        while way.leaves.upperBound != old { way.descend(left: old <= way.middle) }
        // Where the old tree is a complete subtree of the new one, who verifies has its root already.
        let start = way.leaves.lowerBound == 0 ? [] : [way.leaves]
        return ProofPlan(subtrees: start + way.siblings.reversed())
    }

    /// The proof's hashes, from those of complete subtrees.
    func hashes(reading read: ([TreeNode]) throws -> [TreeHash]) throws -> [TreeHash] {
        let nodes = subtrees.map(TreeNode.covering)
        let all = try read(nodes.flatMap { $0 })
        guard all.count == nodes.reduce(0, { $0 + $1.count }) else { throw TransparencyError.wrongHashCount }
        var rest = all[...]
        return nodes.map { nodes in
            defer { rest = rest.dropFirst(nodes.count) }
            return Frontier.root(of: rest.prefix(nodes.count))
        }
    }
}

/// A walk from the root of a tree downwards.
private struct Way {
    /// The leaves of the subtree that was reached.
    var leaves: Range<Int>
    /// Those of the subtrees that were passed by, the highest first.
    var siblings: [Range<Int>] = []

    init(_ size: Int) { leaves = 0..<size }

    /// The first leaf of the right half: the left one is the largest complete subtree that leaves something over.
    var middle: Int { leaves.lowerBound + 1 << (leaves.count - 1).log2 }

    mutating func descend(left: Bool) {
        let halves = (leaves.lowerBound..<middle, middle..<leaves.upperBound)
        siblings.append(left ? halves.1 : halves.0)
        leaves = left ? halves.0 : halves.1
    }
}
