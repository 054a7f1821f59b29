/// How much of a document is read before it is refused.
///
/// Everything is counted while parsing, so a refusal costs no more than what was read up to it.
public struct XMLLimits: Sendable, Hashable {
    /// How deep elements may nest.
    public var depth = 64
    /// Attributes of one element.
    public var attributes = 64
    /// Namespace declarations in force at one place.
    public var namespaces = 32
    /// Elements of the whole document.
    public var elements = 200_000
    /// Bytes of a name with its prefix.
    public var nameLength = 256
    /// Bytes of one tag, comment or processing instruction.
    ///
    /// A parser that keeps a tag whole compares its attributes pair by pair: a megabyte of them takes 20 seconds.
    public var markupLength = 64 * 1024
    /// Bytes of the text of one element that is not streamed.
    public var textLength = 1024 * 1024
    /// Bytes of all texts that are not streamed.
    public var totalText = 8 * 1024 * 1024
    /// Bytes of the document.
    public var totalBytes = 512 * 1024 * 1024
    /// Time spent in parsing, without the time that the bytes take to arrive.
    public var time = Duration.seconds(60)
    /// Bytes that are skipped before the first `<`.
    ///
    /// XML allows none before its declaration; some senders leave a few there.
    public var leadingBytes = 0

    /// Whether a prefix that is declared nowhere stands for no namespace, instead of being a fault.
    ///
    /// Namespaces in XML forbids it; some senders write so.
    public var acceptsUndeclaredPrefixes = false

    public static let standard = XMLLimits()

    public init() {}
}
