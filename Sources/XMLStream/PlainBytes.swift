extension UnsafeBufferPointer<UInt8> {
    /// The first byte at or after `start` that is not plain text, or the end.
    ///
    /// Plain are the printable ASCII characters other than `<`, `&` and `]`. Eight are looked at together: nearly all
    /// of an envelope is base64, and this loop sees every byte of it.
    func endOfPlain(from start: Int) -> Int {
        guard let base = UnsafeRawPointer(baseAddress) else { return start }
        var index = start
        while index &+ 8 <= count {
            let word = base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            guard !hasSpecialByte(word) else { break }
            index &+= 8
        }
        while index < count, isPlain(self[index]) { index &+= 1 }
        return index
    }
}

@inline(__always)
private func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "<") && byte != UInt8(ascii: "&") && byte != UInt8(ascii: "]")
}

/// Whether any of eight bytes is a control, not ASCII, or one of `<`, `&`, `]`.
///
/// May say yes where a plain byte follows a special one, never no: the caller then looks byte by byte.
@inline(__always)
private func hasSpecialByte(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highBits: UInt64 = 0x8080_8080_8080_8080
    let control = word &- ones &* 0x20
    let less = (word ^ ones &* 0x3C) &- ones
    let ampersand = (word ^ ones &* 0x26) &- ones
    let bracket = (word ^ ones &* 0x5D) &- ones
    return (word | control | less | ampersand | bracket) & highBits != 0
}
