/// The place of a node in the tree, whose subtree is complete: all of its `2^level` leaves are there.
///
/// Such a node never changes again while the tree grows, so its hash can be stored. Level 0 are the leaves; the node
/// has the leaves from `index * 2^level`.
public struct TreeNode: Hashable, Sendable {
    public let level: Int
    public let index: Int

    public init(level: Int, index: Int) {
        self.level = level
        self.index = index
    }

    /// Says whether a tree of this size has the node.
    public func isComplete(in size: Int) -> Bool {
        (0..<Int.bitWidth - 1).contains(level) && index >= 0 && index < size >> level
    }

    var parent: TreeNode { TreeNode(level: level + 1, index: index >> 1) }

    /// The fewest nodes that together have exactly these leaves, from left to right.
    static func covering(_ leaves: Range<Int>) -> [TreeNode] {
        var nodes: [TreeNode] = []
        var start = leaves.lowerBound
        while start < leaves.upperBound {
            // A node is as large as the leaves that are left and as its place, a multiple of its size, allow.
            let level = min(start.trailingZeroBitCount, (leaves.upperBound - start).log2)
            nodes.append(TreeNode(level: level, index: start >> level))
            // The last step ends at the upper bound, so this does not overflow.
            start += 1 << level
        }
        return nodes
    }
}

extension Int {
    /// The exponent of the largest power of two that is not larger than the number, which is at least 1.
    var log2: Int { Int.bitWidth - 1 - leadingZeroBitCount }
}
