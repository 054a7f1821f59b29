/// A checkpoint that its log has signed, which was checked, with the cosignatures of witnesses.
public struct SignedCheckpoint: Sendable {
    public let checkpoint: Checkpoint
    /// The note with all its signatures, as it is published.
    public let note: SignedNote

    /// Signs a checkpoint as the log.
    ///
    /// Never sign a size twice with different roots, nor a smaller size after a larger one: that is the fork that
    /// witnesses look for.
    /// - Throws: ``TransparencyError/wrongOrigin`` if the key has another name than the checkpoint's origin,
    ///   ``TransparencyError/wrongAlgorithm`` if it is the key of a witness.
    public init(_ checkpoint: Checkpoint, signedBy log: SigningKey) throws(TransparencyError) {
        guard log.verifier.name.isIdentical(to: checkpoint.origin) else { throw .wrongOrigin }
        self.checkpoint = checkpoint
        note = try log.sign(checkpoint.text)
    }

    /// Opens a note that a log should have signed.
    ///
    /// - Throws: ``TransparencyError/noKnownSignature``, ``TransparencyError/wrongSignature(signer:)``,
    ///   ``TransparencyError/wrongAlgorithm``, ``TransparencyError/wrongOrigin``, or what makes it no checkpoint.
    public init(_ note: SignedNote, of log: VerifierKey) throws(TransparencyError) {
        guard log.algorithm == .ed25519 else { throw .wrongAlgorithm }
        _ = try note.verified(by: [log])
        let checkpoint = try Checkpoint(text: note.text)
        guard checkpoint.origin.isIdentical(to: log.name) else { throw .wrongOrigin }
        self.checkpoint = checkpoint
        self.note = note
    }

    private init(checkpoint: Checkpoint, note: SignedNote) {
        self.checkpoint = checkpoint
        self.note = note
    }

    /// The same checkpoint with a cosignature more, by whomever: it is checked when it is counted.
    ///
    /// - Throws: ``TransparencyError/tooManySignatures``, ``TransparencyError/noteTooLong``.
    public func adding(_ cosignature: NoteSignature) throws(TransparencyError) -> SignedCheckpoint {
        SignedCheckpoint(checkpoint: checkpoint, note: try note.adding(cosignature))
    }

    /// Checks which of the known witnesses have cosigned, and when.
    ///
    /// - Throws: ``TransparencyError/wrongSignature(signer:)`` if any that claims to be by one of them is not.
    public func cosignatures(by witnesses: [VerifierKey]) throws(TransparencyError) -> [VerifiedSignature] {
        try note.goodSignatures(by: witnesses.filter { $0.algorithm == .cosignature })
    }
}
