public import Foundation

/// Judges the signatures of envelopes (kiểm tra chữ ký số của gói tin).
///
/// A crypto library alone is no defence: it verifies whatever part of a file a signature points at. Here the signature
/// must have one of a few plain shapes, and the envelope is read from the very bytes that were digested.
public struct SignatureChecker: Sendable {
    /// Whom to trust; without, a signature can be right but its signer remains unknown.
    public var roots: TrustedRoots?
    public var limits: SignatureLimits

    public init(roots: TrustedRoots? = nil, limits: SignatureLimits = .standard) {
        self.roots = roots
        self.limits = limits
    }

    /// The verdict on an envelope's signature, which may also be `invalid`.
    ///
    /// The certificate must have been valid when the envelope arrived: whoever signs can claim any time. An
    /// ``ExchangeError`` says that the file is not XML, is hostile, or cannot be read.
    public func verdict(
        file path: String, limits: EnvelopeLimits = .standard, arrived arrival: Date = Date()
    ) throws(ExchangeError) -> SignatureVerdict {
        let source = try SourceFile(path)
        guard try source.contains("Signature") else { return .none }
        let check = SignatureCheck(checker: self, xml: limits.xml, source: source, arrival: arrival)
        return try check.outcome { _ in }.verdict
    }
}
