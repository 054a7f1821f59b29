/// How much a peer may cost us.
public struct TransportLimits: Sendable, Hashable {
    /// Bytes of one envelope; as the reader takes them by default.
    public var envelopeBytes: Int64 = 512 << 20
    /// Bytes of an answer that holds no envelope.
    public var answerBytes = 256 << 10
    /// Bytes of a list of what waits: platforms that do not page list everything, some 400 bytes for each parcel.
    public var listBytes = 8 << 20
    /// Bytes of a directory of agencies: the national one has some 120 000.
    public var directoryBytes = 64 << 20
    /// Seconds until there must be a connection.
    public var connectSeconds: Int64 = 5
    /// Seconds for a call that carries no envelope; also the longest silence within one that does.
    public var answerSeconds: Int64 = 60
    /// How slow a connection may be that carries an envelope, in bytes a second.
    public var slowestBytesPerSecond: Int64 = 16 << 10

    public static let standard = TransportLimits()

    public init() {}

    /// Seconds that a call may take that carries so many bytes.
    func patience(bytes: Int64) -> Int64 { answerSeconds + bytes / max(1, slowestBytesPerSecond) }
}
