extension String {
    /// Without the blanks around it.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }

    /// Whether a line of a log, a mail header or a page would be broken by it.
    var hasControlCharacters: Bool {
        unicodeScalars.contains {
            $0.properties.generalCategory == .control || $0.value == 0x2028 || $0.value == 0x2029
        }
    }

    /// Whether it can be an agency's code.
    ///
    /// Only ASCII: a Cyrillic Н or an invisible blank makes a code that looks like another agency's.
    var canBeOrganID: Bool { utf8.count <= 64 && utf8.allSatisfy { (0x21...0x7E).contains($0) } }

    /// Whether it has only the characters that the rules give to codes.
    var isUsualOrganID: Bool {
        utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."):
                true
            default: false
            }
        }
    }
}
