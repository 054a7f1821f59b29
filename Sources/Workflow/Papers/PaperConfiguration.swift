/// What the office signs PDF papers with, and by whom it lets others sign (chữ ký số trên văn bản điện tử).
public struct PaperConfiguration: Sendable {
    /// The agency's key, or an officer's in tests; its secret stands in a file that the service can read.
    public enum Key: Sendable, Hashable {
        /// A key in a file (PKCS#12).
        case pkcs12(file: String, passphraseFile: String)
        /// A key on a token behind a module of its maker (PKCS#11).
        ///
        /// `surroundings` is what the module looks for in its environment, such as `SOFTHSM2_CONF`.
        case pkcs11(module: String, token: String, key: String, pinFile: String, surroundings: [String: String] = [:])
    }

    /// The agency's seal: its key and what is seen of it (dấu và chữ ký số của cơ quan).
    public struct Seal: Sendable, Hashable {
        public var key: Key
        /// The certificate (PEM) where the token holds none, with those between it and the root.
        public var certificate: String?
        /// The picture of the seal, in red on nothing (PNG).
        public var image: String?
        /// The seal's real width.
        public var millimetres = 36.0

        public init(key: Key, certificate: String? = nil, image: String? = nil, millimetres: Double = 36) {
            self.key = key
            self.certificate = certificate
            self.image = image
            self.millimetres = millimetres
        }
    }

    /// The folder that `deploy/install-pdf` makes; nothing can be signed where it is left out.
    public var tools: String?
    /// A font with Times New Roman's measures and Vietnamese letters.
    public var font = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"
    /// A file or folder of the certificates that signatures must come from, and of lists of revoked ones.
    public var roots: String?
    public var seal: Seal?
    /// The address of a server of time stamps (RFC 3161).
    public var stampAddress: String?
    /// What one process may use of memory, in bytes; a decision of 300 pages takes 130 MB of it.
    public var memory = 1 << 30
    /// What one process may use of processor time, in seconds.
    public var seconds = 60

    public init() {}
}
