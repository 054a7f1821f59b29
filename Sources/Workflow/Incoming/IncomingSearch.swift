import Postgres
import Records

/// How a page of documents is found, newest first, among a million (tra cứu).
///
/// What is common fills the page when the newest documents are looked at one by one. What is rare is looked for among
/// all, by the index of words, which has to collect every match before it knows the newest. Which it is the planner
/// knows: it keeps the commonest words and how often they occur.
struct IncomingSearch {
    let query: SearchQuery?
    private let filter: IncomingFilter
    private let before: Int
    private let officer: Officer
    private let reaches: Set<Reach>

    init(_ filter: IncomingFilter, before: Int, for officer: Officer) {
        self.filter = filter
        self.before = before
        self.officer = officer
        query = filter.text.flatMap(SearchQuery.init)
        reaches = AccessRule.reaches(of: officer.roles, for: .view)
    }

    /// So many matches are collected and sorted in the time in which a page of what is commoner is found one by one.
    private static let mostRare = 5000

    /// The statements that find the page without words, to be tried in this order until one fills it.
    fileprivate var attempts: [SQL] {
        if reaches.contains(.agency) { return [page(from: "incoming_document d")] }
        return filter.isEmpty ? [mine(PageSize.limit)] : [mine("LIMIT 1000"), mine("")]
    }

    /// The statements that find the page of documents with these words, of which so many are expected.
    fileprivate func attempts(_ words: String, expected: Int) -> [SQL] {
        let matches: SQL = "w.words @@ \(words)::tsquery"
        if expected <= Self.mostRare { return [indexed(matches)] }
        if reaches.contains(.agency) {
            return [
                page(from: "(\(newest)) w JOIN incoming_document d ON d.id = w.document_id", where: matches),
                indexed(matches),
            ]
        }
        return [mine("LIMIT 1000", matches), reaches.contains(.unit) ? indexed(matches) : mine("", matches)]
    }

    /// Asks the planner how many documents have these words.
    fileprivate func plan(_ words: String) -> SQL {
        """
        EXPLAIN (FORMAT JSON) SELECT FROM incoming_words
        WHERE agency_id = \(officer.agency) AND words @@ \(words)::tsquery
        """
    }

    /// Whether no recent document has the last word: then it may be one that is not typed to its end.
    fileprivate var isUnfinished: SQL {
        let last = query.flatMap { $0.words.last }.flatMap(SearchQuery.init)?.tsquery(unfinished: false)
        return "SELECT NOT EXISTS (SELECT FROM (\(newest)) w WHERE w.words @@ \(last)::tsquery) AS unfinished"
    }

    /// The words of the agency's newest documents.
    private var newest: SQL {
        """
        SELECT document_id, words FROM incoming_words
        WHERE agency_id = \(officer.agency) AND document_id < \(before) ORDER BY document_id DESC LIMIT 5000
        """
    }

    /// Looks at the newest of the documents of a person who does not see all, or at each of them.
    private func mine(_ limit: SQL, _ matches: SQL? = nil) -> SQL {
        let newest = Visibility.newest(limit, before: before, for: officer)
        let words: SQL =
            matches == nil ? "" : "JOIN incoming_words w ON w.agency_id = d.agency_id AND w.document_id = d.id"
        return page(
            from: "(\(newest)) mine JOIN incoming_document d ON d.id = mine.document_id \(words)",
            where: matches ?? "true")
    }

    /// Collects all that have the words.
    ///
    /// OFFSET keeps the planner from joining what is not on the page, from asking who may see what before it is found, and
    /// from walking through all documents to meet the few that were found.
    private func indexed(_ matches: SQL) -> SQL {
        let found: SQL =
            """
            (SELECT document_id FROM (SELECT document_id FROM found ORDER BY document_id DESC OFFSET 0) w
             WHERE \(Visibility.condition(on: "w.document_id", for: officer)) OFFSET 0) found
            CROSS JOIN LATERAL (SELECT * FROM incoming_document WHERE id = found.document_id OFFSET 0) d
            """
        return """
            WITH found AS MATERIALIZED (
                SELECT document_id FROM incoming_words w
                WHERE w.agency_id = \(officer.agency) AND w.document_id < \(before) AND \(matches))
            \(page(from: found, newest: "found.document_id"))
            """
    }

    private func page(from documents: SQL, where condition: SQL = "true", newest: SQL = "d.id") -> SQL {
        """
        SELECT \(IncomingSummary.columns) FROM \(documents) \(IncomingSummary.lead)
        WHERE d.agency_id = \(officer.agency) AND \(condition) AND \(newest) < \(before) AND \(filter.conditions)
        ORDER BY \(newest) DESC \(PageSize.limit)
        """
    }
}

extension Transaction {
    /// The documents of a page, and one more where there is another page.
    ///
    /// The last word may be unfinished if it is no word of its own: whoever types all of `an` does not mean `anh`.
    borrowing func found(by search: IncomingSearch, today: Day) throws -> [IncomingSummary] {
        guard let query = search.query else { return try first(of: search.attempts, today) }
        let whole = try found(query.tsquery(unfinished: false), by: search, today)
        guard whole.isEmpty, try row(search.isUnfinished, { try $0["unfinished"] as Bool }) == true else {
            return whole
        }
        return try found(query.tsquery(unfinished: true), by: search, today)
    }

    private borrowing func found(_ words: String, by search: IncomingSearch, _ today: Day) throws -> [IncomingSummary] {
        let plan = try row(search.plan(words)) { try $0["QUERY PLAN"] as String } ?? ""
        let expected = plan.firstMatch(of: #/"Plan Rows": (\d+)/#).flatMap { Int($0.1) } ?? 0
        return try first(of: search.attempts(words, expected: expected), today)
    }

    private borrowing func first(of attempts: [SQL], _ today: Day) throws -> [IncomingSummary] {
        var found: [IncomingSummary] = []
        for attempt in attempts where found.count <= PageSize.lines {
            found = try rows(attempt) { try IncomingSummary($0, today: today) }
        }
        return found
    }
}
