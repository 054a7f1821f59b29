/// Where another system is, and what proves it to us and us to it; set by the administrator alone.
public struct Peer: Sendable, Hashable {
    /// `https://HOST:PORT[/PATH]` in small letters but for the path, without a slash at its end.
    public let base: String
    /// The host as DNS knows it, or an address; IPv6 without brackets.
    public let host: String
    public let port: Int
    /// The path before that of each call, empty or with a slash in front.
    let pathPrefix: String
    /// Whether TLS proves who answers; without it, the way may not leave this host.
    let isSecure: Bool
    /// Whether the administrator says that this peer is in a network of ours: only then may its address be internal.
    public let isInternal: Bool
    /// A PEM file with the only roots that its certificate may come from; `nil` for those of the system.
    public let roots: String?
    /// PEM files with our certificate and its key, where the peer wants them (mutual TLS).
    public let certificate: String?
    public let key: String?

    /// A peer at the address `base`; plain `http:` is for internal peers on this very host, as behind a proxy that
    /// brings TLS.
    ///
    /// - Throws: ``ExchangeError`` where the address is none.
    public init(
        _ base: String, isInternal: Bool = false, roots: String? = nil, certificate: String? = nil, key: String? = nil
    ) throws(ExchangeError) {
        let base = base.hasSuffix("/") ? String(base.dropLast()) : base
        guard let (scheme, host, port, path) = Self.parts(of: base),
            scheme == "https" || isInternal && Self.isThisHost(host),
            (certificate == nil) == (key == nil)
        else { throw ExchangeError(.transport(.address)) }
        // Written anew: the client is told by this host's name to which address it may go, and finds that letter by letter.
        self.base = "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)\(path)"
        pathPrefix = path
        isSecure = scheme == "https"
        self.host = host
        self.port = port
        self.isInternal = isInternal
        self.roots = roots
        self.certificate = certificate
        self.key = key
    }

    /// What a request names as its authority: the port only where it is not the scheme's own.
    var authority: String {
        let host = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? host : "\(host):\(port)"
    }

    private static func isThisHost(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.wholeMatch(of: #/127(?:\.[0-9]{1,3}){3}/#) != nil
    }

    /// Takes an address apart that has no user, no query and nothing that two readers would read in two ways.
    private static func parts(of base: String) -> (scheme: String, host: String, port: Int, path: String)? {
        guard
            let match = base.wholeMatch(
                of: #/(https?)://(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9.\-]+))(?::([0-9]{1,5}))?((?:/[A-Za-z0-9._~\-]+)*)/#
            )
        else { return nil }
        let scheme = String(match.1)
        guard let host = match.2 ?? match.3 else { return nil }
        let port = match.4.flatMap { Int($0) } ?? (scheme == "https" ? 443 : 80)
        let segments = match.5.split(separator: "/")
        guard (1...65535).contains(port), host.utf8.count <= 253, !segments.contains("."), !segments.contains("..")
        else { return nil }
        return (scheme, host.lowercased(), port, String(match.5))
    }
}
