/// How much work a signature may make.
public struct SignatureLimits: Sendable, Hashable {
    /// Bytes of the envelope without its long texts, which is what has to be kept in memory; with more, the signature
    /// cannot be checked.
    ///
    /// The contents of attachments are long texts unless they are broken into short lines with carriage returns, or
    /// stand in CDATA.
    public var keptBytes = 4 * 1024 * 1024
    /// Bytes of the canonical form without the long texts, which can be larger: it repeats namespaces.
    public var canonicalBytes = 16 * 1024 * 1024
    /// References of one signature; each is another pass over the envelope.
    public var references = 8
    /// Elements of the signature.
    public var elements = 500
    /// Certificates that the signature brings.
    public var certificates = 8

    public static let standard = SignatureLimits()

    public init() {}
}
