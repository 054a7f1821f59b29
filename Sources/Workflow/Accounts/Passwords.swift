import Crypto
import CryptoExtras
import Foundation

/// Passwords, kept as scrypt keys (RFC 7914).
///
/// The text form is `$scrypt$ln=15,r=8,p=1$salt$key`, so that the cost can grow and old hashes are still understood.
enum Passwords {
    private static let blockSize = 8
    private static let keyLength = 32

    /// Hashes with a cost of two to this power.
    static func hash(_ password: String, cost: Int) throws -> String {
        let salt = random(16)
        return text(cost, salt, try derive(password, salt: salt, cost: cost))
    }

    /// Whether the password is the one that was hashed; takes as long where it is not.
    static func verify(_ password: String, _ hash: String) throws -> Bool {
        let parts = hash.split(separator: "$")
        guard parts.count == 4, parts[0] == "scrypt", let salt = Data(base64Encoded: String(parts[2])),
            let key = Data(base64Encoded: String(parts[3])), let cost = Self.cost(in: parts[1])
        else { return false }
        let derived = try derive(password, salt: salt, cost: cost)
        return zip(derived, key).reduce(derived.count ^ key.count) { $0 | Int($1.0 ^ $1.1) } == 0
    }

    /// What an unknown name is checked against, so that it costs as much as a known one: the hash of nothing.
    static func nobody(cost: Int) -> String { text(cost, random(16), random(keyLength)) }

    private static func random(_ count: Int) -> Data {
        var generator = SystemRandomNumberGenerator()
        return Data((0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    private static func text(_ cost: Int, _ salt: Data, _ key: Data) -> String {
        "$scrypt$ln=\(cost),r=\(blockSize),p=1$\(salt.base64EncodedString())$\(key.base64EncodedString())"
    }

    private static func cost(in parameters: Substring) -> Int? {
        parameters.split(separator: ",").first { $0.hasPrefix("ln=") }.flatMap { Int($0.dropFirst(3)) }
    }

    private static func derive(_ password: String, salt: Data, cost: Int) throws -> Data {
        let key = try KDF.Scrypt.deriveKey(
            from: Data(password.precomposedStringWithCompatibilityMapping.utf8), salt: salt, outputByteCount: keyLength,
            rounds: 1 << cost, blockSize: blockSize, parallelism: 1, maxMemory: 128 << 20)
        return key.withUnsafeBytes { Data($0) }
    }
}
