/// The name of a key and the identifier that stands for it in signatures (C2SP signed-note).
enum KeyName {
    /// Says whether the name is not empty and has neither a Unicode blank nor `+`, which end it in keys and signatures.
    static func isValid(_ name: some StringProtocol) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy { scalar in
                scalar.value >= 0x20 && scalar != "+" && !scalar.properties.isWhitespace
            }
    }

    /// Reads an identifier: eight hexadecimal digits in lower case.
    static func id(_ text: some StringProtocol) -> UInt32? {
        guard let id = UInt32(text, radix: 16), self.text(of: id).isIdentical(to: text) else { return nil }
        return id
    }

    static func text(of id: UInt32) -> String {
        let digits = String(id, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
