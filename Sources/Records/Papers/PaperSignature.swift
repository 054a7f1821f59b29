public import Foundation

/// A signature in a PDF, and what it is worth (chữ ký số).
public struct PaperSignature: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Codable {
        case signature
        /// A time stamp over the document, of nobody's will.
        case timestamp
    }

    /// Whether the bytes that it covers are those that were signed.
    public enum Integrity: String, Sendable, Codable, CaseIterable {
        case intact
        /// The bytes are others.
        case changed
        /// The key of the certificate did not make it.
        case forged
        /// It cannot be read, or is of a format that nobody should use.
        case malformed
    }

    /// How much of the file it covers.
    public enum Cover: String, Sendable, Codable, CaseIterable {
        /// All of it, to the last byte.
        case file
        /// All of it as it was when it was signed; something was added since.
        case revision
        /// Less than there was.
        case part
        case unclear
    }

    /// What was done to the file after it.
    public enum Change: String, Sendable, Codable, CaseIterable {
        case nothing
        /// Others signed.
        case signing
        /// Number or date were filled in, and others may have signed.
        case filling
        /// What is shown may be something else now.
        case forbidden
    }

    /// What its certificate is worth, by the roots that the administrator trusts.
    public enum Chain: String, Sendable, Codable, CaseIterable {
        case trusted, unknownIssuer, expired, notYetValid, revoked, wrongUsage, weak, invalidChain
        /// The list that says whether it was revoked is too old.
        case listOutdated
        /// No roots are configured.
        case noRoots
    }

    public let field: String
    public let kind: Kind
    public let integrity: Integrity
    public let covers: Cover
    public let later: Change
    /// The fields that were filled in after it.
    public let filled: [String]
    public let chain: Chain
    /// The revision of the file that it made, from 0.
    public let revision: Int
    /// Where it is seen; nothing where it is not.
    public let box: PaperPlace?
    /// Whether the file that was handed out had it not; nothing where it was compared with none.
    public let isNew: Bool?

    /// The name in the certificate.
    public let signer: String?
    public let organisation: String?
    public let title: String?
    public let issuer: String?
    /// In hexadecimal, as the certificate's own SHA-256.
    public let serial: String?
    public let fingerprint: String?
    public let notBefore: Date?
    public let notAfter: Date?
    /// The time that the signer says.
    public let claimed: Date?
    /// The time that a server of time stamps whom the roots stand for says.
    public let stamped: Date?
    public let digest: String?
    public let format: String?
    public let signedBytes: Int?
    /// More about what is wrong, for the log.
    public let detail: String

    /// Whether it is whole, by somebody who is trusted, and nothing was done since that may not be.
    public var isGood: Bool { integrity == .intact && later != .forbidden && chain == .trusted }
}
