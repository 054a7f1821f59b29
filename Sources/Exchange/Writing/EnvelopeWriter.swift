import Glibc
import XMLStream

/// Writes envelopes as the standard's own software does, to the letter, for whatever reads them to find what it looks for.
///
/// Prefixes, order and dates are those of that software; nothing is written empty. Attachments are streamed from their
/// files, so an envelope of any size needs the same small memory.
public struct EnvelopeWriter: Sendable {
    /// How strict a writer is.
    public enum Rules: Sendable {
        /// What receivers need is there, and fits into their columns: for documents of our own.
        case sending
        /// As much as was read: for passing on and converting what others wrote.
        case copying
    }

    public var rules: Rules
    /// Nothing is written that a reader with these limits would refuse.
    public var limits: EnvelopeLimits

    public init(rules: Rules = .sending, limits: EnvelopeLimits = .standard) {
        self.rules = rules
        self.limits = limits
    }

    /// Writes an envelope to a file that was not there before, or replaces the one that was.
    ///
    /// The file appears whole and durable, or not at all.
    ///
    /// - Throws: ``ExchangeError`` with the field that cannot be sent and why, or with what the system said.
    public func write(_ envelope: Envelope, to path: String) throws(ExchangeError) {
        let file = try ReplacedFile(path)
        try write(envelope, to: file.descriptor)
        try file.commit()
    }

    /// Writes an envelope to a descriptor that the caller opened, such as a pipe.
    ///
    /// After an error, what was written so far is no envelope.
    public func write(_ envelope: Envelope, to descriptor: Int32) throws(ExchangeError) {
        try EnvelopeCheck(rules: rules, limits: limits).check(envelope)
        let parcels = try Parcel.all(of: envelope, limits: limits)
        var writer = FieldWriter(XMLWriter(to: descriptor), rules: rules)
        try writer.envelope(envelope, parcels)
    }
}
