import Configuration
import Foundation
import Workflow

extension Settings {
    /// The part that says what signs PDF papers, and with which key for the agency.
    static func papers(_ reader: ConfigReader) throws -> PaperConfiguration {
        var papers = PaperConfiguration()
        papers.tools = text(reader, "pdf.tools")
        if let font = text(reader, "pdf.font") { papers.font = font }
        papers.roots = text(reader, "signatures.roots")
        papers.stampAddress = text(reader, "signatures.stamps")
        guard let key = try sealKey(reader) else { return papers }
        papers.seal = PaperConfiguration.Seal(
            key: key, certificate: text(reader, "seal.certificate"), image: text(reader, "seal.image"),
            millimetres: Double(try number(reader, "seal.millimetres", 36, in: 10...60)))
        return papers
    }

    /// Where anybody confirms documents: the office's own address, as people outside reach it.
    static func confirmation(_ reader: ConfigReader) throws -> String? {
        guard let address = text(reader, "outgoing.confirmation") else { return nil }
        guard let url = URL(string: address), ["https", "http"].contains(url.scheme), url.host() != nil,
            url.path().isEmpty || url.path() == "/", url.query() == nil, address.utf8.count <= 100
        else { throw SettingsError.invalid("outgoing.confirmation", "an address such as https://vanphong.example.vn") }
        return address.hasSuffix("/") ? String(address.dropLast()) : address
    }

    private static func sealKey(_ reader: ConfigReader) throws -> PaperConfiguration.Key? {
        if let file = text(reader, "seal.pkcs12") {
            guard text(reader, "seal.module") == nil else {
                throw SettingsError.invalid("seal.module", "left out where seal.pkcs12 is given")
            }
            return .pkcs12(file: file, passphraseFile: try needed(reader, "seal.passphrase-file"))
        }
        guard let module = text(reader, "seal.module") else { return nil }
        return .pkcs11(
            module: module, token: try needed(reader, "seal.token"), key: try needed(reader, "seal.key"),
            pinFile: try needed(reader, "seal.pin-file"), surroundings: try surroundings(reader))
    }

    private static func needed(_ reader: ConfigReader, _ key: String) throws -> String {
        guard let text = text(reader, key) else { throw SettingsError.missing(key, "the agency's key needs it") }
        return text
    }

    private static func surroundings(_ reader: ConfigReader) throws -> [String: String] {
        let pairs = (text(reader, "seal.environment") ?? "").split(separator: ",").map {
            $0.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
        }
        guard pairs.allSatisfy({ $0.count == 2 && !$0[0].isEmpty }) else {
            throw SettingsError.invalid("seal.environment", "NAME=VALUE, and more after commas")
        }
        return Dictionary(pairs.map { ($0[0], $0[1]) }) { $1 }
    }
}

extension PaperConfiguration.Key {
    /// What kind of key it is, without where it lies.
    var kind: String {
        switch self {
        case .pkcs12: "pkcs12"
        case .pkcs11: "pkcs11"
        }
    }
}
