import Foundation
import TransparencyLog

/// The key of a log or of a witness, in the files `signing-key` and `verifier-key`.
///
/// Whoever has the first can sign for its owner: the file is for the service alone.
extension DurableFolder {
    /// The key that is kept here; `nil` where there is none yet.
    func signingKey() throws -> SigningKey? { try read("signing-key").map(Self.signingKey) }

    /// The key that is kept here, made where there is none yet.
    func signingKey(named name: String, algorithm: VerifierKey.Algorithm = .ed25519) throws -> SigningKey {
        if let key = try signingKey() { return key }
        let made = try SigningKey(name: name, algorithm: algorithm)
        let key = try Self.signingKey(writeOnce("signing-key", Array((made.secretText + "\n").utf8)))
        try write("verifier-key", Array((key.verifier.text + "\n").utf8))
        return key
    }

    /// What checks what the key signs; `nil` where there is none yet.
    func verifierKey() throws -> VerifierKey? {
        try read("verifier-key").map {
            try VerifierKey(String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .newlines))
        }
    }

    private static func signingKey(_ bytes: [UInt8]) throws -> SigningKey {
        try SigningKey(String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines))
    }
}
