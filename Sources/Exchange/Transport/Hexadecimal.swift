/// Digits for bytes, as digests are written in names and headers.
public enum Hexadecimal {
    @usableFromInline static let digits = Array("0123456789abcdef".utf8)

    /// Two small letters or digits for each byte.
    public static func text(_ bytes: some Sequence<UInt8>) -> String {
        var digits: [UInt8] = []
        append(bytes, to: &digits)
        return String(decoding: digits, as: UTF8.self)
    }

    /// Adds two small letters or digits for each byte; what seals the trail does so for every event.
    @inlinable public static func append(_ bytes: some Sequence<UInt8>, to text: inout [UInt8]) {
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
    }

    /// The bytes of a text; `nil` where it is anything but pairs of digits.
    public static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        guard text.utf8.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count / 2)
        var high: UInt8?
        for digit in text.utf8 {
            guard let value = value(of: digit) else { return nil }
            if let first = high { bytes.append(first << 4 | value) }
            high = high == nil ? value : nil
        }
        return bytes
    }

    /// The 32 bytes of a SHA-256; `nil` where the text is anything but its 64 digits.
    static func digest(_ text: some StringProtocol) -> [UInt8]? { text.utf8.count == 64 ? bytes(text) : nil }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
