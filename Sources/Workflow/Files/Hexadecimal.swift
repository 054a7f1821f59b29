import Exchange

extension Sequence<UInt8> {
    /// The bytes as digits, two for each, in small letters.
    var hexadecimal: String { Hexadecimal.text(self) }
}

extension [UInt8] {
    mutating func append(hexadecimal bytes: some Sequence<UInt8>) { Hexadecimal.append(bytes, to: &self) }

    /// - Returns: `nil` where the text is anything but pairs of digits.
    init?(hexadecimal text: String) {
        guard let bytes = Hexadecimal.bytes(text) else { return nil }
        self = bytes
    }
}
