public import Foundation
import Postgres
public import Records

/// A person who has seen a document, from the trail (ai đã xem).
public struct SeenBy: Sendable {
    public let officer: Officer.ID
    public let name: String
    public let position: String
    public let first: Date
    public let last: Date
    /// How often the document's page was opened.
    public let views: Int
    /// How often a file of it was opened.
    public let files: Int
}

extension Transaction {
    /// Who has seen a document, who looked last first.
    borrowing func seen(_ document: IncomingDocument.ID, of agency: Agency.ID) throws -> [SeenBy] {
        try rows(
            """
            SELECT s.*, coalesce(o.name, '') AS name, coalesce(o.position, '') AS position FROM (
                SELECT actor_id, min(at) AS first_at, max(at) AS last_at,
                       count(*) FILTER (WHERE action = 'incoming.viewed') AS views,
                       count(*) FILTER (WHERE action = 'file.opened') AS files
                FROM audit.event
                WHERE document_id = \(document) AND agency_id = \(agency) AND actor_id IS NOT NULL
                  AND action IN ('incoming.viewed', 'file.opened') AND outcome = 'allowed'
                GROUP BY actor_id) s
            LEFT JOIN officer o ON o.id = s.actor_id AND o.agency_id = \(agency) ORDER BY s.last_at DESC, s.actor_id
            """
        ) { row in
            SeenBy(
                officer: try row["actor_id"], name: try row["name"], position: try row["position"],
                first: try row["first_at"], last: try row["last_at"], views: try row["views"], files: try row["files"])
        }
    }
}
