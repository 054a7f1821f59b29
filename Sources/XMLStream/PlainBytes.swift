extension UnsafeBufferPointer<UInt8> {
    /// The first byte at or after `start` that is not plain text, or the end.
    ///
    /// Plain are the printable ASCII characters other than `<`, `&` and `]`. They are looked at together, eight in a word: nearly all
    /// of an envelope is base64, and this loop sees every byte of it.
    @inline(__always)
    func endOfPlain(from start: Int) -> Int {
        guard let base = UnsafeRawPointer(baseAddress) else { return start }
        var index = start
        while index &+ 32 <= count {
            let marks =
                marksOfSpecialBytes(base.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                | marksOfSpecialBytes(base.loadUnaligned(fromByteOffset: index &+ 8, as: UInt64.self))
                | marksOfSpecialBytes(base.loadUnaligned(fromByteOffset: index &+ 16, as: UInt64.self))
                | marksOfSpecialBytes(base.loadUnaligned(fromByteOffset: index &+ 24, as: UInt64.self))
            guard marks == 0 else { break }
            index &+= 32
        }
        while index &+ 8 <= count {
            let marks = marksOfSpecialBytes(base.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian)
            guard marks == 0 else { return index &+ marks.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < count, marksOfSpecialBytes(UInt64(self[index]) | 0x2020_2020_2020_2000) == 0 { index &+= 1 }
        return index
    }
}

/// The high bit of each of eight bytes that is a control, not ASCII, or one of `<`, `&`, `]`.
///
/// Only the lowest mark is sure to be right: a borrow may mark a plain byte above a special one.
@inline(__always)
private func marksOfSpecialBytes(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highBits: UInt64 = 0x8080_8080_8080_8080
    let control = word &- ones &* 0x20
    let less = (word ^ ones &* 0x3C) &- ones
    let ampersand = (word ^ ones &* 0x26) &- ones
    let bracket = (word ^ ones &* 0x5D) &- ones
    return (word | control | less | ampersand | bracket) & highBits
}
