public import Foundation
import Postgres
public import Records

/// What an auditor asks of the trail (bộ lọc nhật ký).
public struct TrailFilter: Sendable {
    public var officer: Officer.ID?
    public var document: IncomingDocument.ID?
    /// A document by its number in the register and year.
    public var number: Int?
    public var year: Int?
    public var action: AuditEvent.Action?
    public var outcome: AuditEvent.Outcome?
    public var from: Date?
    public var to: Date?

    public init() {}

    /// The filter as the trail records it: identifiers and times, no names.
    var detail: [String: String] {
        var detail: [String: String] = [:]
        detail["officer"] = officer.map { "\($0)" }
        detail["document"] = document.map { "\($0)" }
        detail["number"] = number.map { "\($0)" }
        detail["year"] = year.map { "\($0)" }
        detail["action"] = action?.rawValue
        detail["outcome"] = outcome?.rawValue
        detail["from"] = from.map { "\(Int($0.timeIntervalSince1970))" }
        detail["to"] = to.map { "\(Int($0.timeIntervalSince1970))" }
        return detail
    }

    func conditions(of agency: Agency.ID) -> SQL {
        var conditions: SQL = "(e.agency_id = \(agency) OR e.agency_id IS NULL)"
        if let officer { conditions = "\(conditions) AND e.actor_id = \(officer)" }
        if let document { conditions = "\(conditions) AND e.document_id = \(document)" }
        if let number {
            conditions =
                """
                \(conditions) AND e.document_id IN (SELECT d.id FROM incoming_document d
                    WHERE d.agency_id = \(agency) AND d.number = \(number)::bigint
                      AND d.year = coalesce(\(year)::bigint, d.year))
                """
        }
        if let action { conditions = "\(conditions) AND e.action = \(action)" }
        if let outcome { conditions = "\(conditions) AND e.outcome = \(outcome)" }
        if let from { conditions = "\(conditions) AND e.at >= \(from)" }
        if let to { conditions = "\(conditions) AND e.at < \(to)" }
        return conditions
    }
}

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

    static let columns: SQL =
        """
        e.id, e.at, e.actor_id, coalesce(o.name, '') AS actor_name, e.actor_roles, e.channel,
        coalesce(p.text::jsonb ->> 'source', e.network::text) AS source, e.session, e.request,
        e.action, e.outcome, e.reason, e.object_kind, e.object_id, e.document_id, d.number, d.year, e.detail::text
        """
    static let tables: SQL =
        """
        audit.event e LEFT JOIN officer o ON o.id = e.actor_id AND o.agency_id = e.agency_id
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
        let parts = text.split(separator: "-").map { Int($0) }
        guard parts.count == 2, let microseconds = parts[0], let id = parts[1], microseconds <= Self.latest else {
            return nil
        }
        self.init(at: Date(timeIntervalSince1970: Double(microseconds) / 1_000_000), id: id)
    }
}

public struct TrailPage: Sendable {
    public let rows: [TrailRow]
    public let next: TrailCursor?
}

extension Workflow {
    private static let pageSize = 50

    /// A page of the trail, newest first (xem nhật ký); reading it is an event as well.
    public func trail(_ filter: TrailFilter, after: TrailCursor? = nil, by caller: Caller) async throws -> TrailPage {
        let attempt = AuditEvent(.trailRead, on: .trail, detail: filter.detail)
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.readTrail, of: caller.officer.roles)
            let older: SQL = after.map { "AND (e.at, e.id) < (\($0.at), \($0.id))" } ?? ""
            let rows = try transaction.rows(
                """
                SELECT \(TrailRow.columns) FROM \(TrailRow.tables)
                WHERE \(filter.conditions(of: caller.officer.agency)) \(older)
                ORDER BY e.at DESC, e.id DESC LIMIT \(Self.pageSize + 1)
                """
            ) { try TrailRow($0) }
            let page = Array(rows.prefix(Self.pageSize))
            let next = rows.count > page.count ? page.last.map { TrailCursor(at: $0.at, id: $0.id) } : nil
            return Audited(TrailPage(rows: page, next: next), attempt)
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
