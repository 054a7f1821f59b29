import Configuration
import Workflow

extension Settings {
    /// The part that says how the trail is kept, proven and sent elsewhere.
    static func trail(_ reader: ConfigReader, files: String) throws -> TrailConfiguration {
        var trail = TrailConfiguration(
            archiveFolder: reader.string(forKey: "trail.archive", default: files + "/trail-archive"))
        trail.months = try number(reader, "trail.months", 24, in: TrailConfiguration.fewestMonths...1200)
        trail.collector = try collector(reader)
        trail.witnesses = try witnesses(reader)
        trail.stampAddress = text(reader, "trail.stamps")
        trail.stampRoots = text(reader, "trail.stamp-roots")
        return trail
    }

    static func mail(_ reader: ConfigReader) -> MailConfiguration {
        var mail = MailConfiguration()
        if let program = text(reader, "mail.program") { mail.program = program }
        mail.from = text(reader, "mail.from") ?? ""
        mail.office = text(reader, "mail.office") ?? ""
        return mail
    }

    private static func collector(_ reader: ConfigReader) throws -> TrailConfiguration.Collector? {
        guard let address = text(reader, "trail.collector") else { return nil }
        guard let colon = address.lastIndex(of: ":"), colon != address.startIndex,
            let port = Int(address[address.index(after: colon)...]), (1...65535).contains(port)
        else { throw SettingsError.invalid("trail.collector", "HOST:PORT") }
        return .init(
            host: String(address[..<colon]), port: port, roots: text(reader, "trail.collector-roots"),
            certificate: text(reader, "trail.collector-certificate"), key: text(reader, "trail.collector-key"))
    }

    private static func witnesses(_ reader: ConfigReader) throws -> [TrailConfiguration.Witness] {
        try (text(reader, "trail.witnesses") ?? "").split(separator: ",").map { witness in
            let parts = witness.split(separator: " ").map(String.init)
            guard parts.count == 2 else {
                throw SettingsError.invalid("trail.witnesses", "ADDRESS KEY, and more after commas")
            }
            return .init(address: parts[0], key: parts[1])
        }
    }

    /// A text that says something.
    static func text(_ reader: ConfigReader, _ key: String) -> String? {
        reader.string(forKey: ConfigKey(key)).flatMap { $0.isEmpty ? nil : $0 }
    }
}
