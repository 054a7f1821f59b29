import Crypto
import Foundation
import Glibc

/// The Ed25519 key by which this office signs its requests to other offices: a file with one line of base64.
struct OfficeKeyFile {
    let path: String
    let key: Curve25519.Signing.PrivateKey

    /// What other offices name in their file of peers.
    var publicText: String { key.publicKey.rawRepresentation.base64EncodedString() }

    /// Reads the key.
    ///
    /// - Throws: ``SettingsError`` where there is none, or others than its owner may read it.
    init(reading path: String, of peer: String) throws {
        var status = stat()
        guard stat(path, &status) == 0, let text = try? String(contentsOfFile: path, encoding: .utf8),
            let bytes = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
        else {
            throw SettingsError.peer(peer, "its signing-key \(path) is none; “congvan peer key \(path)” makes one")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw SettingsError.peer(peer, "others can read its signing-key \(path); say chmod 600 \(path)")
        }
        self.path = path
        self.key = key
    }

    /// Makes a key, for its owner alone; an older one is never overwritten.
    init(making path: String) throws {
        key = Curve25519.Signing.PrivateKey()
        self.path = path
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw SettingsError.invalid(path, "a file that can be made: \(String(cString: strerror(errno)))")
        }
        defer { close(file) }
        let line = Array("\(key.rawRepresentation.base64EncodedString())\n".utf8)
        guard write(file, line, line.count) == line.count, fsync(file) == 0 else {
            unlink(path)
            throw SettingsError.invalid(path, "a file that can be written: \(String(cString: strerror(errno)))")
        }
    }

    /// A public key as it stands in the file of peers.
    static func publicKey(_ text: String) -> Curve25519.Signing.PublicKey? {
        Data(base64Encoded: text).flatMap { try? Curve25519.Signing.PublicKey(rawRepresentation: $0) }
    }
}
