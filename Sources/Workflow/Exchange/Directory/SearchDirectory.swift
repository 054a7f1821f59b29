import Postgres
import Records

extension Workflow {
    /// How many a search shows.
    static let mostFound = 20

    /// The agencies that a clerk means by what is typed so far, best first (tìm trong danh bạ cơ quan).
    ///
    /// First the one whose code it is, then codes that begin so, then names that begin so, then names that have the words,
    /// the shortest first. The last word may be unfinished.
    public func correspondents(matching text: String, by caller: Caller) async throws -> [Correspondent] {
        try AccessRule.require(.draft, of: caller.officer.roles)
        guard let search = DirectorySearch(text) else { return [] }
        return try await glance(by: caller) { transaction in
            var found: [Correspondent] = []
            for step in search.steps where found.count < Self.mostFound {
                let known = Set(found.map(\.code))
                found += try transaction.rows(step) { try Correspondent($0) }.filter { !known.contains($0.code) }
            }
            return Array(found.prefix(Self.mostFound))
        }
    }
}

/// A search of the directory as statements, of which each is one range of an index.
struct DirectorySearch {
    /// The first letter of a word is in too many names to say anything.
    private static let leastLetters = 2

    private let code: String
    private let name: String
    private let query: SearchQuery?

    /// - Returns: `nil` where nothing is asked for.
    init?(_ text: String) {
        // No text of PostgreSQL holds NUL.
        let typed = String(text.replacing("\0", with: "").trimmed.prefix(200))
        code = typed.lowercased()
        name = Folding.words(typed).joined(separator: " ")
        query = SearchQuery(typed)
        guard !typed.isEmpty else { return nil }
    }

    var steps: [SQL] {
        var steps = [codes]
        if !name.isEmpty { steps.append(names) }
        if let query, query.words.contains(where: { $0.count >= Self.leastLetters }) {
            let words = query.tsquery(unfinished: true)
            steps += [nearby(words), all(words)]
        }
        return steps
    }

    /// Codes that begin so, old or new; the whole one first, for it is the shortest.
    private var codes: SQL {
        """
        SELECT \(Correspondent.columns) FROM (
            (SELECT * FROM correspondent
             WHERE code_key >= \(code) AND code_key < \(Self.end(of: code)) AND left_at IS NULL ORDER BY code_key LIMIT 20)
            UNION ALL
            (SELECT * FROM correspondent
             WHERE linked <> '' AND linked_key >= \(code) AND linked_key < \(Self.end(of: code)) AND left_at IS NULL
             ORDER BY linked_key LIMIT 20)) c
        ORDER BY c.code_key
        """
    }

    private var names: SQL {
        """
        SELECT \(Correspondent.columns) FROM (
            SELECT * FROM correspondent WHERE name_key >= \(name) AND name_key < \(Self.end(of: name)) AND left_at IS NULL
            ORDER BY name_key, word_count LIMIT 20) c
        ORDER BY c.word_count, c.name_key
        """
    }

    /// Those of the shortest names that have the words: where a word is common there are enough among them.
    private func nearby(_ words: String) -> SQL {
        """
        SELECT \(Correspondent.columns) FROM (
            SELECT * FROM correspondent WHERE left_at IS NULL ORDER BY word_count, id LIMIT 3000) c
        WHERE c.words @@ \(words)::tsquery ORDER BY c.word_count, c.id LIMIT 20
        """
    }

    /// Others that have the words.
    ///
    /// Where there are thousands more words are needed to tell them apart, so no more are sorted; the limit also keeps
    /// the planner from walking by length to meet the few that have them.
    private func all(_ words: String) -> SQL {
        """
        SELECT \(Correspondent.columns) FROM (
            SELECT * FROM correspondent WHERE words @@ \(words)::tsquery AND left_at IS NULL LIMIT 4000) c
        ORDER BY c.word_count, c.id LIMIT 20
        """
    }

    /// What comes after everything that begins like this, in the order of bytes.
    private static func end(of text: String) -> String { text + "\u{10FFFF}" }
}
