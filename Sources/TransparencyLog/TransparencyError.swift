/// The rule that a tree, proof, tile, note or checkpoint breaks.
///
/// What is refused here came from outside or from a disk: nothing of it is quoted.
public enum TransparencyError: Error, Hashable, Sendable {
    // MARK: Trees and proofs (RFC 6962, RFC 9162)

    /// A tree has from 0 to `Int.max` leaves, and grows.
    case sizeOutOfRange
    /// A leaf's index is at least 0 and less than the tree's size, a node's leaves are all within the tree.
    case outsideTree
    /// A SHA-256 hash has 32 bytes.
    case wrongHashLength
    /// Binary data is written as base64 of RFC 4648 section 4, padded, in the only canonical way.
    case malformedBase64
    /// A source answers each node with one hash, and a frontier has one for each bit that is set in its size.
    case wrongHashCount
    /// Size and index say how many hashes a proof has.
    case wrongProofLength
    /// The root is another one: this is not the tree that was signed.
    case wrongRoot
    /// Every tree is consistent with the empty one, so there is nothing to prove.
    case nothingToProve
}
