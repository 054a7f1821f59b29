/// Decodes base64 that arrives in pieces cut anywhere.
///
/// Strict where two texts could stand for the same bytes (padding, the unused bits before it, foreign characters), and
/// tolerant of blanks and line ends, which XML allows.
struct Base64Decoder {
    /// Bits of the group of four characters that is not complete yet.
    private var bits: UInt32 = 0
    private var characters = 0
    private var padding = 0

    /// How many bytes so many characters can become, and the room that `decode` needs for them.
    static func room(for characters: Int) -> Int { characters / 4 * 3 + 8 }

    /// Whether the text may end here: no group is open.
    var isComplete: Bool { characters == 0 }

    /// Decodes into `output`, which must have `room`; answers how many bytes, or `nil` if it is not base64.
    mutating func decode(_ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableRawPointer) -> Int? {
        Self.groups.withUnsafeBufferPointer { groups in
            var written = 0
            var index = 0
            while index < input.count {
                if characters == 0, padding == 0 {
                    index = Self.decodeGroups(input, from: index, into: output, &written, groups)
                    guard index < input.count else { break }
                }
                guard take(input[index], into: output, &written) else { return nil }
                index += 1
            }
            return written
        }
    }

    /// Decodes whole groups of four up to the first character that is not of the alphabet.
    ///
    /// Each of the four has a table of its own, with its bits where they belong in the three bytes.
    @inline(__always)
    private static func decodeGroups(
        _ input: UnsafeBufferPointer<UInt8>, from start: Int, into output: UnsafeMutableRawPointer,
        _ written: inout Int, _ groups: UnsafeBufferPointer<UInt32>
    ) -> Int {
        guard let text = UnsafeRawPointer(input.baseAddress), let table = groups.baseAddress else { return start }
        var index = start
        var at = written
        // Four bytes are stored for each group and three count: the room has some to spare.
        while index &+ 8 <= input.count {
            let word = text.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
            let first = group(UInt32(truncatingIfNeeded: word), table)
            let second = group(UInt32(truncatingIfNeeded: word >> 32), table)
            guard (first | second) & illegal == 0 else { break }
            output.storeBytes(of: first.littleEndian, toByteOffset: at, as: UInt32.self)
            output.storeBytes(of: second.littleEndian, toByteOffset: at &+ 3, as: UInt32.self)
            index &+= 8
            at &+= 6
        }
        while index &+ 4 <= input.count {
            let group = group(text.loadUnaligned(fromByteOffset: index, as: UInt32.self).littleEndian, table)
            guard group & illegal == 0 else { break }
            output.storeBytes(of: group.littleEndian, toByteOffset: at, as: UInt32.self)
            index &+= 4
            at &+= 3
        }
        written = at
        return index
    }

    /// The three bytes that four characters mean, the first of both the lowest.
    @inline(__always)
    private static func group(_ characters: UInt32, _ table: UnsafePointer<UInt32>) -> UInt32 {
        table[Int(characters & 0xFF)] | table[256 &+ Int(characters >> 8 & 0xFF)]
            | table[512 &+ Int(characters >> 16 & 0xFF)] | table[768 &+ Int(characters >> 24)]
    }

    /// Takes one character; answers whether it may stand there.
    private mutating func take(_ byte: UInt8, into output: UnsafeMutableRawPointer, _ written: inout Int) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
            return true
        case UInt8(ascii: "="):
            return pad(into: output, &written)
        default:
            guard padding == 0, let value = Self.value(of: byte) else { return false }
            bits = bits << 6 | value
            characters += 1
            if characters == 4 { flush(bytes: 3, into: output, &written) }
            return true
        }
    }

    private mutating func pad(into output: UnsafeMutableRawPointer, _ written: inout Int) -> Bool {
        padding += 1
        switch (characters, padding) {
        case (2, 1): return bits & 0xF == 0
        case (2, 2):
            bits <<= 12
            flush(bytes: 1, into: output, &written)
            return true
        case (3, 1) where bits & 0x3 == 0:
            bits <<= 6
            flush(bytes: 2, into: output, &written)
            return true
        default: return false
        }
    }

    private mutating func flush(bytes: Int, into output: UnsafeMutableRawPointer, _ written: inout Int) {
        for index in 0..<bytes {
            output.storeBytes(
                of: UInt8(truncatingIfNeeded: bits >> (16 - 8 * UInt32(index))), toByteOffset: written + index,
                as: UInt8.self)
        }
        written += bytes
        bits = 0
        characters = 0
    }

    private static func value(of byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }

    private static var illegal: UInt32 { 0x8000_0000 }

    /// Four tables of 256, one for each character of a group; the first of the three bytes is the lowest.
    private static let groups: [UInt32] = {
        var groups = [UInt32](repeating: illegal, count: 1024)
        for byte in UInt8.min...UInt8.max {
            guard let value = value(of: byte) else { continue }
            let index = Int(byte)
            groups[index] = value << 2
            groups[256 + index] = value >> 4 | (value & 0xF) << 12
            groups[512 + index] = (value >> 2) << 8 | (value & 0x3) << 22
            groups[768 + index] = value << 16
        }
        return groups
    }()
}
