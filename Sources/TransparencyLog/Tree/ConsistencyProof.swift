/// Shows that a tree is an older one with leaves added on the right, and nothing changed (RFC 9162 section 2.1.4).
public struct ConsistencyProof: Hashable, Sendable {
    public let oldSize: Int
    public let newSize: Int
    /// The roots of subtrees that both trees are made from, at most 64.
    public let hashes: [TreeHash]

    /// A proof that came from somewhere; nothing is believed before ``verify(oldRoot:newRoot:)``.
    public init(oldSize: Int, newSize: Int, hashes: [TreeHash]) {
        self.oldSize = oldSize
        self.newSize = newSize
        self.hashes = hashes
    }

    /// Makes the proof that leads from an old size to a new one.
    ///
    /// The closure gives the hashes of the nodes, in their order; it is called once.
    /// - Throws: ``TransparencyError/sizeOutOfRange`` if the old size is the larger,
    ///   ``TransparencyError/nothingToProve`` if it is 0, or what the source throws.
    public init(from oldSize: Int, to newSize: Int, reading read: ([TreeNode]) throws -> [TreeHash]) throws {
        let plan = try ProofPlan.consistency(from: oldSize, to: newSize)
        self.init(oldSize: oldSize, newSize: newSize, hashes: try plan.hashes(reading: read))
    }

    /// Checks that the tree with the new root begins with the one with the old root.
    ///
    /// - Throws: ``TransparencyError/sizeOutOfRange``, ``TransparencyError/nothingToProve``,
    ///   ``TransparencyError/wrongProofLength``, ``TransparencyError/wrongRoot``.
    public func verify(oldRoot: TreeHash, newRoot: TreeHash) throws(TransparencyError) {
        guard oldSize >= 0, newSize >= oldSize else { throw .sizeOutOfRange }
        guard oldSize > 0 else { throw .nothingToProve }
        guard oldSize < newSize else {
            guard hashes.isEmpty else { throw .wrongProofLength }
            guard oldRoot == newRoot else { throw .wrongRoot }
            return
        }
        // An old tree that is one complete subtree is where the proof begins, and is not repeated in it.
        let isComplete = oldSize.nonzeroBitCount == 1
        guard let start = isComplete ? oldRoot : hashes.first else { throw .wrongProofLength }
        var climb = Climb(from: oldSize - 1, last: newSize - 1)
        climb.skipRightChildren()
        var old = start
        var new = start
        for sibling in hashes.dropFirst(isComplete ? 0 : 1) {
            switch try climb.step() {
            case .siblingIsLeft:
                old = .node(sibling, old)
                new = .node(sibling, new)
            case .siblingIsRight: new = .node(new, sibling)
            }
        }
        try climb.finish()
        guard old == oldRoot, new == newRoot else { throw .wrongRoot }
    }
}
