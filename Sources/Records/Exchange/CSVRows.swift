/// Reads CSV as it comes, piece by piece (RFC 4180, with LF or CRLF, and a byte order mark at the start).
///
/// It trusts nothing: a row has so many bytes and fields at most, and a quote that never ends is a fault of its row, not
/// the loss of the rest of the file.
public struct CSVRows {
    /// A row, or what is wrong with it.
    public enum Row: Sendable, Equatable {
        case fields([String])
        case fault(Fault)
    }

    public enum Fault: String, Sendable, Equatable {
        case tooLong = "row-too-long"
        case tooManyFields = "too-many-fields"
        case notUTF8 = "not-utf-8"
        case badQuote = "bad-quote"
        case controlCharacter = "control-characters"
    }

    public static let mostBytes = 16_384
    public static let mostFields = 64

    private enum State { case start, plain, quoted, quoteInQuoted }

    private var state = State.start
    private var field: [UInt8] = []
    private var fields: [String] = []
    private var bytes = 0
    private var fault: Fault?
    private var isFirst = true
    /// The line on which the row began, from 1.
    public private(set) var line = 1
    private var nextLine = 1

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// What stands between two fields: a comma, or what a spreadsheet of the country writes in its place.
    private let separator: UInt8

    public init(separator: UInt8 = UInt8(ascii: ",")) { self.separator = separator }

    /// Takes in bytes, and hands over each row that ends in them with the line on which it began.
    public mutating func feed(_ piece: some Sequence<UInt8>, _ body: (Row, Int) throws -> Void) rethrows {
        for byte in piece { try take(byte, body) }
    }

    /// Hands over a last row that has no end of line.
    public mutating func finish(_ body: (Row, Int) throws -> Void) rethrows {
        if state == .quoted { fault = fault ?? .badQuote }
        if bytes > 0 || !fields.isEmpty { try endRow(body) }
    }

    private mutating func take(_ byte: UInt8, _ body: (Row, Int) throws -> Void) rethrows {
        let isEnd = byte == UInt8(ascii: "\n")
        if isEnd { nextLine += 1 }
        // Past the limit a quote counts no longer: the row ends with its line.
        if isEnd, state != .quoted || fault == .tooLong {
            return try endRow(body)
        }
        bytes += 1
        guard bytes <= Self.mostBytes else {
            fault = .tooLong
            return field.removeAll(keepingCapacity: true)
        }
        switch (state, byte) {
        case (.start, UInt8(ascii: "\"")): state = .quoted
        case (.quoted, UInt8(ascii: "\"")): state = .quoteInQuoted
        case (.quoted, _): field.append(byte)
        case (.quoteInQuoted, UInt8(ascii: "\"")):
            field.append(byte)
            state = .quoted
        case (_, separator): endField()
        case (.quoteInQuoted, UInt8(ascii: "\r")): break
        case (.quoteInQuoted, _): fault = fault ?? .badQuote
        case (.plain, UInt8(ascii: "\"")) where isFirst && field == Self.mark:
            field.removeAll()
            state = .quoted
        case (.plain, UInt8(ascii: "\"")): fault = fault ?? .badQuote
        default:
            field.append(byte)
            state = .plain
        }
    }

    private mutating func endField() {
        state = .start
        defer { field.removeAll(keepingCapacity: true) }
        guard fields.count < Self.mostFields else { return fault = fault ?? .tooManyFields }
        if isFirst, field.starts(with: Self.mark) { field.removeFirst(3) }
        isFirst = false
        guard let text = String(validating: field, as: UTF8.self) else {
            fields.append("")
            return fault = fault ?? .notUTF8
        }
        if text.unicodeScalars.contains(where: { $0.value == 0 || $0.properties.generalCategory == .control }) {
            fault = fault ?? .controlCharacter
        }
        fields.append(text)
    }

    private mutating func endRow(_ body: (Row, Int) throws -> Void) rethrows {
        if field.last == UInt8(ascii: "\r"), state != .quoteInQuoted { field.removeLast() }
        let isBlank = bytes == 0 || (fields.isEmpty && field.isEmpty && state != .quoteInQuoted && fault == nil)
        if !isBlank { endField() }
        let row = fault.map(Row.fault) ?? .fields(fields)
        defer {
            state = .start
            field.removeAll(keepingCapacity: true)
            fields = []
            bytes = 0
            fault = nil
            line = nextLine
        }
        if !isBlank { try body(row, line) }
    }
}
