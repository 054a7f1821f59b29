/// Which entries of the logs are in archives that were found good, and may no longer be in the database.
struct ArchivedEntries: Sendable {
    /// One bit for each entry, by log.
    private var bits: [Int: [UInt64]] = [:]
    private(set) var count = 0

    /// Remembers an entry of a month that was left out.
    mutating func add(_ index: Int, log: Int) {
        var words = bits.removeValue(forKey: log) ?? []
        let word = index / 64
        if word >= words.count {
            words.append(contentsOf: repeatElement(0, count: max(word + 1 - words.count, words.count)))
        }
        words[word] |= 1 << UInt64(index % 64)
        bits[log] = words
        count += 1
    }

    func mayBeAbsent(_ index: Int, log: Int) -> Bool {
        guard let words = bits[log], index / 64 < words.count else { return false }
        return words[index / 64] & 1 << UInt64(index % 64) != 0
    }

    /// The last entry before this one that must be in the database; -1 where there is none.
    func lastPresent(before index: Int, log: Int) -> Int {
        var last = index - 1
        while last >= 0, mayBeAbsent(last, log: log) { last -= 1 }
        return last
    }
}
