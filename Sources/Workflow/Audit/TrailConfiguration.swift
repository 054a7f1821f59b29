/// How the trail is kept, proven and sent elsewhere; everything may be left out.
public struct TrailConfiguration: Sendable {
    /// A host that takes the trail live, as syslog over TLS (RFC 5425).
    public struct Collector: Sendable {
        public var host: String
        public var port: Int
        /// A file of certificates (PEM) that the collector's must come from; the system's where left out.
        public var roots: String?
        /// The office's own certificate and its key (PEM), where the collector asks for one.
        public var certificate: String?
        public var key: String?

        public init(host: String, port: Int, roots: String? = nil, certificate: String? = nil, key: String? = nil) {
            self.host = host
            self.port = port
            self.roots = roots
            self.certificate = certificate
            self.key = key
        }
    }

    /// Somebody who cosigns the log's checkpoints (C2SP tlog-witness).
    public struct Witness: Sendable, Hashable {
        /// Where `add-checkpoint` is below.
        public var address: String
        /// The key that checks its cosignatures.
        public var key: String

        public init(address: String, key: String) {
            self.address = address
            self.key = key
        }
    }

    /// The least that the law of neighbouring fields asks for; nothing younger is ever left out.
    public static let fewestMonths = 12

    /// Where months that are left out are kept.
    public var archiveFolder: String
    /// So many whole months stay in the database, the running one apart.
    public var months = 24
    public var collector: Collector?
    public var witnesses: [Witness] = []
    /// A server of time stamps (RFC 3161), and the certificates (PEM) that its must come from.
    public var stampAddress: String?
    public var stampRoots: String?

    public init(archiveFolder: String) { self.archiveFolder = archiveFolder }
}

/// How mail leaves the machine.
public struct MailConfiguration: Sendable {
    /// A program with the interface of sendmail: it reads a message with its headers and takes the recipients from them
    /// (`-t`).
    public var program = "/usr/sbin/sendmail"
    public var from = ""
    /// How people reach the office, for links in mails; empty for none.
    public var office = ""

    public init() {}
}
