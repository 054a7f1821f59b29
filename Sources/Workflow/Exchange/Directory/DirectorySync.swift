/// How a platform's list is entered.
public struct DirectorySyncRules: Sendable {
    /// A list that lacks more than this many of a hundred agencies that it had is refused.
    public var mostLost = 20
    /// Whether it is only said what would change.
    public var isDry = false

    public init(mostLost: Int = 20, isDry: Bool = false) {
        self.mostLost = mostLost
        self.isDry = isDry
    }
}

/// What came of a platform's list.
public struct DirectorySync: Sendable {
    /// How many agencies it has.
    public var listed = 0
    public var changes = DirectoryChanges()
    /// Agencies that another list named first, which keeps them until they leave it.
    public var elsewhere = 0
    /// The lines that were left out, by their place from 1; the first hundred.
    public var faults: [DirectoryFault] = []
    public var faultCount = 0
}

/// How far it has come.
public enum DirectoryProgress: Sendable, Hashable {
    case read(Int)
    case compared(Int, of: Int)
    case entered(Int, of: Int)
}
