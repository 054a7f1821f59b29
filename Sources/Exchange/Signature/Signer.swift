public import Foundation

/// Who signed an envelope, by the certificate (người ký, chứng thư số).
public struct Signer: Sendable, Codable, Hashable {
    /// The name (CN), such as the agency's or the officer's.
    public let commonName: String?
    public let organization: String?
    /// The whole name of the owner, in the order and notation of RFC 2253.
    public let subject: String
    /// The whole name of who issued the certificate.
    public let issuer: String
    /// The number that the issuer gave the certificate, in hexadecimal digits.
    public let serial: String
    public let validFrom: Date
    public let validUntil: Date
}
