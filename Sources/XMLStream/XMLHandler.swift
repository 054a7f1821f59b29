/// Receives a document while it is parsed.
///
/// Throwing from any of the methods ends the parse, and `XMLReader.feed` throws that error.
public protocol XMLHandler {
    associatedtype Failure: Error

    /// An element begins; the answer says what becomes of its text.
    mutating func start(_ element: XMLElement) throws(Failure) -> XMLText

    /// A piece of the text of an element that is streamed.
    ///
    /// Pieces are cut anywhere, also in the middle of a character.
    mutating func text(_ piece: Span<UInt8>) throws(Failure)

    /// The innermost element ends.
    ///
    /// The text is that of the element itself, without its children's, and empty unless it was collected.
    mutating func end(text: String) throws(Failure)

    /// The consumer's own error for a document that the reader refuses.
    func failure(_ error: XMLError) -> Failure
}

/// What becomes of the text of an element.
public enum XMLText: Sendable {
    /// Kept, within the limits, and given with the element's end.
    case collected
    /// Given in pieces as they are read, never kept.
    case streamed
    /// Dropped.
    case ignored
}
