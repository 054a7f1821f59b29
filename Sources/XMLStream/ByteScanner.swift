/// Reads the raw bytes before libxml2 does, only to see where markup begins and ends.
///
/// It checks what must be known before libxml2 spends time or memory on it: that the bytes are UTF-8, that no tag is
/// too long and has not too many attributes, and that there is no DOCTYPE. Everything else it leaves to libxml2.
struct ByteScanner {
    /// Bytes of one kind, up to `end`.
    struct Stretch {
        enum Kind {
            /// Text without any reference, line end to normalise or `]`: what it says is what it means.
            case plainText
            /// Inside `<![CDATA[`.
            case characterData
            case other
        }
        var kind: Kind
        var end: Int
    }

    enum State: Equatable {
        case text
        case reference
        case opened
        case tag
        case quoted(by: UInt8)
        case exclamation
        case commentOpening
        case comment(dashes: Int)
        case characterDataOpening(matched: Int)
        case characterData(brackets: Int)
        case instruction(question: Bool)
    }

    let limits: XMLLimits
    var state = State.text
    var utf8 = UTF8Check()
    /// Bytes of the tag, comment, instruction or reference that is open.
    var length = 0
    /// Quotes opened in the tag that is open.
    var values = 0
    /// The declaration, while and if the document begins with one.
    var declaration: Declaration?
    var isFirst = true

    /// The byte being looked at: where a refusal is.
    private(set) var cursor = 0
    private(set) var line = 1
    private var lineStart = 0
    /// The offset in the document of the bytes being scanned.
    private var base = 0

    init(limits: XMLLimits) {
        self.limits = limits
    }

    /// Reads on from `start` to the next change of kind.
    mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) throws(Refusal) -> Stretch {
        switch state {
        case .text: try scanText(bytes, from: start)
        case .characterData: try scanCharacterData(bytes, from: start)
        default: try scanMarkup(bytes, from: start)
        }
    }

    /// Says that all of the bytes are scanned, or that so many were skipped.
    mutating func advance(_ count: Int) {
        base += count
    }

    /// Counts the lines of bytes that are not scanned.
    mutating func skip(_ bytes: ArraySlice<UInt8>) {
        for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { endLine(at: offset) }
    }

    func position(of index: Int) -> Position {
        Position(line: line, column: max(1, base + index - lineStart + 1), offset: base + index)
    }

    /// Checks one byte and counts lines.
    mutating func check(_ byte: UInt8, at index: Int) throws(Refusal) {
        cursor = index
        try utf8.take(byte)
        if byte == UInt8(ascii: "\n") { endLine(at: index) }
    }

    private mutating func endLine(at index: Int) {
        line += 1
        lineStart = base + index + 1
    }

    private mutating func scanText(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
    ) throws(Refusal) -> Stretch {
        var index = start
        while true {
            if utf8.isComplete { index = bytes.endOfPlain(from: index) }
            guard index < bytes.count else { break }
            let byte = bytes[index]
            if utf8.isComplete {
                if Self.endsPlainText(byte) { break }
                if byte == UInt8(ascii: "\n") {
                    endLine(at: index)
                    index += 1
                    continue
                }
            }
            try check(byte, at: index)
            index += 1
        }
        if index > start { return Stretch(kind: .plainText, end: index) }
        switch bytes[start] {
        case UInt8(ascii: "<"): state = .opened
        case UInt8(ascii: "&"): state = .reference
        default: break
        }
        cursor = start
        length = 1
        return Stretch(kind: .other, end: start + 1)
    }

    private static func endsPlainText(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "<"), UInt8(ascii: "&"), UInt8(ascii: "]"), UInt8(ascii: "\r"): true
        default: false
        }
    }

    private mutating func scanCharacterData(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
    ) throws(Refusal) -> Stretch {
        var index = start
        while index < bytes.count, case .characterData(let brackets) = state {
            let byte = bytes[index]
            try check(byte, at: index)
            index += 1
            switch byte {
            case UInt8(ascii: "]"): state = .characterData(brackets: min(brackets + 1, 2))
            case UInt8(ascii: ">") where brackets == 2: state = .text
            default:
                state = .characterData(brackets: 0)
                if utf8.isComplete { index = bytes.endOfPlain(from: index) }
            }
        }
        return Stretch(kind: .characterData, end: index)
    }
}
