/// JSON as the trail writes it, byte for byte: what is hashed must not depend on a library's taste.
enum SealedJSON {
    /// A string of JSON: only what must be is escaped, and what would end a line for some reader.
    static func quoted(_ text: String) -> String {
        var text = text
        var bytes: [UInt8] = []
        text.withUTF8 { append(quoted: UnsafeRawBufferPointer($0), to: &bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends a string of JSON from its UTF-8.
    static func append(quoted text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        bytes.append(quote)
        var plain = 0
        for index in text.indices where mayNeedEscape(text[index]) {
            guard let (escape, length) = escape(at: index, in: text) else { continue }
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[plain..<index]))
            bytes.append(contentsOf: escape.utf8)
            plain = index + length
        }
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[plain...]))
        bytes.append(quote)
    }

    /// An object of these members, in this order.
    static func object(_ members: [(name: String, value: String)]) -> String {
        "{" + members.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    private static let quote = UInt8(ascii: "\"")

    @inline(__always)
    private static func mayNeedEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == quote || byte == UInt8(ascii: "\\") || byte == 0x7F || byte == 0xE2
    }

    /// What is written in place of the character at a byte, and how many bytes it has; `nil` where it stands for itself.
    private static func escape(at index: Int, in text: UnsafeRawBufferPointer) -> (String, Int)? {
        switch text[index] {
        case quote: ("\\\"", 1)
        case UInt8(ascii: "\\"): ("\\\\", 1)
        case UInt8(ascii: "\n"): ("\\n", 1)
        case UInt8(ascii: "\r"): ("\\r", 1)
        case UInt8(ascii: "\t"): ("\\t", 1)
        case 0xE2:
            // The line and paragraph separators, U+2028 and U+2029.
            if index + 2 < text.count, text[index + 1] == 0x80, text[index + 2] & 0xFE == 0xA8 {
                (text[index + 2] == 0xA8 ? "\\u2028" : "\\u2029", 3)
            } else {
                nil
            }
        case let byte: ("\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16), 1)
        }
    }
}
