import Foundation
import Postgres
import Records

/// A status that a peer delivered, as it is kept.
private struct ReceivedStatus {
    let sender: String
    let code: String
    let toldAt: Date?
    let receivedAt: Date
    let documentCode: String
    let reference: String
    let issuedOn: Day?
}

/// The recipient of a dispatch that a status is from.
private struct MatchedRecipient {
    let dispatch: Dispatch.ID
    let kind: DispatchKind
    let ordinal: Int?
    let status: DeliveryStatus?
}

extension Transaction {
    /// Enters a status that came back with what was sent (ghi trạng thái nơi nhận).
    ///
    /// It is matched by the document's identifier or, where a peer makes up one of its own, by number, symbol and date. Every
    /// one is kept; the recipient shows the furthest, whatever the order in which they came. What fits nothing that was
    /// sent, or comes from an agency that it was not sent to, is kept too and changes nothing.
    ///
    /// `id` is that of the row of `exchange_status_received`; entering it again does nothing more.
    ///
    /// - Returns: the event that the caller's act leaves; nothing where it was entered before.
    borrowing func enter(status id: Int, of agency: Agency.ID) throws -> AuditEvent? {
        let received = try row(
            """
            SELECT from_code, code, told_at, received_at, about_document_code, about_reference, about_issued_on
            FROM exchange_status_received
            WHERE id = \(id) AND agency_id = \(agency) AND entered_at IS NULL FOR UPDATE
            """
        ) { row in
            ReceivedStatus(
                sender: try row["from_code"], code: try row["code"], toldAt: try row["told_at"],
                receivedAt: try row["received_at"], documentCode: try row["about_document_code"],
                reference: try row["about_reference"], issuedOn: try row["about_issued_on"])
        }
        guard let received else { return nil }
        try execute("UPDATE exchange_status_received SET entered_at = now() WHERE id = \(id)")
        var candidates = try candidates(for: received, of: agency, "d.document_code = \(received.documentCode)")
        if candidates.isEmpty {
            let key = Reference(received.reference).canonical
            candidates = try self.candidates(
                for: received, of: agency, "d.reference_key = \(key) AND d.issued_on = \(received.issuedOn)")
        }
        guard let match = Self.choose(among: candidates, saying: received.code), let ordinal = match.ordinal else {
            let why = candidates.isEmpty ? "unknownDocument" : "noRecipient"
            try execute(
                "INSERT INTO delivery_status (received_id, agency_id, set_aside) VALUES (\(id), \(agency), \(why))")
            return AuditEvent(
                .statusSetAside, on: .dispatch(candidates.first?.dispatch ?? 0),
                detail: ["code": received.code, "reason": why])
        }
        try execute(
            """
            INSERT INTO delivery_status (received_id, agency_id, dispatch_id, ordinal)
            VALUES (\(id), \(agency), \(match.dispatch), \(ordinal))
            """)
        let shown = DeliveryStatus(rawValue: received.code).flatMap { $0.shown(after: match.status) } ?? match.status
        if shown != match.status {
            try execute(
                """
                UPDATE dispatch_recipient SET status = \(shown), status_at = \(received.toldAt ?? received.receivedAt)
                WHERE dispatch_id = \(match.dispatch) AND ordinal = \(ordinal)
                """)
        }
        return AuditEvent(
            .statusEntered, on: .dispatch(match.dispatch),
            detail: ["code": received.code, "recipient": "\(ordinal)", "shown": shown?.rawValue ?? ""])
    }

    /// What was sent that a status may be about, each with the recipient who says it, if it is one; the oldest first.
    private borrowing func candidates(
        for received: ReceivedStatus, of agency: Agency.ID, _ condition: SQL
    ) throws -> [MatchedRecipient] {
        let sender = CorrespondentEntry.key(received.sender)
        return try rows(
            """
            SELECT d.id, d.kind, r.ordinal, r.status
            FROM dispatch d LEFT JOIN dispatch_recipient r
                 ON r.dispatch_id = d.id AND (r.code_key = \(sender) OR r.linked_key = \(sender))
            WHERE d.agency_id = \(agency) AND d.state = 'sent' AND \(condition)
            ORDER BY d.id FOR UPDATE OF d
            """
        ) { row in
            MatchedRecipient(
                dispatch: try row["id"], kind: try row["kind"], ordinal: try row["ordinal"],
                status: try row["status"])
        }
    }

    /// A recall and an update have the document's own identifier: an answer is meant for the last of them, everything else
    /// for the document.
    private static func choose(among candidates: [MatchedRecipient], saying code: String) -> MatchedRecipient? {
        let mine = candidates.filter { $0.ordinal != nil }
        if DeliveryStatus(rawValue: code)?.isAnswer == true, let last = mine.last(where: { $0.kind != .new }) {
            return last
        }
        return mine.first
    }
}

extension Workflow {
    /// Enters the statuses that were received and wait to be entered (ghi các trạng thái còn chờ).
    ///
    /// A receiver enters each with what it took in; this is for those from before there was anything to enter them with.
    ///
    /// - Returns: how many there were.
    @discardableResult
    public func enterWaitingStatuses(in agency: Int) async throws -> Int {
        let caller = Caller.service(in: agency)
        let waiting = try await glance(by: caller) { transaction in
            try transaction.rows(
                """
                SELECT id FROM exchange_status_received
                WHERE agency_id = \(agency) AND entered_at IS NULL ORDER BY id LIMIT 1000
                """
            ) { try $0["id"] as Int }
        }
        for id in waiting {
            let attempt = AuditEvent(.statusEntered, on: .dispatch(0))
            let _: Bool = try await act(attempt, by: caller, key: nil) { transaction in
                Audited(true, try transaction.enter(status: id, of: agency) ?? attempt)
            }
        }
        return waiting.count
    }
}
