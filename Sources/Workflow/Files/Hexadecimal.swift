extension Sequence<UInt8> {
    /// The bytes as digits, two for each, in small letters.
    var hexadecimal: String {
        var digits: [UInt8] = []
        digits.append(hexadecimal: self)
        return String(decoding: digits, as: UTF8.self)
    }
}

extension [UInt8] {
    private static let digits = Array("0123456789abcdef".utf8)

    mutating func append(hexadecimal bytes: some Sequence<UInt8>) {
        for byte in bytes {
            append(Self.digits[Int(byte >> 4)])
            append(Self.digits[Int(byte & 15)])
        }
    }

    /// - Returns: `nil` where the text is anything but pairs of digits.
    init?(hexadecimal text: String) {
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
