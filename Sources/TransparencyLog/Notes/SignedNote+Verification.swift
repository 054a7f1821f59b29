/// A signature that was checked and is good.
public struct VerifiedSignature: Sendable {
    public let key: VerifierKey
    /// When a cosignature was made, in seconds since 1970 UTC; `nil` for the plain signature of a log.
    public let time: Int?
}

extension SignedNote {
    /// Checks the signatures by known keys.
    ///
    /// - Returns: the good signatures, one for each key that signed, in the note's order.
    /// - Throws: ``TransparencyError/wrongSignature(signer:)`` if any that claims to be by a known key is not,
    ///   ``TransparencyError/noKnownSignature`` if none does.
    public func verified(by keys: [VerifierKey]) throws(TransparencyError) -> [VerifiedSignature] {
        let verified = try goodSignatures(by: keys)
        guard !verified.isEmpty else { throw .noKnownSignature }
        return verified
    }

    /// As ``verified(by:)``, but none may be by a known key.
    func goodSignatures(by keys: [VerifierKey]) throws(TransparencyError) -> [VerifiedSignature] {
        var verified: [VerifiedSignature] = []
        for signature in signatures {
            guard let key = keys.first(where: signature.isClaimed) else { continue }
            let good = try signature.verified(by: key, for: text)
            if !verified.contains(where: { signature.isClaimed(by: $0.key) }) { verified.append(good) }
        }
        return verified
    }
}

extension SigningKey {
    /// Signs a text, which ends in a newline, as the owner of a log.
    ///
    /// - Throws: ``TransparencyError/wrongAlgorithm`` if this is the key of a witness,
    ///   ``TransparencyError/malformedNote``, ``TransparencyError/noteTooLong``.
    public func sign(_ text: String) throws(TransparencyError) -> SignedNote {
        guard verifier.algorithm == .ed25519 else { throw .wrongAlgorithm }
        return try SignedNote(text: text, signatures: [signature(of: Array(text.utf8))])
    }
}

extension NoteSignature {
    fileprivate func verified(by key: VerifierKey, for text: String) throws(TransparencyError) -> VerifiedSignature {
        switch key.algorithm {
        case .ed25519:
            guard key.isSignature(bytes, of: Array(text.utf8)) else { throw .wrongSignature(signer: key.name) }
            return VerifiedSignature(key: key, time: nil)
        case .cosignature:
            guard let cosignature = Cosignature(bytes),
                key.isSignature(cosignature.signature, of: cosignature.time.message(for: text))
            else { throw .wrongSignature(signer: key.name) }
            return VerifiedSignature(key: key, time: cosignature.time.seconds)
        }
    }
}
