import CXMLSec
import Foundation
import XMLStream

/// One check of one envelope's signature.
struct SignatureCheck {
    typealias Sink = (UnsafeBufferPointer<UInt8>) -> Void

    let checker: SignatureChecker
    let xml: XMLLimits
    let source: SourceFile
    let arrival: Date

    struct Outcome {
        var verdict: SignatureVerdict
        /// Bytes that stood before the envelope, and belong to nothing that could be signed.
        var leadingBytes: Int
    }

    /// The verdict; if the signature holds, what is to be read is given to `sink`, while it is digested if possible.
    ///
    /// What is given is worth nothing before the verdict, and nothing if that is `invalid`. With a verdict that leaves
    /// open what was signed, nothing is given.
    func outcome(_ sink: @escaping Sink) throws(ExchangeError) -> Outcome {
        let scanned = try scan()
        let claim: SignatureClaim
        do throws(SignatureClaim.Settled) {
            claim = try SignatureClaim(scanned.scan)
        } catch { return Outcome(verdict: error.verdict, leadingBytes: scanned.leadingBytes) }
        let verdict = try verdict(claim, start: scanned.start, sink)
        return Outcome(verdict: verdict, leadingBytes: scanned.leadingBytes)
    }

    private func verdict(
        _ claim: SignatureClaim, start: Int64, _ sink: @escaping Sink
    ) throws(ExchangeError) -> SignatureVerdict {
        guard let chain = CertificateChain(claim.certificates) else { return .malformed }
        guard let facts = chain.facts else { return .cannotBeChecked(.unknownAlgorithm) }
        if let verdict = judge(facts, claim.method) { return verdict }

        let most = checker.limits.keptBytes
        guard let hollow = try HollowEnvelope(source, from: start, limits: xml, most: most) else {
            return .cannotBeChecked(.tooLarge)
        }
        if let fault = try digest(hollow, claim, chain, sink) { return .invalid(fault) }
        let isWeak = claim.isWeak || (facts.kind == DSIG_RSA && facts.bits < 2048)
        return trusted(chain, chain.signer(facts), claim.coverage, isWeak: isWeak)
    }

    /// Reads the whole file once, within the limits, for all that is about the signature.
    func scan() throws(ExchangeError) -> (scan: SignatureScan, start: Int64, leadingBytes: Int) {
        var reader = XMLReader(SignatureScan(limits: checker.limits), limits: xml)
        var head: [UInt8] = []
        try source.read { piece throws(ExchangeError) in
            if head.count < 3 { head.append(contentsOf: piece.prefix(3)) }
            try reader.feed(piece.span)
        }
        let mark = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let leadingBytes = reader.leadingBytes
        return (try reader.finish(), Int64(mark + leadingBytes), leadingBytes)
    }

    /// Refuses a key that does not fit the method, or is no key to sign with.
    private func judge(_ facts: dsig_facts, _ method: SignatureAlgorithms.Method) -> SignatureVerdict? {
        switch (method, facts.kind) {
        case (.rsa, DSIG_RSA): if facts.bits < 1024 { return .invalid(.key) }
        case (.ecdsa, DSIG_P256), (.ecdsa, DSIG_P384): break
        case (.ecdsa, DSIG_OTHER): return .cannotBeChecked(.unknownAlgorithm)
        default: return .invalid(.algorithm)
        }
        return facts.may_sign ? nil : .invalid(.key)
    }

    private func digest(
        _ hollow: HollowEnvelope, _ claim: SignatureClaim, _ chain: CertificateChain, _ sink: @escaping Sink
    ) throws(ExchangeError) -> SignatureFault? {
        guard let tree = SignatureTree(hollow.bytes), tree.isPlain else { return .structure }
        guard claim.ids.allSatisfy({ tree.identify($0) }) else { return .coverage }
        let digesting = Digesting(hollow, claim, sink)
        let outcome = withExtendedLifetime(digesting) {
            dsig_check(
                tree.document, chain.chain, claim.targets.count, checker.limits.canonicalBytes, takeDigested,
                Unmanaged.passUnretained(digesting).toOpaque())
        }
        if let failure = digesting.failure { throw failure }
        switch outcome {
        case DSIG_HOLDS: break
        case DSIG_DIGEST_DIFFERS: return .digest
        case DSIG_VALUE_DIFFERS: return .value
        case DSIG_TOO_LARGE: return .limit
        default: return .structure
        }
        if claim.coverage == .header {
            // The rest, which nobody signed, comes from the file; the header from what was digested, and only that.
            guard let rest = tree.rest(replacing: "MessageHeader", with: hollow.spareMark) else { return .structure }
            try rest.withUnsafeBufferPointer { bytes throws(ExchangeError) in
                try hollow.restore(bytes, spare: digesting.header) { piece throws(ExchangeError) in sink(piece) }
            }
        }
        return nil
    }

    private func trusted(
        _ chain: CertificateChain, _ signer: Signer, _ coverage: SignatureCoverage, isWeak: Bool
    ) -> SignatureVerdict {
        guard let roots = checker.roots else { return .cannotBeChecked(.unknownIssuer(signer, covers: coverage)) }
        return switch chain.trust(roots, at: arrival) {
        case DSIG_TRUSTED: isWeak ? .weak(signer, covers: coverage) : .valid(signer, covers: coverage)
        case DSIG_WEAKLY_TRUSTED: .weak(signer, covers: coverage)
        case DSIG_EXPIRED, DSIG_NOT_YET_VALID: .invalid(.expired)
        case DSIG_REVOKED: .invalid(.revoked)
        case DSIG_LIST_OUTDATED: .cannotBeChecked(.outdatedList(signer, covers: coverage))
        default: .invalid(.issuer)
        }
    }
}
