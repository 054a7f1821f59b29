public import Records

/// Why the agency's own key cannot be used.
public enum SigningKeyFault: String, Sendable, Codable, CaseIterable {
    /// No private key in PEM, or one with a passphrase.
    case key
    /// No certificate in PEM.
    case certificate
    /// The certificate belongs to another key.
    case mismatch
    /// The key is neither RSA of 2048 bits or more nor ECDSA on P-256 or P-384, or the certificate does not let it sign.
    case kind

    public var sentence: Phrase {
        switch self {
        case .key:
            Phrase(
                "Không đọc được khóa ký của cơ quan (phải là PEM, không có mật khẩu).",
                "The agency's signing key cannot be read (it must be PEM without passphrase).")
        case .certificate:
            Phrase(
                "Không đọc được chứng thư số của cơ quan (phải là PEM).",
                "The agency's certificate cannot be read (it must be PEM).")
        case .mismatch:
            Phrase(
                "Chứng thư số của cơ quan không thuộc về khóa ký.",
                "The agency's certificate does not belong to its signing key.")
        case .kind:
            Phrase(
                "Khóa ký của cơ quan phải là RSA từ 2048 bit hoặc ECDSA P-256, P-384, và được phép dùng để ký.",
                "The agency's key must be RSA of 2048 bits or more or ECDSA on P-256 or P-384, and be meant for signing."
            )
        }
    }
}
