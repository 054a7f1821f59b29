/// What became of checking the trail (kết quả kiểm tra nhật ký).
public enum TrailVerdict: Sendable, Equatable {
    /// Everything sealed is as it was: so many events of all logs; root and key of the log that is sealed now.
    case whole(events: Int, root: String, key: String)
    /// The first event that is not as it was sealed, by its place in its log and its number.
    case broken(TrailDamage, index: Int, event: Int)
    /// What was signed and what is there do not belong together.
    case unsound(String)
}

/// How the first damaged event differs from what was sealed.
public enum TrailDamage: String, Sendable {
    case altered, removed, inserted, reordered
    /// The event is as it was, but its address, browser or search words are not.
    case particularsAltered = "particulars altered"
}

/// How far checking the trail has come.
public struct TrailProgress: Sendable {
    /// The number of the log that is being checked.
    public let log: Int
    /// So many of its entries are checked, of how many.
    public let done: Int
    public let all: Int
}

/// What is told besides the verdict.
public enum TrailNote: Sendable, Equatable {
    /// So many entries were compared with the database by an earlier run, and not again.
    case comparedBefore(log: Int, entries: Int)
    /// So many events have particulars that are no longer here: they were erased.
    case withoutParticulars(Int)
    /// So many events were left out of the database and are in archives.
    case inArchives(Int)
    /// What was signed last in a log is not in the database, which went back before the next log was opened.
    case lostBefore(log: Int, signed: Int, found: Int)
}

/// What a part of the check found first.
enum TrailFinding: Error, Sendable {
    /// At this entry the database has another event, or none.
    case differs(index: Int, found: TrailPlace?)
    case particulars(index: Int, event: Int)
    case unsound(String)
}
