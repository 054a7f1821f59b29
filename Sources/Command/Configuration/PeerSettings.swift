import Exchange
import Foundation
import Records
import Workflow
import Yams

/// A peer as the file of peers says it (kết nối liên thông): one way by which envelopes of one agency here travel.
///
/// Secrets stand in files of their own, so that this one can be shown to anybody.
struct PeerSettings: Codable, Sendable {
    enum Way: String, Codable, Sendable {
        case spool, axis, office
    }

    let name: String
    /// The code of the agency here whose envelopes it carries.
    let agency: String
    let transport: Way
    /// Of a spool folder.
    var folder: String?
    /// Of an axis, with its path: https://axis.example.vn/edoc; of an office without one.
    var address: String?
    /// sdk2, or langSon.
    var dialect: String?
    var system: String?
    /// A file whose first line is the secret.
    var secretFile: String?
    /// Whether its address may lead inside, as that of a hub that the office runs itself.
    var `internal`: Bool?
    /// What its certificate must come from, and our own where it asks for one (mutual TLS).
    var roots: String?
    var certificate: String?
    var key: String?
    /// Of an office: the code of its agency, and the public half of the key that it signs with.
    var partner: String?
    var partnerKey: String?
    /// The file of the key that we sign with.
    var signingKey: String?
    /// Whether its list of agencies is taken over each day; of an axis.
    var directory: Bool?

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case name, agency, transport, folder, address, dialect, system, `internal`, roots, certificate, key, partner
        case directory
        case secretFile = "secret-file"
        case partnerKey = "partner-key"
        case signingKey = "signing-key"
    }

    private struct File: Decodable {
        let peers: [PeerSettings]
    }

    /// - Throws: ``SettingsError`` saying which peer is wrong, and why.
    static func read(_ file: String) throws -> [PeerSettings] {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw SettingsError.unreadable(file)
        }
        let known = Set(CodingKeys.allCases.map(\.rawValue))
        let tree = try? Yams.load(yaml: text) as? [String: Any]
        for peer in tree?["peers"] as? [[String: Any]] ?? [] {
            if let foreign = peer.keys.sorted().first(where: { !known.contains($0) }) {
                throw SettingsError.peer("\(peer["name"] ?? "?")", "“\(foreign)” is no setting of a peer")
            }
        }
        let peers: [PeerSettings]
        do { peers = try YAMLDecoder().decode(File.self, from: text).peers } catch {
            throw SettingsError.invalid(
                "exchange.peers", "a YAML file of peers, each with name, agency and transport (spool, axis or office)")
        }
        guard Set(peers.map(\.name)).count == peers.count else {
            throw SettingsError.invalid("exchange.peers", "a list of peers with a name of its own each")
        }
        return peers
    }

    /// Opens the way.
    func opened() throws -> any Transport {
        do {
            switch transport {
            case .spool where directory == true, .office where directory == true:
                throw SettingsError.peer(name, "only an axis has a “directory”")
            case .spool: return try SpoolFolder(try required(folder, "folder"))
            case .axis: return AxisClient(try peer(), dialect: try chosenDialect(), account: try account())
            case .office:
                guard URL(string: address ?? "")?.path.drop(while: { $0 == "/" }).isEmpty ?? true else {
                    throw SettingsError.peer(name, "the address of an office has no path")
                }
                let file = try OfficeKeyFile(reading: try required(signingKey, "signing-key"), of: name)
                return try OfficeClient(peer(), key: .init(id: agency, key: file.key))
            }
        } catch let error as ExchangeError {
            throw SettingsError.peer(name, error.sentence.english)
        }
    }

    /// The other office, where it brings its envelopes itself.
    func asPartner() throws -> ParcelPartner? {
        guard transport == .office else { return nil }
        guard let key = OfficeKeyFile.publicKey(try required(partnerKey, "partner-key")) else {
            throw SettingsError.peer(name, "its partner-key is none; it is what “congvan peer key” prints there")
        }
        let code = try required(partner, "partner")
        guard code.caseInsensitiveCompare(agency) != .orderedSame else {
            throw SettingsError.peer(name, "its partner is the agency here itself")
        }
        return ParcelPartner(peer: name, agency: agency, code: code, key: key)
    }

    private func peer() throws -> Peer {
        try Peer(
            try required(address, "address"), isInternal: `internal` ?? false, roots: roots, certificate: certificate,
            key: key)
    }

    private func chosenDialect() throws -> AxisDialect {
        switch dialect ?? "sdk2" {
        case "sdk2": return .sdk2
        case "langSon": return .langSon
        default: throw SettingsError.peer(name, "its dialect must be sdk2 or langSon")
        }
    }

    private func account() throws -> AxisAccount {
        let file = try required(secretFile, "secret-file")
        guard let text = try? String(contentsOfFile: file, encoding: .utf8),
            let secret = text.split(separator: "\n").first, !secret.isEmpty
        else { throw SettingsError.peer(name, "its secret-file \(file) cannot be read or is empty") }
        return try AxisAccount(systemID: try required(system, "system"), secret: String(secret))
    }

    private func required(_ value: String?, _ key: String) throws -> String {
        guard let value, !value.isEmpty else { throw SettingsError.peer(name, "it needs “\(key)”") }
        return value
    }
}
