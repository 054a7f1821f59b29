/// How one platform speaks the REST interface of the axis (trục liên thông): what sources leave open is said here.
///
/// The calls are the same everywhere; headers, the name of the file's part and the way to prove who asks differ.
public struct AxisDialect: Sendable, Hashable {
    /// How a request proves who asks.
    public enum Proof: Sendable, Hashable {
        /// Every parameter is a header `PREFIXname`, and an HMAC-SHA256 over a JSON object of them proves them (SDK 2.0).
        case signedHeaders(HeaderSignature)
        /// The secret itself is a header, and parameters are in the body (the variant of Lạng Sơn).
        case secretHeader(systemID: String, secret: String)
    }

    /// How the headers are signed where they are.
    public struct HeaderSignature: Sendable, Hashable {
        public var prefix = "XroadVnpt-"
        /// Headers without the prefix; each is sent with it.
        public var hashName = "hash-header"
        public var namesName = "sign-header-key"
        /// Whether the names in the JSON object carry the prefix.
        public var signsPrefixedNames = false
        /// Whether the object is in the order of the alphabet; otherwise in that of the list of names that is sent.
        public var isSorted = false
        public var version = "2.0"
        public var userAgent = "JAVASDKAgent/1.0.0 XRoad/VPCP"

        public init() {}
    }

    public var proof: Proof
    /// Before the name of each call, such as `/v1`; empty or with a slash in front.
    public var pathPrefix = ""
    /// The name of the part that holds the envelope.
    public var filePart = "file_doc"
    /// Error codes that mean success.
    public var success: Set<String> = ["0"]
    /// Error codes that mean that the system id or its secret is wrong.
    public var badCredentials: Set<String> = ["15"]
    /// Error codes after which the same envelope would be refused again.
    ///
    /// The meanings of 18 to 23 are not published; live ones refuse an envelope for its codes or its form.
    public var final: Set<String> = ["18", "19", "20", "21", "22", "23"]
    /// The status that takes a parcel off the list, and the one that says it cannot be taken.
    public var done = "done"
    public var failed = "fail"
    /// Which call gives the directory.
    public var directoryCall = "getAgenciesList"

    /// That of the national axis and of provincial platforms by the same maker (SDK VXP 2.0).
    public static let sdk2 = AxisDialect(proof: .signedHeaders(HeaderSignature()))

    /// That of the provincial platform of Lạng Sơn.
    public static let langSon: AxisDialect = {
        var dialect = AxisDialect(proof: .secretHeader(systemID: "X-SystemId", secret: "X-SecretKey"))
        dialect.pathPrefix = "/v1"
        dialect.filePart = "edocFile"
        return dialect
    }()

    public init(proof: Proof) { self.proof = proof }
}

/// Who asks, towards one platform.
public struct AxisAccount: Sendable, Hashable {
    /// The id that the platform gave us (mã hệ thống).
    public let systemID: String
    /// The secret that goes with it; never logged.
    public let secret: String

    /// - Throws: ``ExchangeError`` where either cannot stand in a header.
    public init(systemID: String, secret: String) throws(ExchangeError) {
        guard AxisParameter.isPlain(systemID), AxisParameter.isPlain(secret), !systemID.isEmpty, !secret.isEmpty else {
            throw ExchangeError(.transport(.credentials))
        }
        self.systemID = systemID
        self.secret = secret
    }
}
