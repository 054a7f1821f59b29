/// What a log asks a witness: to cosign a checkpoint that follows from the last one it saw (C2SP tlog-witness).
///
/// It is the body of `POST add-checkpoint`.
public struct WitnessRequest: Sendable {
    private let proof: ProofText
    private static let start = "old "

    /// The size from which the consistency proof leads to the checkpoint.
    public var oldSize: Int { proof.number }
    /// The consistency proof's hashes.
    public var hashes: [TreeHash] { proof.hashes }
    /// The checkpoint to cosign.
    public var note: SignedNote { proof.note }

    /// Asks for the cosignature of a checkpoint.
    ///
    /// The hashes are those of the ``ConsistencyProof``, or none if the old size is 0.
    /// - Throws: ``TransparencyError/malformedProof`` if there are too many.
    public init(oldSize: Int, hashes: [TreeHash], checkpoint: SignedCheckpoint) throws(TransparencyError) {
        proof = try ProofText(number: oldSize, hashes: hashes, note: checkpoint.note)
    }

    /// Reads a request of whatever origin.
    ///
    /// - Throws: ``TransparencyError/malformedProof``, ``TransparencyError/malformedBase64``,
    ///   ``TransparencyError/wrongHashLength``, or what makes the rest no note.
    public init(_ bytes: some Collection<UInt8>) throws(TransparencyError) {
        proof = try ProofText(bytes, start: Self.start)
    }

    /// The request as it is sent.
    public var serialized: String { proof.text(start: Self.start) }

    /// The rule of a witness: says whether the checkpoint may follow the last one that it cosigned.
    ///
    /// Between this and making the checkpoint durable no other request of the same log may pass.
    /// - Parameters:
    ///   - log: the key of the log whose name is the checkpoint's origin.
    ///   - last: the last checkpoint of the log that the witness cosigned, `nil` if there is none.
    /// - Returns: the checkpoint to keep and then to cosign.
    /// - Throws: ``TransparencyError/noKnownSignature`` or ``TransparencyError/wrongSignature(signer:)`` (HTTP 403),
    ///   ``TransparencyError/rollback`` (400), ``TransparencyError/otherSizeSeen(_:)`` or ``TransparencyError/fork``
    ///   (409), ``TransparencyError/wrongProofLength`` or ``TransparencyError/wrongRoot`` (422),
    ///   ``TransparencyError/wrongOrigin`` if the last checkpoint is another log's, or what makes the note no checkpoint
    ///   (400).
    public func checked(for log: VerifierKey, after last: Checkpoint?) throws(TransparencyError) -> SignedCheckpoint {
        let signed = try SignedCheckpoint(note, of: log)
        let new = signed.checkpoint
        if let last, !last.origin.isIdentical(to: new.origin) { throw .wrongOrigin }
        guard oldSize <= new.size else { throw .rollback }
        let seen = last?.size ?? 0
        guard oldSize == seen else { throw .otherSizeSeen(seen) }
        let seenRoot = last?.root ?? .empty
        if seen == new.size, seenRoot != new.root { throw .fork }
        guard seen > 0 else {
            guard hashes.isEmpty else { throw .wrongProofLength }
            return signed
        }
        try ConsistencyProof(oldSize: seen, newSize: new.size, hashes: hashes)
            .verify(oldRoot: seenRoot, newRoot: new.root)
        return signed
    }
}
