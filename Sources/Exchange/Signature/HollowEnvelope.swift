import XMLStream

/// An envelope without its long texts, small enough to build a tree of, with marks where they stood.
///
/// Nearly all of an envelope is the base64 of its attachments, which means the same before and after it is made
/// canonical. So the tree is built of the rest, and the long texts are put back from the file while they are digested:
/// memory does not grow with the attachments. Nobody can make use of a mark, because it is drawn at random for every
/// check; and if one were ever put back wrongly, the digest would differ.
struct HollowEnvelope {
    /// Texts that are shorter stay.
    private static let shortest = 4096

    /// The document, from its first `<` on.
    private(set) var bytes: [UInt8] = []
    private let source: SourceFile
    private var texts: [Range<Int64>] = []
    private let random: [UInt8]

    /// Empties an envelope that begins at an offset of the file; `nil` if more than `most` bytes would be left.
    init?(_ source: SourceFile, from start: Int64, limits: XMLLimits, most: Int) throws(ExchangeError) {
        self.source = source
        var generator = SystemRandomNumberGenerator()
        random = (0..<4).flatMap { _ in Array(generator.next().hexadecimal) }
        var finder = LongTexts(limits: limits)
        var offset = start
        try source.read(from: start) { piece throws(ExchangeError) in
            guard bytes.count <= most else { return }
            var kept = 0
            do throws(XMLError) {
                for range in try finder.ranges(in: piece, atLeast: Self.shortest) {
                    bytes.append(contentsOf: piece[kept..<range.lowerBound])
                    bytes.append(contentsOf: mark(texts.count))
                    texts.append(offset + Int64(range.lowerBound)..<offset + Int64(range.upperBound))
                    kept = range.upperBound
                }
            } catch { throw ExchangeError(error, path: nil) }
            bytes.append(contentsOf: piece[kept...])
            offset += Int64(piece.count)
        }
        guard bytes.count <= most else { return nil }
    }

    /// A mark that stands for no text of this envelope's.
    var spareMark: [UInt8] { mark(0xFFFF_FFFF) }

    /// Gives canonical bytes with the long texts in their places again, and `spare` in the place of the spare mark.
    func restore(
        _ canonical: UnsafeBufferPointer<UInt8>, spare: [UInt8] = [],
        _ body: (UnsafeBufferPointer<UInt8>) throws(ExchangeError) -> Void
    ) throws(ExchangeError) {
        var start = 0
        while let found = random.withUnsafeBufferPointer({ canonical.firstOffset(of: $0, from: start) }) {
            let end = found + random.count + 16
            guard end <= canonical.count else { break }
            try body(UnsafeBufferPointer(rebasing: canonical[start..<found]))
            start = end
            let number = String(decoding: canonical[(found + random.count)..<end], as: UTF8.self)
            guard let index = Int(number, radix: 16) else { continue }
            if index < texts.count {
                try source.read(from: texts[index].lowerBound, to: texts[index].upperBound, body)
            } else {
                try spare.withUnsafeBufferPointer { (bytes) throws(ExchangeError) in try body(bytes) }
            }
        }
        try body(UnsafeBufferPointer(rebasing: canonical[start...]))
    }

    private func mark(_ index: Int) -> [UInt8] { random + UInt64(index).hexadecimal }
}

extension UInt64 {
    /// Sixteen digits.
    fileprivate var hexadecimal: [UInt8] {
        let digits = String(self, radix: 16)
        return Array(repeating: UInt8(ascii: "0"), count: 16 - digits.utf8.count) + digits.utf8
    }
}
