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

    // MARK: Tiles (C2SP tlog-tiles)

    /// A tile has a level from 0 to 7, an index within the largest tree and a width from 1 to 256.
    case noSuchTile
    /// A path is written in one way only, such as `tile/0/x001/x234/067` or `tile/1/000.p/17`.
    case malformedTilePath
    /// A tile of hashes has 32 bytes for each hash, a bundle of entries has the entries that its path says.
    case wrongTileLength
    /// An entry has at most 65,535 bytes.
    case entryTooLong
    /// The tile is not the one that the tree's root stands for.
    case wrongTile(Tile)
}
