/// Shows that a leaf is in the tree with a certain root (RFC 9162 section 2.1.3).
public struct InclusionProof: Hashable, Sendable {
    /// The leaf's index, counted from 0.
    public let index: Int
    /// How many leaves the tree has.
    public let size: Int
    /// The siblings on the way from the leaf to the root, at most 63.
    public let hashes: [TreeHash]

    /// A proof that came from somewhere; nothing is believed before ``verify(leaf:root:)``.
    public init(index: Int, size: Int, hashes: [TreeHash]) {
        self.index = index
        self.size = size
        self.hashes = hashes
    }

    /// Makes the proof for a leaf.
    ///
    /// The closure gives the hashes of the nodes, in their order; it is called once.
    /// - Throws: ``TransparencyError/outsideTree`` if there is no such leaf, or what the source throws.
    public init(of index: Int, in size: Int, reading read: ([TreeNode]) throws -> [TreeHash]) throws {
        let plan = try ProofPlan.inclusion(of: index, in: size)
        self.init(index: index, size: size, hashes: try plan.hashes(reading: read))
    }

    /// Checks that the tree with this root has this leaf at the proof's index.
    ///
    /// - Throws: ``TransparencyError/outsideTree``, ``TransparencyError/wrongProofLength``,
    ///   ``TransparencyError/wrongRoot``.
    public func verify(leaf: TreeHash, root: TreeHash) throws(TransparencyError) {
        guard index >= 0, index < size else { throw .outsideTree }
        var climb = Climb(from: index, last: size - 1)
        var hash = leaf
        for sibling in hashes {
            switch try climb.step() {
            case .siblingIsLeft: hash = .node(sibling, hash)
            case .siblingIsRight: hash = .node(hash, sibling)
            }
        }
        try climb.finish()
        guard hash == root else { throw .wrongRoot }
    }
}
