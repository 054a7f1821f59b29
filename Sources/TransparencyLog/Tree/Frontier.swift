/// The right edge of a growing tree: all that is needed to append leaves and to know the root.
///
/// It holds the hashes of the largest complete subtrees, at most 63, so that a log of any length goes on from a few
/// hundred bytes. (RFC 9162 section 2.1.2; a “compact range” that begins at 0.)
public struct Frontier: Hashable, Sendable {
    /// How many leaves the tree has.
    public private(set) var size: Int
    /// The roots of the complete subtrees, the largest and leftmost first, one for each bit that is set in the size.
    public private(set) var peaks: [TreeHash]

    /// The frontier of the empty tree.
    public init() {
        size = 0
        peaks = []
    }

    /// A frontier that was kept.
    ///
    /// - Throws: ``TransparencyError/sizeOutOfRange``, ``TransparencyError/wrongHashCount``.
    public init(size: Int, peaks: [TreeHash]) throws(TransparencyError) {
        guard size >= 0 else { throw .sizeOutOfRange }
        guard peaks.count == size.nonzeroBitCount else { throw .wrongHashCount }
        self.size = size
        self.peaks = peaks
    }

    /// The nodes whose hashes are the peaks of a tree of this size, in their order.
    public static func nodes(size: Int) throws(TransparencyError) -> [TreeNode] {
        guard size >= 0 else { throw .sizeOutOfRange }
        return TreeNode.covering(0..<size)
    }

    /// Adds a leaf on the right.
    ///
    /// The closure is told each node that is complete now, the leaf first, so that its hash can be stored.
    /// - Throws: ``TransparencyError/sizeOutOfRange`` if the tree is as large as can be.
    public mutating func append(
        _ leaf: TreeHash, completed: (TreeNode, TreeHash) -> Void = { _, _ in }
    ) throws(TransparencyError) {
        guard size < Int.max else { throw .sizeOutOfRange }
        var node = TreeNode(level: 0, index: size)
        var hash = leaf
        completed(node, hash)
        while node.index & 1 == 1 {
            hash = .node(peaks.removeLast(), hash)
            node = node.parent
            completed(node, hash)
        }
        peaks.append(hash)
        size += 1
    }

    /// The root of the tree as it is now.
    public var root: TreeHash { Self.root(of: peaks[...]) }

    /// The root of a tree whose complete subtrees have these roots.
    static func root(of peaks: ArraySlice<TreeHash>) -> TreeHash {
        guard let last = peaks.last else { return .empty }
        return peaks.dropLast().reversed().reduce(last) { .node($1, $0) }
    }
}
