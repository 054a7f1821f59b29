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

    // MARK: Keys and notes (C2SP signed-note)

    /// A key's name is not empty and has neither blanks nor `+`, its text has three parts.
    case malformedKey
    /// A key's identifier is the beginning of the hash of its name and bytes.
    case wrongKeyID
    /// Keys are Ed25519 (type 1) or Ed25519 for cosignatures (type 4).
    case unknownAlgorithm
    /// A log's key signs notes, a witness's key cosigns checkpoints; neither does the other's work.
    case wrongAlgorithm
    /// A note has at most 1,000,000 bytes.
    case noteTooLong
    /// A note is UTF-8 without control characters other than the newline, and ends in one.
    case malformedNote
    /// A signature line is `— name base64`, and the base64 is an identifier and a signature.
    case malformedSignature
    /// A note has at most 100 signatures.
    case tooManySignatures
    /// A known key did not make the signature that bears its name and identifier.
    case wrongSignature(signer: String)
    /// None of the note's signatures is by a known key.
    case noKnownSignature
    /// A cosignature says when it was made, in seconds since 1970, not before.
    case timeOutOfRange

    // MARK: Checkpoints, witnesses and evidence (C2SP tlog-checkpoint, tlog-witness, tlog-proof)

    /// A checkpoint is origin, size and root on a line each, and perhaps more lines, none empty.
    case malformedCheckpoint
    /// The log's key bears the name of the checkpoint's origin.
    case wrongOrigin
    /// The proof or request has not the lines that it should.
    case malformedProof
    /// The log would go back to a smaller tree.
    case rollback
    /// The proof does not begin at the size that was seen last; the log must ask again from there.
    case otherSizeSeen(Int)
    /// The log shows two trees of the same size.
    case fork
    /// Fewer of the known witnesses have cosigned than are asked for.
    case tooFewCosignatures(Int)
}
