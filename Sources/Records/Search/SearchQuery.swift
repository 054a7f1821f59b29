/// What a person typed into a search box (từ khóa tìm kiếm).
public struct SearchQuery: Sendable, Hashable {
    /// Words longer than this or more than eight of them say nothing more and cost time.
    private static let longestWord = 40
    private static let mostWords = 8

    public let words: [String]

    /// Reads the words; `nil` where there is none to search for.
    public init?(_ text: String) {
        words = Folding.words(String(text.prefix(400))).prefix(Self.mostWords).map {
            String($0.prefix(Self.longestWord))
        }
        guard !words.isEmpty else { return nil }
    }

    /// The query as PostgreSQL's `to_tsquery('simple', …)` reads it: every word must occur, the last may be unfinished.
    ///
    /// Words hold letters and digits only, so they cannot be operators.
    public var tsquery: String {
        words.enumerated().map { $0 == words.count - 1 ? "\($1):*" : $1 }.joined(separator: " & ")
    }
}
