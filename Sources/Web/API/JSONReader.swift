/// Reads JSON from outside, strictly: UTF-8 without NUL, no member twice, no depth or size that a form could not have.
struct JSONReader {
    /// Where the text is no JSON, in bytes from its beginning.
    struct Fault: Error, Equatable {
        let position: Int
    }

    private static let deepest = 16
    private static let mostValues = 20_000

    private let bytes: [UInt8]
    private var position = 0
    private var values = 0

    /// - Throws: ``Fault``
    static func read(_ bytes: [UInt8]) throws(Fault) -> JSON {
        var reader = JSONReader(bytes: bytes)
        let value = try reader.value(depth: 0)
        reader.skipBlanks()
        guard reader.position == bytes.count else { throw reader.fault }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var fault: Fault { Fault(position: position) }
    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func value(depth: Int) throws(Fault) -> JSON {
        values += 1
        guard depth <= Self.deepest, values <= Self.mostValues else { throw fault }
        skipBlanks()
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(Fault) -> JSON {
        var members: [String: JSON] = [:]
        position += 1
        skipBlanks()
        if take("}") { return .object(members) }
        while true {
            skipBlanks()
            let name = try string()
            skipBlanks()
            guard take(":"), members[name] == nil else { throw fault }
            members[name] = try value(depth: depth + 1)
            skipBlanks()
            if take("}") { return .object(members) }
            guard take(",") else { throw fault }
        }
    }

    private mutating func array(depth: Int) throws(Fault) -> JSON {
        var items: [JSON] = []
        position += 1
        skipBlanks()
        if take("]") { return .array(items) }
        while true {
            items.append(try value(depth: depth + 1))
            skipBlanks()
            if take("]") { return .array(items) }
            guard take(",") else { throw fault }
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(Fault) -> JSON {
        let expected = word.withUTF8Buffer { Array($0) }
        guard bytes[position...].starts(with: expected) else { throw fault }
        position += expected.count
        return value
    }

    private mutating func number() throws(Fault) -> JSON {
        let start = position
        _ = take("-")
        let whole = digits()
        guard whole > 0, whole == 1 || bytes[position - whole] != UInt8(ascii: "0") else { throw fault }
        var isWhole = true
        if take(".") {
            isWhole = false
            guard digits() > 0 else { throw fault }
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("+") { _ = take("-") }
            guard digits() > 0 else { throw fault }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let integer = Int(text) { return .integer(integer) }
        guard text.utf8.count <= 40, let number = Double(text), number.isFinite else { throw fault }
        return .number(number)
    }

    private mutating func digits() -> Int {
        let start = position
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        return position - start
    }

    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: sign) else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }
}

extension JSONReader {
    private mutating func string() throws(Fault) -> String {
        guard take("\"") else { throw fault }
        var text: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = FormText.text(text) else { throw fault }
                return string
            case UInt8(ascii: "\\"): text += String(try escape()).utf8
            case 0..<0x20: throw fault
            default: text.append(byte)
            }
        }
        throw fault
    }

    private mutating func escape() throws(Fault) -> Unicode.Scalar {
        guard let byte = next else { throw fault }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try codePoint()
        default: throw fault
        }
    }

    /// Reads `00e1`, or two halves of a pair: `d83d\ude00`.
    private mutating func codePoint() throws(Fault) -> Unicode.Scalar {
        var code = UInt32(try unit())
        if (0xD800..<0xDC00).contains(code) {
            guard take("\\"), take("u") else { throw fault }
            let low = UInt32(try unit())
            guard (0xDC00..<0xE000).contains(low) else { throw fault }
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw fault }
        return scalar
    }

    private mutating func unit() throws(Fault) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = next?.hexDigit else { throw fault }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }
}
