import Crypto

/// A public key that notes are checked with, under the name of its owner (C2SP signed-note).
public struct VerifierKey: Sendable {
    /// What a key signs; the raw value is the type byte before the key.
    public enum Algorithm: UInt8, Sendable, CaseIterable {
        /// Ed25519 over the note's text: what a log signs with.
        case ed25519 = 0x01
        /// Ed25519 over time and text of a checkpoint: what a witness cosigns with (C2SP tlog-cosignature).
        case cosignature = 0x04
    }

    public let name: String
    public let algorithm: Algorithm
    /// The key's 32 bytes.
    public let bytes: [UInt8]
    /// The first four bytes of the SHA-256 of name and key, which each signature repeats.
    public let id: UInt32

    /// - Throws: ``TransparencyError/malformedKey`` for a name that cannot be used or a key that has not 32 bytes.
    public init(name: String, algorithm: Algorithm, bytes: [UInt8]) throws(TransparencyError) {
        guard KeyName.isValid(name), bytes.count == 32 else { throw .malformedKey }
        self.name = name
        self.algorithm = algorithm
        self.bytes = bytes
        let digest = SHA256.hash(data: Array(name.utf8) + [UInt8(ascii: "\n"), algorithm.rawValue] + bytes)
        id = digest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Reads the text of a key, `name+id+base64`, which is called vkey.
    ///
    /// - Throws: ``TransparencyError/malformedKey``, ``TransparencyError/malformedBase64``,
    ///   ``TransparencyError/unknownAlgorithm``, ``TransparencyError/wrongKeyID``.
    public init(_ text: String) throws(TransparencyError) {
        let parts = try KeyText(text)
        try self.init(name: parts.name, algorithm: parts.algorithm, bytes: parts.bytes)
        guard id == parts.id else { throw .wrongKeyID }
    }

    /// The key as text, `name+id+base64`, which is called vkey.
    public var text: String { KeyText(name: name, id: id, algorithm: algorithm, bytes: bytes).description }

    /// Says whether a signature with this key's name and identifier is by this key.
    func isSignature(_ signature: some Collection<UInt8>, of message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else { return false }
        return key.isValidSignature(Array(signature), for: message)
    }
}

/// The three parts of a key's text, public or private.
struct KeyText: CustomStringConvertible {
    let name: String
    let id: UInt32
    let algorithm: VerifierKey.Algorithm
    let bytes: [UInt8]

    init(name: String, id: UInt32, algorithm: VerifierKey.Algorithm, bytes: [UInt8]) {
        self.name = name
        self.id = id
        self.algorithm = algorithm
        self.bytes = bytes
    }

    init(_ text: some StringProtocol) throws(TransparencyError) {
        // The base64 may have a “+” of its own.
        let parts = text.parts(at: "+", most: 3)
        guard parts.count == 3, let id = KeyName.id(parts[1]) else { throw .malformedKey }
        let key = try Base64.decode(parts[2])
        guard let type = key.first else { throw .malformedKey }
        guard let algorithm = VerifierKey.Algorithm(rawValue: type) else { throw .unknownAlgorithm }
        self.init(name: parts[0], id: id, algorithm: algorithm, bytes: Array(key.dropFirst()))
    }

    var description: String { "\(name)+\(KeyName.text(of: id))+\(Base64.encode([algorithm.rawValue] + bytes))" }
}
