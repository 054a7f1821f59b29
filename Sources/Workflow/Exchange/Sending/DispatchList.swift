import Foundation
import Postgres
public import Records

/// Which dispatches a list shows.
public enum DispatchFilter: String, CaseIterable, Sendable {
    case sent
    case draft
    /// Those that a recipient refused and no clerk took note of.
    case refused

    public var label: Phrase {
        switch self {
        case .sent: Phrase("Đã gửi", "Sent")
        case .draft: Phrase("Chưa gửi", "Not sent")
        case .refused: Phrase("Bị từ chối", "Refused")
        }
    }
}

extension Workflow {
    /// What was sent, newest first, with how far its recipients are (danh sách văn bản gửi liên thông).
    public func dispatches(
        _ filter: DispatchFilter = .sent, after: Int? = nil, by caller: Caller
    ) async throws -> Page<DispatchSummary> {
        let attempt = AuditEvent(.dispatchListed, on: .dispatch(0), detail: ["filter": filter.rawValue])
        let agency = caller.officer.agency
        let before = after ?? Int.max
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.followDispatches, of: caller.officer.roles)
            let condition: SQL =
                switch filter {
                case .sent: "d.state = 'sent'"
                case .draft: "d.state = 'draft'"
                case .refused:
                    """
                    d.id IN (SELECT dispatch_id FROM dispatch_recipient
                             WHERE agency_id = \(agency) AND status = '02' AND seen_at IS NULL)
                    """
                }
            let rows = try transaction.rows(
                """
                SELECT \(DispatchSummary.columns) FROM dispatch d
                WHERE d.agency_id = \(agency) AND \(condition) AND d.id < \(before)
                ORDER BY d.id DESC \(PageSize.limit)
                """
            ) { try DispatchSummary($0) }
            return Audited(Page(rows, cursor: \.id), attempt)
        }
    }
}

extension DispatchSummary {
    /// The columns, of `dispatch d`; the tallies are text, for they are few and differ in number.
    static let columns: SQL =
        """
        d.id, d.kind, d.state, d.details::text, coalesce(d.sent_at, d.drafted_at) AS at,
        coalesce(array_length(d.recipients, 1), 0) AS recipients,
        coalesce((SELECT string_agg(sending || ' ' || coalesce(status, '-') || ' ' || n, ';' ORDER BY n DESC, status)
                  FROM (SELECT e.state AS sending, r.status, count(*) AS n
                        FROM dispatch_recipient r JOIN outgoing_envelope e ON e.id = r.outgoing_id
                        WHERE r.dispatch_id = d.id GROUP BY e.state, r.status) t), '') AS tallies
        """

    init(_ row: borrowing Row) throws {
        let details = try DispatchDetails(json: row["details"])
        let tallies: String = try row["tallies"]
        self.init(
            id: try row["id"], kind: try row["kind"], state: try row["state"], reference: details.reference,
            subject: details.subject, urgency: details.urgency, at: try row["at"], recipients: try row["recipients"],
            tallies: tallies.split(separator: ";").compactMap(Tally.init))
    }
}

extension DispatchSummary.Tally {
    init?(_ text: Substring) {
        let parts = text.split(separator: " ")
        guard parts.count == 3, let sending = OutgoingEnvelope.State(rawValue: String(parts[0])),
            let count = Int(parts[2])
        else { return nil }
        self.init(sending: sending, status: DeliveryStatus(rawValue: String(parts[1])), count: count)
    }
}
