/// Evidence that an entry is in a log, to be checked by anyone without the log (C2SP tlog-proof, `.tlog-proof`).
public struct ProofFile: Sendable {
    private let proof: ProofText
    private static let start = "c2sp.org/tlog-proof@v1\nindex "

    /// The entry's index in the log, counted from 0.
    public var index: Int { proof.number }
    /// The inclusion proof's hashes.
    public var hashes: [TreeHash] { proof.hashes }
    /// The checkpoint that the proof leads to.
    public var note: SignedNote { proof.note }

    /// Puts together evidence.
    ///
    /// - Throws: ``TransparencyError/wrongProofLength`` if the proof leads to another size than the checkpoint's.
    public init(_ proof: InclusionProof, in checkpoint: SignedCheckpoint) throws(TransparencyError) {
        guard proof.size == checkpoint.checkpoint.size else { throw .wrongProofLength }
        self.proof = try ProofText(number: proof.index, hashes: proof.hashes, note: checkpoint.note)
    }

    /// Reads a file of whatever origin; nothing of it is believed before ``verify(leaf:log:witnesses:quorum:)``.
    ///
    /// - Throws: ``TransparencyError/malformedProof``, ``TransparencyError/malformedBase64``,
    ///   ``TransparencyError/wrongHashLength``, or what makes the rest no note.
    public init(_ bytes: some Collection<UInt8>) throws(TransparencyError) {
        proof = try ProofText(bytes, start: Self.start)
    }

    /// The file as it is stored and sent.
    public var serialized: String { proof.text(start: Self.start) }

    /// Checks that the log has a leaf, as it and enough witnesses have signed.
    ///
    /// - Parameters:
    ///   - leaf: the hash of the entry, by ``TreeHash/leaf(_:)``.
    ///   - log: the log's key.
    ///   - witnesses: keys of known witnesses.
    ///   - quorum: how many of them must have cosigned.
    /// - Returns: the checkpoint, with its time of cosigning in ``SignedCheckpoint/cosignatures(by:)``.
    /// - Throws: the ``TransparencyError`` that names what is wrong.
    @discardableResult
    public func verify(
        leaf: TreeHash, log: VerifierKey, witnesses: [VerifierKey] = [], quorum: Int = 0
    ) throws(TransparencyError) -> SignedCheckpoint {
        let checkpoint = try SignedCheckpoint(note, of: log)
        let cosignatures = try checkpoint.cosignatures(by: witnesses)
        guard cosignatures.count >= quorum else { throw .tooFewCosignatures(cosignatures.count) }
        try InclusionProof(index: index, size: checkpoint.checkpoint.size, hashes: hashes)
            .verify(leaf: leaf, root: checkpoint.checkpoint.root)
        return checkpoint
    }
}
