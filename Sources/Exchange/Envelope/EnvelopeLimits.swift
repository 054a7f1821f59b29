public import XMLStream

/// How much of an envelope is read before it is refused.
public struct EnvelopeLimits: Sendable, Hashable {
    /// The XML itself; some senders leave a few bytes before the declaration.
    public var xml: XMLLimits
    public var recipients = 2000
    public var attachments = 100
    /// Bytes of one attachment, decoded or unpacked.
    public var attachmentBytes: Int64 = 200 * 1024 * 1024
    /// Bytes of all attachments together, decoded or unpacked.
    public var totalAttachmentBytes: Int64 = 400 * 1024 * 1024
    /// How many times larger than itself a ZIP may become.
    public var unpackRatio: Int64 = 100

    public static let standard = EnvelopeLimits()

    public init() {
        xml = XMLLimits()
        xml.leadingBytes = 256
        xml.acceptsUndeclaredPrefixes = true
        xml.elements = 50_000
    }
}
