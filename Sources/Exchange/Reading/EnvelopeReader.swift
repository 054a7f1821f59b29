/// Reads envelopes that come from outside.
///
/// An envelope is never believed: it is read within limits, nothing of it becomes a path, and what is wrong with it is
/// told as a sentence. What is merely unusual is accepted and listed as a warning, because senders differ.
public struct EnvelopeReader: Sendable {
    public var limits: EnvelopeLimits
    /// The codes of this agency; an envelope to none of them is refused.
    ///
    /// `nil` accepts every recipient.
    public var recipient: Set<String>?

    public init(limits: EnvelopeLimits = .standard, recipient: Set<String>? = nil) {
        self.limits = limits
        self.recipient = recipient
    }

    /// Reads an envelope from a file, and writes its attachments as `1`, `2`, `3` … into a folder.
    ///
    /// The folder must exist and hold no such files. After an error none of them is left.
    public func read(file path: String, attachmentsInto folder: String) throws(ExchangeError) -> Envelope {
        var stream = stream(attachmentsInto: folder)
        let input = try InputFile(path)
        while try input.next({ bytes throws(ExchangeError) in try stream.feed(bytes.span) }) {}
        return try stream.finish()
    }

    /// Reads an envelope that arrives in pieces, such as an upload.
    public func stream(attachmentsInto folder: String) -> EnvelopeStream {
        EnvelopeStream(limits: limits, recipient: recipient, folder: folder)
    }
}
