import Configuration
import Crypto
import Exchange
import Foundation
import Records
import Workflow

extension Settings {
    /// How the office exchanges envelopes with others, and by which ways (liên thông).
    struct Outside: Sendable {
        var exchange = ExchangeConfiguration()
        /// The certificates that signatures of envelopes must come from.
        var roots: TrustedRoots?
        var peers: [PeerSettings] = []
        /// How often each peer is asked for what waits.
        var pollSeconds = 30
    }

    /// - Throws: ``SettingsError`` naming the key, or the peer, that cannot be used.
    static func outside(_ reader: ConfigReader) throws -> Outside {
        var outside = Outside()
        outside.pollSeconds = try number(reader, "exchange.poll-seconds", 30, in: 1...3600)
        outside.exchange.directoryMostLost = try number(reader, "exchange.directory-most-lost", 20, in: 0...100)
        outside.exchange.directoryPatience = .seconds(
            try number(reader, "exchange.directory-alarm-days", 3, in: 1...365) * 86400)
        let code = reader.string(forKey: "exchange.document-code", default: "uuid")
        guard let documentCode = ExchangeConfiguration.DocumentCode(rawValue: code) else {
            throw SettingsError.invalid("exchange.document-code", "uuid or official")
        }
        outside.exchange.documentCode = documentCode
        if let file = reader.string(forKey: "exchange.roots"), !file.isEmpty {
            guard let pem = FileManager.default.contents(atPath: file), let roots = try? TrustedRoots(pem: Array(pem))
            else { throw SettingsError.invalid("exchange.roots", "a file of certificates in PEM that can be read") }
            outside.roots = roots
        }
        outside.exchange.signer = try signer(reader)
        if let file = reader.string(forKey: "exchange.peers"), !file.isEmpty {
            outside.peers = try PeerSettings.read(file)
        }
        outside.exchange.answersInvalidSignatures = reader.bool(
            forKey: "exchange.answer-invalid-signatures", default: true)
        outside.exchange.carriers = Dictionary(uniqueKeysWithValues: outside.peers.map { ($0.name, $0.agency) })
        outside.exchange.defaultPeer = reader.string(forKey: "exchange.default-peer", default: "")
        guard
            outside.exchange.defaultPeer.isEmpty
                || outside.peers.contains(where: { $0.name == outside.exchange.defaultPeer })
        else { throw SettingsError.invalid("exchange.default-peer", "the name of a peer in exchange.peers") }
        return outside
    }

    /// The offices that bring their envelopes themselves.
    ///
    /// - Throws: ``SettingsError`` where one cannot be told from another, or cannot know our name.
    func partners() throws -> [ParcelPartner] {
        let partners = try outside.peers.compactMap { try $0.asPartner() }
        guard partners.isEmpty || !names.isEmpty else {
            throw SettingsError.invalid(
                "http.names", "the name by which other offices reach this one, for they sign it")
        }
        for (place, partner) in partners.enumerated() {
            for other in partners[..<place] where other.code.lowercased() == partner.code.lowercased() {
                guard other.key.rawRepresentation == partner.key.rawRepresentation else {
                    throw SettingsError.peer(
                        partner.peer, "“\(other.peer)” names another partner-key for \(partner.code)")
                }
                guard other.agency.lowercased() != partner.agency.lowercased() else {
                    throw SettingsError.peer(partner.peer, "“\(other.peer)” is the same way already")
                }
            }
        }
        return partners
    }

    /// What signs the documents that leave; nothing where no key is named.
    private static func signer(_ reader: ConfigReader) throws -> EnvelopeSigner? {
        let files = ["exchange.key", "exchange.certificate"].map { reader.string(forKey: ConfigKey($0)) ?? "" }
        guard files.contains(where: { !$0.isEmpty }) else { return nil }
        guard let key = FileManager.default.contents(atPath: files[0]) else {
            throw SettingsError.invalid("exchange.key", "a file that can be read, as exchange.certificate must be")
        }
        guard let certificate = FileManager.default.contents(atPath: files[1]) else {
            throw SettingsError.invalid("exchange.certificate", "a file that can be read, as exchange.key must be")
        }
        do { return try EnvelopeSigner(key: Array(key), certificate: Array(certificate)) } catch {
            throw SettingsError.invalid("exchange.key", "a key that can sign: \(error.sentence.english)")
        }
    }
}
