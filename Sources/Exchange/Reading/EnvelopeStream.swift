import XMLStream

/// An envelope that is being read while it arrives.
///
/// Feed it every byte, then `finish` it. If it is dropped before, its attachments are removed.
public struct EnvelopeStream: ~Copyable {
    private let limits: EnvelopeLimits
    private let recipient: Set<String>?
    private let files: AttachmentFolder
    private var reader: XMLReader<EnvelopeHandler>

    init(limits: EnvelopeLimits, recipient: Set<String>?, folder: String) {
        self.limits = limits
        self.recipient = recipient
        files = AttachmentFolder(path: folder, limits: limits)
        reader = XMLReader(EnvelopeHandler(limits: limits, files: files), limits: limits.xml)
    }

    /// Reads the next bytes, however many.
    public mutating func feed(_ bytes: Span<UInt8>) throws(ExchangeError) {
        try reader.feed(bytes)
    }

    /// Says that the envelope has ended, and returns it.
    public consuming func finish() throws(ExchangeError) -> Envelope {
        let leadingBytes = reader.leadingBytes
        let limits = limits
        let recipient = recipient
        let files = files
        let handler = try reader.finish()
        let hasUndeclaredPrefix = reader.hasUndeclaredPrefix
        var interpreter = Interpreter(limits: limits, recipient: recipient, files: files)
        if hasUndeclaredPrefix { interpreter.warn(.undeclaredPrefix) }
        if leadingBytes > 0 { interpreter.warn(.leadingBytes(count: leadingBytes)) }
        let envelope = try interpreter.envelope(handler)
        files.keep()
        return envelope
    }
}
