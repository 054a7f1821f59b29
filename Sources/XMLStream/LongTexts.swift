/// Finds the long texts of a document, so that a consumer can set them aside before it builds a tree.
///
/// What it finds holds no reference and no markup, and a carriage return only before a line feed: but for those, which XML
/// drops, it means what it says, wherever it is put back. Feed it the document from its first `<` on; the document should
/// have passed ``XMLReader`` before.
public struct LongTexts {
    private var scanner: ByteScanner
    /// The last byte so far.
    private var last: UInt8 = 0

    public init(limits: XMLLimits = .standard) {
        scanner = ByteScanner(limits: limits)
    }

    /// The texts among the next bytes that are at least so long, as ranges of those bytes; a text goes on in the next
    /// bytes as another.
    ///
    /// - Throws: ``XMLError`` for what the reader would refuse before any parsing, such as a DOCTYPE.
    public mutating func ranges(
        in bytes: UnsafeBufferPointer<UInt8>, atLeast shortest: Int
    ) throws(XMLError) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var start: Int?
        var index = 0
        func close() {
            if let start, index - start >= shortest, !bytes[start..<index].allSatisfy(\.isBlank) {
                found.append(start..<index)
            }
            start = nil
        }
        do throws(Refusal) {
            while index < bytes.count {
                let stretch = try scanner.scan(bytes, from: index)
                if case .plainText = stretch.kind {
                    // A line feed that its carriage return is not with would become a second one.
                    let isDivided = bytes[index] == 0x0A && (index > 0 ? bytes[index - 1] : last) == 0x0D
                    start = start ?? (isDivided ? index + 1 : index)
                } else if bytes.isLineEnd(index..<stretch.end) {
                    start = start ?? index
                } else {
                    close()
                }
                index = stretch.end
            }
        } catch {
            let place = scanner.position(of: index)
            throw XMLError(
                error.kind, error.message, line: place.line, column: place.column, offset: place.offset)
        }
        close()
        last = bytes.last ?? last
        scanner.advance(bytes.count)
        return found
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether this is a carriage return alone, with the line feed after it.
    fileprivate func isLineEnd(_ range: Range<Int>) -> Bool {
        range.count == 1 && self[range.lowerBound] == 0x0D && range.upperBound < count && self[range.upperBound] == 0x0A
    }
}

extension UInt8 {
    /// Between the root and the ends of the document there may be blanks only, and nothing can stand for them.
    fileprivate var isBlank: Bool { self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0D }
}
