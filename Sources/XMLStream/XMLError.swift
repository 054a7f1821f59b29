/// Why a document was refused.
public struct XMLError: Error, Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// It has a DOCTYPE, which is never read.
        case doctype
        /// It is not UTF-8, or does not say so.
        case encoding
        /// It is not well-formed XML.
        case malformed
        /// It uses a prefix that stands for nothing, or declares one wrongly.
        case namespace
        case limit(Limit)
    }

    /// What there is too much of.
    public enum Limit: String, Hashable, Sendable, CaseIterable {
        case depth, attributes, namespaces, elements, nameLength, markupLength, textLength, totalText, totalBytes, time
        case memory
    }

    public let kind: Kind
    /// What is wrong, in plain words.
    public let message: String
    /// The line, counted from 1.
    public let line: Int
    /// The byte of the line, counted from 1.
    public let column: Int
    /// How many bytes of the document come before.
    public let offset: Int

    public init(_ kind: Kind, _ message: String, line: Int, column: Int, offset: Int) {
        self.kind = kind
        self.message = message
        self.line = line
        self.column = column
        self.offset = offset
    }
}

/// A refusal before it is known where the reader stands.
struct Refusal: Error {
    var kind: XMLError.Kind
    var message: String

    init(_ kind: XMLError.Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    static func limit(_ limit: XMLError.Limit, _ message: String) -> Refusal { Refusal(.limit(limit), message) }
}

/// A place in the document.
struct Position: Hashable {
    var line = 1
    var column = 1
    var offset = 0
}
