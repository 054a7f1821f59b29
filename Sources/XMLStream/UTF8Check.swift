/// Checks bytes for being UTF-8 that XML may hold, across any cuts.
///
/// It refuses what a lenient decoder lets through to confuse the next program: overlong forms, surrogates (CESU-8),
/// control characters, U+FFFE and U+FFFF.
struct UTF8Check {
    private var missing = 0
    private var scalar: UInt32 = 0
    private var smallest: UInt32 = 0

    /// Whether the last character is complete.
    var isComplete: Bool { missing == 0 }

    mutating func take(_ byte: UInt8) throws(Refusal) {
        guard missing == 0 else {
            guard byte & 0xC0 == 0x80 else { throw Self.broken }
            scalar = scalar << 6 | UInt32(byte & 0x3F)
            missing -= 1
            if missing == 0 { try checkScalar() }
            return
        }
        switch byte {
        case 0x20...0x7F, 0x09, 0x0A, 0x0D: return
        case 0x00: throw Refusal(.malformed, "a NUL byte, which XML cannot hold")
        case 0x01...0x1F: throw Refusal(.malformed, "a control character, which XML cannot hold")
        case 0xC2...0xDF: begin(missing: 1, bits: byte & 0x1F, smallest: 0x80)
        case 0xE0...0xEF: begin(missing: 2, bits: byte & 0x0F, smallest: 0x800)
        case 0xF0...0xF4: begin(missing: 3, bits: byte & 0x07, smallest: 0x10000)
        default: throw Self.broken
        }
    }

    private mutating func begin(missing: Int, bits: UInt8, smallest: UInt32) {
        self.missing = missing
        self.smallest = smallest
        scalar = UInt32(bits)
    }

    private func checkScalar() throws(Refusal) {
        guard scalar >= smallest, scalar <= 0x10FFFF, !(0xD800...0xDFFF).contains(scalar) else { throw Self.broken }
        guard scalar != 0xFFFE, scalar != 0xFFFF else {
            throw Refusal(.malformed, "the character U+FFFE or U+FFFF, which XML cannot hold")
        }
    }

    private static var broken: Refusal { Refusal(.malformed, "bytes that are not UTF-8") }
}
