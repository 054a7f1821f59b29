/// Finds the long texts of a document, so that a consumer can set them aside before it builds a tree.
///
/// What it finds holds no reference, no line end to normalise and no markup: it means what it says, wherever it is put
/// back. Feed it the document from its first `<` on; the document should have passed ``XMLReader`` before.
public struct LongTexts {
    private var scanner: ByteScanner

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
        var index = 0
        do throws(Refusal) {
            while index < bytes.count {
                let stretch = try scanner.scan(bytes, from: index)
                let range = index..<stretch.end
                if case .plainText = stretch.kind, range.count >= shortest, !bytes[range].allSatisfy(\.isBlank) {
                    found.append(range)
                }
                index = stretch.end
            }
        } catch {
            let place = scanner.position(of: index)
            throw XMLError(
                error.kind, error.message, line: place.line, column: place.column, offset: place.offset)
        }
        scanner.advance(bytes.count)
        return found
    }
}

extension UInt8 {
    /// Between the root and the ends of the document there may be blanks only, and nothing can stand for them.
    fileprivate var isBlank: Bool { self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0D }
}
