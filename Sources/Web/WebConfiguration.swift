/// Where and how the office answers.
public struct WebConfiguration: Sendable {
    /// The address to listen on.
    public var host = "127.0.0.1"
    /// The port to listen on; 0 takes any that is free.
    public var port = 8080
    /// The host names that people use, with the port where it is not the usual one; empty accepts any well-formed name.
    ///
    /// A request for another name is answered 421, so that a page of ours cannot be had under a stranger's name.
    public var names: Set<String> = []
    /// The addresses of reverse proxies whose `X-Forwarded-For` is believed.
    public var trustedProxies: Set<String> = []
    /// Whether TLS ends in front of this server, so that cookies are `Secure` and browsers are told to insist on it.
    public var secure = false
    /// Whether `/metrics` answers to others than this machine.
    public var metricsForAnyone = false
    public var limits = WebLimits()

    public init() {}
}

/// How much, and how slowly, a client may send and read.
public struct WebLimits: Sendable {
    /// The largest form without files, and the largest JSON document, in bytes.
    public var form = 1 << 20
    /// The largest upload, in bytes, with its form around it.
    public var upload = 300 << 20
    /// The largest head of a request, in bytes, and the most fields in it.
    public var head = 16 << 10
    public var headFields = 100
    /// How long the head of a request may take, from the connection on.
    public var headDeadline = Duration.seconds(10)
    /// The slowest body that is waited for, in bytes a second, measured over ``bodyPause``.
    public var bodyRate = 1024
    /// How long a body is waited for before its pace is judged.
    public var bodyPause = Duration.seconds(60)
    /// How long an answer may take, once the whole request is here.
    public var answerDeadline = Duration.seconds(60)
    /// How long a connection may be open with nothing asked.
    public var idle = Duration.seconds(30)
    /// How long a client may take to read ``readStep`` bytes of an answer.
    public var readPause = Duration.seconds(30)
    public var readStep = 8 << 10
    /// Connections open at once; more wait in the kernel's queue.
    public var connections = 4096

    /// Requests of one office that brings envelopes a minute: an envelope takes two, and one more for each 16 MB.
    public var parcelRequests = 3000

    public init() {}

    /// The same for whoever has not signed in: a form waits in memory until it is whole, and anybody may begin one.
    var forStrangers: WebLimits {
        var limits = self
        limits.form = min(form, 16 << 10)
        return limits
    }
}
