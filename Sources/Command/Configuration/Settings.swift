import Configuration
import Foundation
import SystemPackage
import Workflow
import Yams

/// What the office runs with, read from options, the environment and a file, in this order.
struct Settings: Sendable {
    /// Every key; config/example.yaml explains each, and a test compares the two.
    static let keys: Set<String> = [
        "database.url", "database.connections", "files.folder", "http.host", "http.port", "http.names",
        "http.trusted-proxies", "http.secure", "http.metrics-for-anyone", "limits.upload-megabytes",
        "sessions.idle-minutes", "sessions.hours", "sessions.api-days", "trail.folder", "trail.origin", "trail.archive",
        "trail.months", "trail.collector", "trail.collector-roots", "trail.collector-certificate",
        "trail.collector-key", "trail.witnesses", "trail.stamps", "trail.stamp-roots", "mail.program", "mail.from",
        "mail.office", "exchange.peers", "exchange.default-peer", "exchange.roots", "exchange.key",
        "exchange.certificate", "exchange.answer-invalid-signatures", "exchange.document-code", "exchange.poll-seconds",
        "exchange.directory-most-lost", "exchange.directory-alarm-days", "outgoing.own-content", "outgoing.reserve",
        "outgoing.signers", "outgoing.templates", "outgoing.programs", "outgoing.confirmation", "outgoing.watermark",
        "pdf.tools", "pdf.font", "signatures.roots", "signatures.stamps",
        "seal.pkcs12", "seal.passphrase-file", "seal.module", "seal.token", "seal.key", "seal.pin-file",
        "seal.environment", "seal.certificate", "seal.image", "seal.millimetres", "log.level", "log.format",
    ]

    /// Every setting as it is written, where it is not left out.
    let values: [String: String]
    var databaseURL: String
    var databaseConnections: Int
    var filesFolder: String
    var host: String
    var port: Int
    var names: Set<String>
    var trustedProxies: Set<String>
    var secure: Bool
    var metricsForAnyone: Bool
    var uploadMegabytes: Int
    var idleMinutes: Int
    var sessionHours: Int
    var apiDays: Int
    var trailFolder: String
    var trailOrigin: String
    var trail: TrailConfiguration
    var mail: MailConfiguration
    var outside: Outside
    var outgoing: OutgoingConfiguration
    var papers: PaperConfiguration
    var logLevel: String
    var logFormat: String

    /// - Parameters:
    ///   - file: a YAML file; without one, options, environment and defaults are all.
    ///   - options: what was said on the command line, by key.
    /// - Throws: ``SettingsError`` naming the key that is unknown, missing or out of range.
    init(file: String?, options: [String: String]) async throws {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for (key, value) in options {
            values[AbsoluteConfigKey(key.split(separator: ".").map(String.init))] = ConfigValue(
                .string(value), isSecret: key == "database.url")
        }
        var providers: [any ConfigProvider] = [
            InMemoryProvider(name: "options", values: values),
            EnvironmentVariablesProvider().prefixKeys(with: "congvan"),
        ]
        if let file {
            try Self.refuseUnknownKeys(in: file)
            providers.append(try await FileProvider<YAMLSnapshot>(filePath: FilePath(file)))
        }
        try self.init(ConfigReader(providers: providers))
    }

