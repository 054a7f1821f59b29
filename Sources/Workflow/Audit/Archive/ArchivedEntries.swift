/// Which entries of the logs are in archives that were found good, and may no longer be in the database.
struct ArchivedEntries: Sendable {
    private var absent: [Int: EntrySet] = [:]
    private(set) var count = 0

    /// Remembers an entry of a month that was left out.
    mutating func add(_ index: Int, log: Int) {
        absent[log, default: EntrySet()].insert(index)
        count += 1
    }

    func mayBeAbsent(_ index: Int, log: Int) -> Bool { absent[log]?.contains(index) ?? false }

    /// The last entry before this one that must be in the database; -1 where there is none.
    func lastPresent(before index: Int, log: Int) -> Int {
        var last = index - 1
        while last >= 0, mayBeAbsent(last, log: log) { last -= 1 }
        return last
    }
}
