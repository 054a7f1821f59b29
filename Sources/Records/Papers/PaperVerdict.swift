/// What a file's signatures are worth, and what became of the file that was handed out.
public struct PaperVerdict: Sendable, Hashable, Codable {
    public let bytes: Int
    public let pages: Int
    /// In the order of signing.
    public let signatures: [PaperSignature]
    /// Whether it begins with the file that was handed out, byte for byte; nothing where it was compared with none.
    public let extends: Bool?
    /// What was done to the file that was handed out.
    public let since: PaperSignature.Change?
    /// The fields that were filled in since.
    public let filled: [String]?

    /// The signature that somebody added outside to the file that was handed out, and nothing else (ký số ngoài hệ thống).
    ///
    /// - Throws: ``PaperFault`` saying why the file is not accepted.
    public func added() throws(PaperFault) -> PaperSignature {
        guard let extends else { throw PaperFault(.internalFault, "compared with nothing") }
        guard extends, let since else { throw PaperFault(.changed) }
        let new = signatures.filter { $0.isNew == true && $0.kind == .signature }
        guard let signature = new.first else { throw PaperFault(since == .nothing ? .nothingSigned : .altered) }
        guard new.count == 1 else { throw PaperFault(.severalSigned) }
        for signature in signatures { try Self.check(signature) }
        // A time stamp over the document may follow the signature, and nothing else.
        guard signatures.last?.covers == .file, signatures.last(where: { $0.kind == .signature }) == signature else {
            throw PaperFault(.notCovered)
        }
        guard since == .signing, signature.filled.isEmpty, filled?.isEmpty == true else { throw PaperFault(.altered) }
        return signature
    }

    /// That there are signatures, that all of them hold, and that nothing follows the last.
    ///
    /// - Throws: ``PaperFault`` naming what is wrong with the first that does not.
    public func hold() throws(PaperFault) {
        guard let last = signatures.last else { throw PaperFault(.nothingSigned) }
        for signature in signatures { try Self.check(signature) }
        guard last.covers == .file else { throw PaperFault(.notCovered, last.field) }
    }

    private static func check(_ signature: PaperSignature) throws(PaperFault) {
        let who = signature.signer ?? signature.field
        switch signature.integrity {
        case .intact: break
        case .malformed: throw PaperFault(.malformed, signature.detail)
        case .changed: throw PaperFault(signature.covers == .part ? .notCovered : .tampered, who)
        case .forged: throw PaperFault(.forged, who)
        }
        switch signature.covers {
        case .file, .revision: break
        case .part, .unclear: throw PaperFault(.notCovered, who)
        }
        if signature.later == .forbidden { throw PaperFault(.altered, signature.detail) }
        if let reason = PaperFault.Reason(signature.chain) { throw PaperFault(reason, who) }
    }
}

extension PaperFault.Reason {
    /// Why a certificate is not accepted; nothing where it is.
    init?(_ chain: PaperSignature.Chain) {
        switch chain {
        case .trusted: return nil
        case .unknownIssuer: self = .unknownIssuer
        case .expired: self = .expired
        case .notYetValid: self = .notYetValid
        case .revoked: self = .revoked
        case .wrongUsage: self = .wrongUsage
        case .weak: self = .weak
        case .invalidChain: self = .invalidChain
        case .listOutdated: self = .listOutdated
        case .noRoots: self = .noRoots
        }
    }
}
