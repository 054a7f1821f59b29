public import Foundation
import Postgres
public import Records

/// One thing that happened to a document, as its page tells it (dòng thời gian).
public struct TimelineEntry: Sendable {
    public let at: Date
    public let actorName: String
    public let action: AuditEvent.Action
    public let outcome: AuditEvent.Outcome
    public let detail: [String: String]
    /// The version that the document had afterwards, where it changed.
    public let version: Int?

    init(_ row: borrowing Row) throws {
        at = try row["at"]
        actorName = try row["actor_name"]
        action = try row["action"]
        outcome = try row["outcome"]
        detail = try JSONDecoder().decode([String: String].self, from: Data((try row["detail"] as String).utf8))
        version = try row["version"]
    }
}

extension Workflow {
    /// What happened to a document and who looked at it, oldest first, from the audit trail itself.
    ///
    /// The newest 500 events; the auditor's page has all.
    /// It is a part of looking at the document, whose view shows that the look is on record.
    public func timeline(of document: IncomingView, by caller: Caller) async throws -> [TimelineEntry] {
        let id = document.id
        return try await glance(by: caller) { try $0.timeline(of: id, since: nil) }
    }
}

extension Transaction {
    /// The events of a document; with `version`, only those that changed it since.
    borrowing func timeline(of document: IncomingDocument.ID, since version: Int?) throws -> [TimelineEntry] {
        let changes: SQL = version.map { "AND e.version > \($0)::bigint AND e.action <> 'incoming.viewed'" } ?? ""
        return try rows(
            """
            SELECT e.at, coalesce(o.name, '') AS actor_name, e.action, e.outcome, e.detail::text, e.version
            FROM audit.event e LEFT JOIN officer o ON o.id = e.actor_id
            WHERE e.document_id = \(document) \(changes)
              AND e.agency_id = (SELECT agency_id FROM incoming_document WHERE id = \(document))
            ORDER BY e.at DESC, e.id DESC LIMIT 500
            """
        ) { try TimelineEntry($0) }.reversed()
    }
}
