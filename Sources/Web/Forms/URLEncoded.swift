/// Reads `application/x-www-form-urlencoded`, the body of plain forms and the query of addresses.
///
/// Strict where browsers never differ: every percent sign starts an escape, texts are UTF-8 without NUL.
enum URLEncoded {
    /// More fields than any of our forms has.
    static let mostFields = 200

    /// - Throws: ``Problem`` 400
    static func fields(_ bytes: some Collection<UInt8>) throws -> [Form.Field] {
        var fields: [Form.Field] = []
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            guard fields.count < mostFields else { throw Problem.malformedForm }
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            let value = equals < pair.endIndex ? pair[pair.index(after: equals)...] : pair[equals...]
            fields.append(.init(name: try text(pair[..<equals]), value: try text(value)))
        }
        return fields
    }

    private static func text(_ bytes: some Collection<UInt8>) throws -> String {
        guard let plain = decoded(bytes), let text = FormText.text(plain) else { throw Problem.malformedForm }
        return text
    }

    /// The bytes with `+` as a blank and escapes undone; `nil` where an escape is broken.
    private static func decoded(_ bytes: some Collection<UInt8>) -> [UInt8]? {
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var rest = bytes.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+"): plain.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.next()?.hexDigit, let low = rest.next()?.hexDigit else { return nil }
                plain.append(high << 4 | low)
            default: plain.append(byte)
            }
        }
        return plain
    }
}

extension UInt8 {
    /// What a hexadecimal digit is worth.
    var hexDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
