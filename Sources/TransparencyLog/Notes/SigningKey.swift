import Crypto

/// A private key that notes or cosignatures are made with.
///
/// It is a secret: its text belongs in a file that only the log can read, never in a log line.
public struct SigningKey: Sendable {
    /// The public key that checks what this one signs.
    public let verifier: VerifierKey
    private let key: Curve25519.Signing.PrivateKey

    private static let prefix = "PRIVATE+KEY+"

    /// A new key.
    ///
    /// - Throws: ``TransparencyError/malformedKey`` for a name that cannot be used.
    public init(name: String, algorithm: VerifierKey.Algorithm = .ed25519) throws(TransparencyError) {
        try self.init(name: name, algorithm: algorithm, key: Curve25519.Signing.PrivateKey())
    }

    /// Reads the text of a key, `PRIVATE+KEY+name+id+base64`, which is called skey.
    ///
    /// - Throws: ``TransparencyError/malformedKey``, ``TransparencyError/malformedBase64``,
    ///   ``TransparencyError/unknownAlgorithm``, ``TransparencyError/wrongKeyID``.
    public init(_ text: String) throws(TransparencyError) {
        guard text.utf8.starts(with: Self.prefix.utf8) else { throw .malformedKey }
        let parts = try KeyText(Substring(text.utf8.dropFirst(Self.prefix.utf8.count)))
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: parts.bytes) else { throw .malformedKey }
        try self.init(name: parts.name, algorithm: parts.algorithm, key: key)
        guard verifier.id == parts.id else { throw .wrongKeyID }
    }

    private init(
        name: String, algorithm: VerifierKey.Algorithm, key: Curve25519.Signing.PrivateKey
    ) throws(TransparencyError) {
        self.key = key
        verifier = try VerifierKey(name: name, algorithm: algorithm, bytes: Array(key.publicKey.rawRepresentation))
    }

    /// The key as text, `PRIVATE+KEY+name+id+base64`, which is called skey: the secret itself.
    public var secretText: String {
        Self.prefix
            + KeyText(
                name: verifier.name, id: verifier.id, algorithm: verifier.algorithm, bytes: Array(key.rawRepresentation)
            ).description
    }

    /// Signs bytes, with whatever the algorithm puts before the signature.
    func signature(of message: [UInt8], after prefix: [UInt8] = []) throws(TransparencyError) -> NoteSignature {
        guard let signature = try? key.signature(for: message) else { throw .malformedKey }
        return try NoteSignature(name: verifier.name, keyID: verifier.id, bytes: prefix + Array(signature))
    }
}

extension SigningKey: CustomStringConvertible {
    /// The public key as text: a log line that shows this value gives no secret away.
    public var description: String { verifier.text }
}