    private init(_ reader: ConfigReader) throws {
        guard let url = reader.string(forKey: "database.url", isSecret: true), !url.isEmpty else {
            throw SettingsError.missing("database.url", "say --database postgresql://congvan_service@HOST/congvan")
        }
        values = Dictionary(
            uniqueKeysWithValues: Self.keys.compactMap { key in
                (reader.string(forKey: ConfigKey(key), isSecret: true)
                    ?? reader.int(forKey: ConfigKey(key)).map { "\($0)" }
                    ?? reader.bool(forKey: ConfigKey(key)).map { "\($0)" }).map { (key, $0) }
            })
        databaseURL = url
        databaseConnections = try Self.number(reader, "database.connections", 12, in: 1...200)
        filesFolder = reader.string(forKey: "files.folder", default: "var/files")
        host = reader.string(forKey: "http.host", default: "127.0.0.1")
        port = try Self.number(reader, "http.port", 8080, in: 0...65535)
        names = Self.list(reader, "http.names")
        trustedProxies = Self.list(reader, "http.trusted-proxies")
        secure = reader.bool(forKey: "http.secure", default: false)
        metricsForAnyone = reader.bool(forKey: "http.metrics-for-anyone", default: false)
        uploadMegabytes = try Self.number(reader, "limits.upload-megabytes", 300, in: 1...4096)
        idleMinutes = try Self.number(reader, "sessions.idle-minutes", 15, in: 1...1440)
        sessionHours = try Self.number(reader, "sessions.hours", 8, in: 1...168)
        apiDays = try Self.number(reader, "sessions.api-days", 30, in: 1...366)
        trailFolder = reader.string(forKey: "trail.folder", default: filesFolder + "/trail")
        trailOrigin = reader.string(forKey: "trail.origin", default: "congvan")
        trail = try Self.trail(reader, files: filesFolder)
        mail = Self.mail(reader)
        outside = try Self.outside(reader)
        outgoing = OutgoingConfiguration()
        outgoing.allowsOwnContent = reader.bool(forKey: "outgoing.own-content", default: false)
        outgoing.mostReserved = try Self.number(reader, "outgoing.reserve", 0, in: 0...100)
        outgoing.mostSigners = try Self.number(reader, "outgoing.signers", 10, in: 1...20)
        outgoing.watermark = reader.bool(forKey: "outgoing.watermark", default: false)
        outgoing.programs = reader.string(forKey: "outgoing.programs").flatMap { $0.isEmpty ? nil : $0 }
        outgoing.confirmationAddress = try Self.confirmation(reader)
        if let folder = reader.string(forKey: "outgoing.templates"), !folder.isEmpty {
            do { outgoing.templates = try TemplateFolder(path: folder) } catch {
                throw SettingsError.invalid("outgoing.templates", "a folder of templates with its list.tsv: \(error)")
            }
        }
        if outgoing.watermark, outgoing.programs == nil {
            throw SettingsError.missing(
                "outgoing.programs", "outgoing.watermark needs the programs that put marks on PDFs")
        }
        papers = try Self.papers(reader)
        logLevel = reader.string(forKey: "log.level", default: "info")
        logFormat = reader.string(forKey: "log.format", default: "text")
        guard ["text", "json"].contains(logFormat) else { throw SettingsError.invalid("log.format", "text or json") }
        guard ["trace", "debug", "info", "notice", "warning", "error", "critical"].contains(logLevel) else {
            throw SettingsError.invalid("log.level", "debug, info, notice, warning or error")
        }
    }

    static func number(_ reader: ConfigReader, _ key: String, _ standard: Int, in range: ClosedRange<Int>)
        throws -> Int
    {
        let text = reader.string(forKey: ConfigKey(key)) ?? reader.int(forKey: ConfigKey(key)).map { "\($0)" }
        guard let text else { return standard }
        guard let number = Int(text), range.contains(number) else {
            throw SettingsError.invalid(key, "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// Names between commas or blanks.
    private static func list(_ reader: ConfigReader, _ key: String) -> Set<String> {
        Set(reader.string(forKey: ConfigKey(key), default: "").split { $0 == "," || $0 == " " }.map(String.init))
    }

    private static func refuseUnknownKeys(in file: String) throws {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw SettingsError.unreadable(file)
        }
        let tree: Any?
        do { tree = try Yams.load(yaml: text) } catch { throw SettingsError.unreadable(file) }
        for key in names(in: tree, below: "") where !keys.contains(key) { throw SettingsError.unknown(key) }
    }

    private static func names(in tree: Any?, below prefix: String) -> [String] {
        guard let branches = tree as? [String: Any] else { return prefix.isEmpty ? [] : [prefix] }
        return branches.flatMap { names(in: $0.value, below: prefix.isEmpty ? $0.key : "\(prefix).\($0.key)") }
    }
}

/// Why the settings cannot be used; one line that names the key.
enum SettingsError: Error, CustomStringConvertible {
    case unknown(String)
    case missing(String, String)
    case invalid(String, String)
    case unreadable(String)
    case peer(String, String)

    var description: String {
        switch self {
        case .unknown(let key): "The setting “\(key)” is not known; config/example.yaml lists all."
        case .missing(let key, let hint): "The setting “\(key)” is missing: \(hint)."
        case .invalid(let key, let expected): "The setting “\(key)” must be \(expected)."
        case .unreadable(let file): "The settings file \(file) cannot be read."
        case .peer(let name, let why): "The peer “\(name)” cannot be used: \(why)."
        }
    }
}
