/// What is known of an envelope's signature (chữ ký số của gói tin).
///
/// Only `invalid` is a reason to refuse the envelope: a sender who wanted to deceive would rather leave the signature
/// away, and most honest ones have none or a decorative one (QCVN 102:2016/BTTTT as it is used; edXML §5).
public enum SignatureVerdict: Sendable, Codable, Hashable {
    /// There is none (không có).
    case none
    /// The content is what the signer signed, and the signer is known through a trusted root (hợp lệ).
    case valid(Signer, covers: SignatureCoverage)
    /// As `valid`, but with SHA-1 or an RSA key of less than 2048 bits: what it proves can be forged with effort (yếu).
    case weak(Signer, covers: SignatureCoverage)
    /// There is something of that name that is no XML signature (không đúng quy cách).
    case malformed
    /// It may be good or not (không kiểm được).
    case cannotBeChecked(SignatureObstacle)
    /// It is wrong, and the envelope is refused (không hợp lệ).
    case invalid(SignatureFault)

    /// One word for the verdict, the same for good: for statistics and for other programs.
    public var word: String {
        switch self {
        case .none: "none"
        case .valid: "valid"
        case .weak: "weak"
        case .malformed: "malformed"
        case .cannotBeChecked: "cannot-be-checked"
        case .invalid: "invalid"
        }
    }

    /// Who signed, as far as a certificate says so.
    ///
    /// Of a verdict that is neither `valid` nor `weak` it is a claim.
    public var signer: Signer? {
        switch self {
        case .valid(let signer, _), .weak(let signer, _), .cannotBeChecked(.unknownIssuer(let signer, _)),
            .cannotBeChecked(.outdatedList(let signer, _)):
            signer
        case .none, .malformed, .cannotBeChecked, .invalid: nil
        }
    }
}

/// How much of the envelope a signature speaks for.
public enum SignatureCoverage: String, Sendable, Codable, CaseIterable {
    /// All of it.
    case whole
    /// The document's header (`MessageHeader`), but neither the attached files nor the trace.
    case header
}

/// Why a signature could not be checked.
public enum SignatureObstacle: Sendable, Codable, Hashable {
    /// No trusted root is configured. The content is what the owner of the certificate signed, whoever that is.
    case unknownIssuer(Signer, covers: SignatureCoverage)
    /// As before, but the certificate could have been revoked: the issuer's list of revoked ones is out of date.
    case outdatedList(Signer, covers: SignatureCoverage)
    /// The signature brings no certificate.
    case noCertificate
    /// It uses a sound algorithm that this program does not have.
    case unknownAlgorithm
    /// The envelope is of another format, whose signatures are not known here.
    case otherFormat
    /// What has to be kept in memory for the check is more than the limit.
    case tooLarge
}

/// Why a signature is wrong.
public enum SignatureFault: String, Sendable, Codable, CaseIterable {
    /// The content was changed after it was signed.
    case digest
    /// The signature itself was not made with the key of its certificate.
    case value
    /// It uses a method that proves nothing, such as HMAC or MD5, or one that does not fit the key.
    case algorithm
    /// It changes the content before it signs it, in a way that could hide anything.
    case transform
    /// It refers to something outside of the envelope.
    case reference
    /// What it signs is not what would be read: neither the envelope nor its one header.
    case coverage
    /// It stands where none belongs, twice, or holds what none may hold.
    case structure
    /// It has so many parts that checking it would stop other work.
    case limit
    /// The key is too short, or is not meant for signing.
    case key
    /// The certificate was not issued by anyone whom the administrator trusts.
    case issuer
    /// The certificate had ended when the envelope arrived, or had not begun.
    case expired
    /// The issuer has revoked the certificate.
    case revoked
}
