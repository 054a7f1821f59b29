/// What a person typed into a search box (từ khóa tìm kiếm).
public struct SearchQuery: Sendable, Hashable {
    /// Words longer than this or more than eight of them say nothing more and cost time.
    private static let longestWord = 40
    private static let mostWords = 8

    public let words: [String]

    /// Reads the words; `nil` where there is none to search for.
    public init?(_ text: String) {
        words = Self.cut(Folding.words(String(text.prefix(400))).prefix(Self.mostWords))
        guard !words.isEmpty else { return nil }
    }

    /// The words that a text is found by.
    public static func words(in text: String) -> [String] { cut(Folding.words(text)[...]) }

    private static func cut(_ words: ArraySlice<String>) -> [String] { words.map { String($0.prefix(longestWord)) } }

    /// The query as PostgreSQL's `tsquery` reads it: every word must occur.
    ///
    /// Where it may be unfinished, a word that begins as the last one does is enough.
    public func tsquery(unfinished: Bool) -> String {
        words.map(Self.quoted).joined(separator: " & ") + (unfinished ? ":*" : "")
    }

    /// Words are letters and digits, but some letters carry any sign with them.
    private static func quoted(_ word: String) -> String {
        var quoted = "'"
        for scalar in word.unicodeScalars {
            if scalar == "'" || scalar == "\\" { quoted.unicodeScalars.append(scalar) }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "'"
    }
}
