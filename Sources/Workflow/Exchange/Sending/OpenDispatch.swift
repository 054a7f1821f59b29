import Foundation
import Postgres
import Records

extension Workflow {
    /// One dispatch with its files and recipients, and all that each of them said (xem văn bản gửi liên thông).
    public func dispatch(_ id: Dispatch.ID, by caller: Caller) async throws -> DispatchView {
        let attempt = AuditEvent(.dispatchViewed, on: .dispatch(id))
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.followDispatches, of: caller.officer.roles)
            return Audited(try transaction.dispatch(id, of: caller.officer.agency), attempt)
        }
    }
}

extension Transaction {
    fileprivate borrowing func dispatch(_ id: Dispatch.ID, of agency: Agency.ID) throws -> DispatchView {
        let read = try row(
            """
            SELECT d.id, d.kind, d.state, d.version, d.document_code, d.concerns_id, d.reason, d.details::text, d.drafted_at,
                   o.name AS drafted_by, d.sent_at, s.name AS sent_by, d.size, d.recipients, d.first_file, d.reference_key,
                   d.issued_on
            FROM dispatch d JOIN officer o ON o.id = d.drafted_by LEFT JOIN officer s ON s.id = d.sent_by
            WHERE d.id = \(id) AND d.agency_id = \(agency)
            """
        ) { row in
            (
                view: try DispatchView(row), codes: try row["recipients"] as [String],
                firstFile: try row["first_file"] as Int, key: try row["reference_key"] as String,
                day: try row["issued_on"] as Day?
            )
        }
        guard let read else { throw WorkflowError.notFound }
        var view = read.view
        view.attachments = try rows(
            """
            SELECT id, note_id, name, media_type, size, kind, damaged FROM attachment
            WHERE dispatch_id = \(id) AND ordinal >= \(read.firstFile) ORDER BY ordinal
            """
        ) { try AttachmentView($0) }
        if view.state == .sent {
            view.recipients = try recipients(of: id)
        } else {
            let found = try correspondents(codes: read.codes)
            view.chosen = read.codes.compactMap { found[CorrespondentEntry.key($0)] }
        }
        view.followers = try rows(
            """
            SELECT \(DispatchSummary.columns) FROM dispatch d
            WHERE d.concerns_id = \(id) AND d.agency_id = \(agency) AND d.state <> 'discarded' ORDER BY d.id LIMIT 100
            """
        ) { try DispatchSummary($0) }
        guard view.state == .draft, view.kind == .new else { return view }
        view.alike = try rows(
            """
            SELECT \(DispatchSummary.columns) FROM dispatch d
            WHERE d.agency_id = \(agency) AND d.reference_key = \(read.key) AND d.issued_on = \(read.day)
              AND d.state = 'sent' AND d.kind IN ('new', 'replace') ORDER BY d.id LIMIT 10
            """
        ) { try DispatchSummary($0) }
        return view
    }

    private borrowing func recipients(of id: Dispatch.ID) throws -> [RecipientView] {
        let said = try later(
            """
            SELECT d.ordinal, s.code, s.told_at, s.received_at, left(s.description, 500) AS description
            FROM dispatch_recipient r CROSS JOIN LATERAL (
                    SELECT ordinal, received_id FROM delivery_status
                    WHERE dispatch_id = r.dispatch_id AND ordinal = r.ordinal
                    ORDER BY received_id DESC LIMIT 50) d
                 JOIN exchange_status_received s ON s.id = d.received_id
            WHERE r.dispatch_id = \(id) ORDER BY d.ordinal, d.received_id
            """
        ) { row in
            StatusView(
                ordinal: try row["ordinal"], code: try row["code"], statedAt: try row["told_at"],
                receivedAt: try row["received_at"], description: try row["description"])
        }
        let recipients = try rows(
            """
            SELECT r.ordinal, r.code, r.name, e.peer, e.id AS envelope, e.state, e.attempts, e.ended_at, e.fault_vi, e.fault_en,
                   r.status, r.status_at, r.status = '02' AND r.seen_at IS NULL AS refusal_new,
                   (SELECT count(*) FROM delivery_status d
                    WHERE d.dispatch_id = r.dispatch_id AND d.ordinal = r.ordinal) AS said
            FROM dispatch_recipient r JOIN outgoing_envelope e ON e.id = r.outgoing_id
            WHERE r.dispatch_id = \(id) ORDER BY r.ordinal
            """
        ) { (view: try RecipientView($0), said: try $0["said"] as Int) }
        let statuses = Dictionary(grouping: try rows(said), by: \.ordinal)
        return recipients.map { view, said in
            var recipient = view
            recipient.statuses = statuses[view.ordinal] ?? []
            recipient.earlierStatuses = said - recipient.statuses.count
            return recipient
        }
    }
}

extension DispatchView {
    fileprivate init(_ row: borrowing Row) throws {
        self.init(
            id: try row["id"], kind: try row["kind"], state: try row["state"], version: try row["version"],
            documentCode: try row["document_code"], concerns: try row["concerns_id"], reason: try row["reason"],
            details: try DispatchDetails(json: row["details"]), draftedAt: try row["drafted_at"],
            draftedBy: try row["drafted_by"], sentAt: try row["sent_at"], sentBy: try row["sent_by"],
            size: try row["size"])
    }
}

extension RecipientView {
    fileprivate init(_ row: borrowing Row) throws {
        let sending: OutgoingEnvelope.State = try row["state"]
        let fault = Phrase(try row["fault_vi"], try row["fault_en"])
        let ended: Date? = try row["ended_at"]
        self.init(
            ordinal: try row["ordinal"], code: try row["code"], name: try row["name"], peer: try row["peer"],
            envelope: try row["envelope"], sending: sending, attempts: try row["attempts"],
            sentAt: sending == .sent ? ended : nil,
            fault: sending == .sent || fault.vietnamese.isEmpty ? nil : fault, status: try row["status"],
            statusAt: try row["status_at"], isRefusalNew: try row["refusal_new"] as Bool? ?? false)
    }
}
