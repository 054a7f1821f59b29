import Postgres
public import Records

/// What a list of documents is narrowed to.
public struct IncomingFilter: Sendable {
    /// Words as one types them, with or without tones, and numbers such as `123/UBND`.
    public var text: String?
    public var state: IncomingDocument.State?
    public var urgency: Urgency?
    public var year: Int?
    /// The first day of arrival.
    public var from: Day?
    /// The last day of arrival.
    public var to: Day?

    public init() {}

    fileprivate var conditions: SQL {
        var conditions: SQL = "true"
        if let state { conditions = "\(conditions) AND d.state = \(state)" }
        if let urgency { conditions = "\(conditions) AND d.urgency = \(urgency)" }
        if let year { conditions = "\(conditions) AND d.year = \(year)::bigint" }
        if let from { conditions = "\(conditions) AND d.arrived_on >= \(from)" }
        if let to { conditions = "\(conditions) AND d.arrived_on <= \(to)" }
        return conditions
    }
}

extension Workflow {
    private static let pageSize = 30

    /// The documents that the caller may see, newest first.
    public func incomingList(
        _ filter: IncomingFilter, after: Int? = nil, by caller: Caller
    ) async throws -> Page<IncomingSummary> {
        let query = filter.text.flatMap(SearchQuery.init)
        let detail = query.map { ["words": "\($0.words.count)"] } ?? [:]
        let attempt = AuditEvent(query == nil ? .incomingListed : .incomingSearched, on: .incoming(0), detail: detail)
        let today = today
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.view, of: caller.officer.roles)
            let list = Self.list(filter, query, after: after ?? Int.max, for: caller.officer)
            let rows = try transaction.rows(list) { try IncomingSummary($0, today: today) }
            return Audited(Page(rows, size: Self.pageSize, cursor: \.id), attempt)
        }
    }

    /// The statement of a list; ordered by the words' key where words are searched, so that a common word is found by
    /// walking back from the newest and a rare one by its index.
    private static func list(_ filter: IncomingFilter, _ query: SearchQuery?, after: Int, for officer: Officer) -> SQL {
        let visible = Visibility.condition(for: officer)
        guard let query else {
            return """
                SELECT \(IncomingSummary.columns) FROM incoming_document d \(IncomingSummary.lead)
                WHERE \(visible) AND d.id < \(after) AND \(filter.conditions)
                ORDER BY d.id DESC LIMIT \(pageSize + 1)
                """
        }
        return """
            SELECT \(IncomingSummary.columns)
            FROM incoming_words w JOIN incoming_document d ON d.id = w.document_id \(IncomingSummary.lead)
            WHERE w.words @@ to_tsquery('simple', \(query.tsquery)) AND w.document_id < \(after) AND \(visible)
              AND \(filter.conditions)
            ORDER BY w.document_id DESC LIMIT \(pageSize + 1)
            """
    }
}
