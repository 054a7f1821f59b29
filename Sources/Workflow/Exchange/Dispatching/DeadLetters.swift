public import Foundation
import Postgres
public import Records

/// An envelope that could not be sent (gói tin gửi lỗi).
public struct DeadLetter: Sendable {
    public let id: Int
    /// What was sent, where it is a document; nothing for a status.
    public let dispatch: Dispatch.ID?
    /// Number and symbol.
    public let reference: String
    /// The status that it brings, where it is one.
    public let statusCode: String?
    public let recipient: String
    public let recipientName: String
    public let peer: String
    public let attempts: Int
    public let fault: Phrase
    public let postedAt: Date
    public let endedAt: Date
}

extension Workflow {
    /// The envelopes that were given up, the last first (gói tin gửi lỗi).
    public func deadLetters(after: Int? = nil, by caller: Caller) async throws -> Page<DeadLetter> {
        let attempt = AuditEvent(.deadLettersListed, on: .envelope(0))
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.resend, of: caller.officer.roles)
            let rows = try transaction.rows(
                """
                SELECT e.id, r.dispatch_id, d.details::text, e.status_code, e.recipient, coalesce(r.name, c.name, '') AS name,
                       e.peer, e.attempts, e.fault_vi, e.fault_en, e.posted_at, e.ended_at
                FROM outgoing_envelope e LEFT JOIN dispatch_recipient r ON r.outgoing_id = e.id
                     LEFT JOIN dispatch d ON d.id = r.dispatch_id
                     LEFT JOIN correspondent c ON c.code_key = lower(e.recipient)
                WHERE e.agency_id = \(caller.officer.agency) AND e.state = 'dead' AND e.id < \(after ?? Int.max)
                ORDER BY e.id DESC \(PageSize.limit)
                """
            ) { try DeadLetter($0) }
            return Audited(Page(rows, cursor: \.id), attempt)
        }
    }

    /// Takes an envelope up again that was given up (gửi lại): the same bytes under the same id.
    public func resend(_ id: Int, by caller: Caller, key: IdempotencyKey? = nil) async throws {
        let attempt = AuditEvent(.envelopeResent, on: .envelope(id))
        let _: Bool = try await act(attempt, by: caller, key: key) { transaction in
            try AccessRule.require(.resend, of: caller.officer.roles)
            let taken = try transaction.affected(
                """
                UPDATE outgoing_envelope
                SET state = 'waiting', attempts = 0, next_attempt_at = now(), ended_at = NULL
                WHERE id = \(id) AND agency_id = \(caller.officer.agency) AND state = 'dead'
                """)
            guard taken == 1 else { throw WorkflowError.notFound }
            return Audited(true, attempt)
        }
    }
}

extension DeadLetter {
    fileprivate init(_ row: borrowing Row) throws {
        let details: String? = try row["details"]
        self.init(
            id: try row["id"], dispatch: try row["dispatch_id"],
            reference: try details.map { try DispatchDetails(json: $0).reference.description } ?? "",
            statusCode: try row["status_code"], recipient: try row["recipient"], recipientName: try row["name"],
            peer: try row["peer"], attempts: try row["attempts"],
            fault: Phrase(try row["fault_vi"], try row["fault_en"]), postedAt: try row["posted_at"],
            endedAt: try row["ended_at"])
    }
}
