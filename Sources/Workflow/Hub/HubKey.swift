import Crypto
import Foundation

/// The key under which the secrets of systems are sealed, in the file `hub-key` of the hub's folder.
///
/// A secret cannot be kept hashed: to check an HMAC the hub needs the secret itself. So it stands in the database sealed with
/// AES-256-GCM and bound to its system's name: a copy of the database alone opens nothing, and no row can lend its secret
/// to another.
struct HubKey: Sendable {
    private let key: SymmetricKey

    init(in folder: DurableFolder) throws {
        let made = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        let bytes = try folder.read("hub-key") ?? folder.writeOnce("hub-key", made)
        guard bytes.count == 32 else { throw HubRefusal.badKey }
        key = SymmetricKey(data: bytes)
    }

    func seal(_ secret: String, of system: String) throws -> [UInt8] {
        let box = try AES.GCM.seal(Data(secret.utf8), using: key, authenticating: Data(system.utf8))
        guard let combined = box.combined else { throw HubRefusal.badKey }
        return Array(combined)
    }

    func open(_ sealed: [UInt8], of system: String) throws -> String {
        let box = try AES.GCM.SealedBox(combined: Data(sealed))
        return String(decoding: try AES.GCM.open(box, using: key, authenticating: Data(system.utf8)), as: UTF8.self)
    }
}
