public import Foundation
import Postgres
public import Records

/// A row of the trail, with the names that its identifiers have now.
public struct TrailRow: Sendable {
    public let id: Int
    public let at: Date
    public let actorID: Officer.ID?
    public let actorName: String
    public let roles: [Role]
    public let channel: String
    /// The address, or the network where the address was erased.
    public let source: String?
    public let session: String
    public let request: UUID?
    public let action: AuditEvent.Action
    public let outcome: AuditEvent.Outcome
    public let reason: String
    public let objectKind: String
    public let objectID: Int?
    /// The document's number in its register and year; an auditor reads no more of it.
    public let document: (id: IncomingDocument.ID, number: Int, year: Int)?
    public let detail: [String: String]
    /// Whether it happened outside the hours of the office's calendar at that time.
    public let isOffHours: Bool

    /// What a page shows of the events `e` that it found.
    static let columns: SQL =
        """
        e.id, e.at, e.actor_id, coalesce(o.name, '') AS actor_name, e.actor_roles, e.channel,
        coalesce(p.text::jsonb ->> 'source', e.network::text) AS source, e.session, e.request,
        e.action, e.outcome, e.reason, e.object_kind, e.object_id, e.document_id, d.number, d.year, e.detail::text,
        e.off_hours
        """
    /// The names and particulars of the events `e`.
    static let names: SQL =
        """
        LEFT JOIN officer o ON o.id = e.actor_id AND o.agency_id = e.agency_id
        LEFT JOIN incoming_document d ON d.id = e.document_id AND d.agency_id = e.agency_id
        LEFT JOIN audit.particulars p ON p.event_at = e.at AND p.event_id = e.id
        """

    init(_ row: borrowing Row) throws {
        id = try row["id"]
        at = try row["at"]
        actorID = try row["actor_id"]
        actorName = try row["actor_name"]
        roles = (try row["actor_roles"] as String).split(separator: ",").compactMap { Role(rawValue: String($0)) }
        channel = try row["channel"]
        source = try row["source"]
        session = try row["session"]
        request = try row["request"]
        action = try row["action"]
        outcome = try row["outcome"]
        reason = try row["reason"]
        objectKind = try row["object_kind"]
        objectID = try row["object_id"]
        let id: Int? = try row["document_id"]
        let number: Int? = try row["number"]
        let year: Int? = try row["year"]
        if let id, let number, let year { document = (id, number, year) } else { document = nil }
        isOffHours = try row["off_hours"]
        detail = try JSONDecoder().decode([String: String].self, from: Data((try row["detail"] as String).utf8))
    }
}

/// Where the next page of the trail begins.
public struct TrailCursor: Sendable, Hashable, LosslessStringConvertible {
    let at: Date
    let id: Int

    init(at: Date, id: Int) {
        self.at = at
        self.id = id
    }

    /// The end of the year 9999, far within what PostgreSQL can hold.
    private static let latest = 253_402_300_799_999_999

    /// Microseconds and the event's number.
    public var description: String { "\(Int((at.timeIntervalSince1970 * 1_000_000).rounded()))-\(id)" }

    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let microseconds = parts[0], let id = parts[1], microseconds <= Self.latest else {
            return nil
        }
        self.init(at: Date(timeIntervalSince1970: Double(microseconds) / 1_000_000), id: id)
    }
}

public struct TrailPage: Sendable {
    public let rows: [TrailRow]
    public let next: TrailCursor?
    /// Of the whole filter, where it was asked for.
    public let chart: TrailChart?
    /// How many events the filter leaves, where that was asked; ten thousand stands for more.
    public let count: Int?
}

extension Workflow {
    static let pageSize = 50

    /// A page of the trail, newest first (xem nhật ký); reading it is an event as well.
    ///
    /// The `question` is what the person asked, in the auditor's list of questions; the `window` is a time to draw a
    /// chart of, beside the page. With `counting` the events are counted, up to ten thousand.
    ///
    /// - Throws: ``RuleViolation/fields(_:)`` where the filter is more than anybody asks.
    public func trail(
        _ filter: TrailFilter, asking question: TrailQuestion? = nil, after: TrailCursor? = nil,
        chart window: TrailWindow? = nil, counting: Bool = false, by caller: Caller
    ) async throws -> TrailPage {
        let attempt = AuditEvent(.trailRead, on: .trail, asking: question, filter.detail)
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.readTrail, of: caller.officer.roles)
            let filter = try transaction.resolve(filter, of: caller.officer.agency)
            let rows = try transaction.rows(filter.page(of: caller.officer.agency, after: after, most: .page)) {
                try TrailRow($0)
            }
            let page = Array(rows.prefix(Self.pageSize))
            let next = rows.count > page.count ? page.last.map { TrailCursor(at: $0.at, id: $0.id) } : nil
            // The compiler crashes where a closure captures the transaction.
            var chart: TrailChart?
            if let window { chart = try transaction.chart(filter, in: window, of: caller.officer.agency) }
            let count = counting ? try transaction.count(filter, of: caller.officer.agency) : nil
            return Audited(TrailPage(rows: page, next: next, chart: chart, count: count), attempt)
        }
    }

    /// Opens the form of a question that is not asked yet, or cannot be read; opening it is an event as well.
    public func open(_ question: TrailQuestion?, by caller: Caller) async throws {
        let event = AuditEvent(.trailRead, on: .trail, asking: question, ["stage": "form"])
        let _: Bool = try await look(event, by: caller) { _ in
            try AccessRule.require(.readTrail, of: caller.officer.roles)
            return Audited(true, event)
        }
    }

    /// Everyone who ever had an account, to choose from in the auditor's filter.
    public func trailOfficers(by caller: Caller) async throws -> [DirectoryOfficer] {
        try AccessRule.require(.readTrail, of: caller.officer.roles)
        return try await glance(by: caller) { transaction in
            try transaction.rows(
                "SELECT id, name, position, roles FROM officer WHERE agency_id = \(caller.officer.agency) ORDER BY name"
            ) { row in
                DirectoryOfficer(
                    id: try row["id"], name: try row["name"], position: try row["position"],
                    roles: Set(try row["roles"] as [Role]))
            }
        }
    }
}
