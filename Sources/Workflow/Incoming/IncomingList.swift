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

    /// Whether nothing but words narrows the list.
    var isEmpty: Bool { state == nil && urgency == nil && year == nil && from == nil && to == nil }

    var conditions: SQL {
        var conditions: SQL = "true"
        if let state { conditions = "\(conditions) AND d.state = \(state.written)" }
        if let urgency { conditions = "\(conditions) AND d.urgency = \(urgency)" }
        if let year { conditions = "\(conditions) AND d.year = \(year)::bigint" }
        if let from { conditions = "\(conditions) AND d.arrived_on >= \(from)" }
        if let to { conditions = "\(conditions) AND d.arrived_on <= \(to)" }
        return conditions
    }
}

extension IncomingDocument.State {
    /// Written out and not bound: statements are planned once, and few documents are in one state but many in another.
    fileprivate var written: SQL {
        switch self {
        case .received: "'received'"
        case .assigned: "'assigned'"
        case .processed: "'processed'"
        case .archived: "'archived'"
        }
    }
}

extension Workflow {
    /// The documents that the caller may see, newest first.
    public func incomingList(
        _ filter: IncomingFilter, after: Int? = nil, by caller: Caller
    ) async throws -> Page<IncomingSummary> {
        let search = IncomingSearch(filter, before: after ?? Int.max, for: caller.officer)
        let detail = search.query.map { ["words": "\($0.words.count)"] } ?? [:]
        var attempt = AuditEvent(
            search.query == nil ? .incomingListed : .incomingSearched, on: .incoming(0), detail: detail,
            words: search.query?.words.joined(separator: " "))
        if let words = attempt.words { attempt.sought = try searchKeys.digests(of: words, in: today.year) }
        let asked = attempt
        let today = today
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.view, of: caller.officer.roles)
            let rows = try transaction.found(by: search, today: today)
            return Audited(Page(rows, cursor: \.id), asked)
        }
    }
}
