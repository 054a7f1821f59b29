/// Encodes bytes that come in pieces as base64, in one line.
///
/// Three bytes become four characters by two looks into a table of all pairs, which is as fast as memory.
struct Base64Encoder {
    /// The bytes of a group of three that is not complete yet, the first in the highest place.
    private var bits: UInt32 = 0
    private var waiting = 0

    /// The room that `encode` needs for so many bytes, and `finish` for none.
    static func room(for bytes: Int) -> Int { (bytes + 2) / 3 * 4 + 4 }

    /// Encodes all whole groups into `output`, which must have `room`; answers how many characters.
    mutating func encode(_ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableRawPointer) -> Int {
        Self.pairs.withUnsafeBufferPointer { pairs in
            var written = 0
            var index = 0
            while waiting > 0, index < input.count {
                bits = bits << 8 | UInt32(input[index])
                waiting += 1
                index += 1
                if waiting == 3 { flush(into: output, &written, pairs) }
            }
            guard let bytes = UnsafeRawPointer(input.baseAddress), let table = pairs.baseAddress else { return written }
            // Four bytes are loaded for three: the last group is left to the loop below.
            while index &+ 4 <= input.count {
                let group = bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self).bigEndian >> 8
                let four = UInt32(table[Int(group >> 12)]) | UInt32(table[Int(group & 0xFFF)]) << 16
                output.storeBytes(of: four.littleEndian, toByteOffset: written, as: UInt32.self)
                index &+= 3
                written &+= 4
            }
            while index < input.count {
                bits = bits << 8 | UInt32(input[index])
                waiting += 1
                index += 1
                if waiting == 3 { flush(into: output, &written, pairs) }
            }
            return written
        }
    }

    /// Encodes what is left, with its padding; answers how many characters.
    mutating func finish(into output: UnsafeMutableRawPointer) -> Int {
        guard waiting > 0 else { return 0 }
        let padding = 3 - waiting
        bits <<= 8 * UInt32(padding)
        var written = 0
        Self.pairs.withUnsafeBufferPointer { flush(into: output, &written, $0) }
        for place in (4 - padding)..<4 { output.storeBytes(of: UInt8(ascii: "="), toByteOffset: place, as: UInt8.self) }
        return written
    }

    private mutating func flush(
        into output: UnsafeMutableRawPointer, _ written: inout Int, _ pairs: UnsafeBufferPointer<UInt16>
    ) {
        let four = UInt32(pairs[Int(bits >> 12)]) | UInt32(pairs[Int(bits & 0xFFF)]) << 16
        output.storeBytes(of: four.littleEndian, toByteOffset: written, as: UInt32.self)
        written += 4
        bits = 0
        waiting = 0
    }

    /// The two characters of each twelve bits, the first in the lower byte.
    private static let pairs: [UInt16] = {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        return (0..<4096).map { UInt16(alphabet[$0 >> 6]) | UInt16(alphabet[$0 & 63]) << 8 }
    }()
}
