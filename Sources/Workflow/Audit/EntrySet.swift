/// Numbers from 0, one bit for each: which entries of a log are somewhere.
struct EntrySet: Sendable {
    private var words: [UInt64] = []

    func contains(_ number: Int) -> Bool {
        number / 64 < words.count && words[number / 64] & 1 << UInt64(number % 64) != 0
    }

    /// - Returns: whether it was not there before.
    @discardableResult
    mutating func insert(_ number: Int) -> Bool {
        let word = number / 64
        if word >= words.count {
            words.append(contentsOf: repeatElement(0, count: max(word + 1 - words.count, words.count)))
        }
        let bit = UInt64(1) << UInt64(number % 64)
        defer { words[word] |= bit }
        return words[word] & bit == 0
    }
}
