/// The way from a node up to the root, as RFC 9162 sections 2.1.3.2 and 2.1.4.2 walk it.
struct Climb {
    enum Step {
        case siblingIsLeft
        case siblingIsRight
    }

    /// The node's index in its level; the RFC calls it `fn`.
    private var node: Int
    /// The index of the last node of the level; the RFC calls it `sn`.
    private var last: Int

    init(from node: Int, last: Int) {
        self.node = node
        self.last = last
    }

    /// Goes up while the node is a right child.
    mutating func skipRightChildren() {
        while node & 1 == 1 { rise() }
    }

    /// Goes up to the parent that the next hash of the proof leads to.
    mutating func step() throws(TransparencyError) -> Step {
        guard last > 0 else { throw .wrongProofLength }
        guard node & 1 == 1 || node == last else {
            rise()
            return .siblingIsRight
        }
        // The last node of a level without a right sibling is also its own parent.
        while node & 1 == 0, node > 0 { rise() }
        rise()
        return .siblingIsLeft
    }

    /// Checks that the root is reached.
    func finish() throws(TransparencyError) {
        guard last == 0 else { throw .wrongProofLength }
    }

    private mutating func rise() {
        node >>= 1
        last >>= 1
    }
}
