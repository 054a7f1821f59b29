import Foundation
import Postgres
import Records

extension Workflow {
    /// What has arrived in this state, newest first.
    public func intakes(_ state: Intake.State, after: Int? = nil, by caller: Caller) async throws -> Page<IntakeSummary>
    {
        let attempt = AuditEvent(.intakeListed, on: .intake(0), detail: ["state": state.rawValue])
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.takeIn, of: caller.officer.roles)
            let rows = try transaction.rows(
                """
                SELECT r.id, r.kind, r.state, r.name, r.received_at, r.details::text, r.fault_vi, r.fault_en, r.business,
                       r.peer, r.deliveries, r.state = 'waiting' AND \(Concerned.isParked) AS is_parked
                FROM intake r
                WHERE r.agency_id = \(caller.officer.agency) AND r.state = \(state) AND r.id < \(after ?? Int.max)
                ORDER BY r.id DESC \(PageSize.limit)
                """
            ) { try IntakeSummary($0) }
            return Audited(Page(rows, cursor: \.id), attempt)
        }
    }

    /// One of them, with its files, its proposals and what it may be a copy of.
    public func intake(_ id: Int, by caller: Caller) async throws -> IntakeView {
        let attempt = AuditEvent(.intakeViewed, on: .intake(id))
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.takeIn, of: caller.officer.roles)
            return Audited(try transaction.intake(id, of: caller.officer.agency), attempt)
        }
    }
}

extension IntakeSummary {
    init(_ row: borrowing Row) throws {
        let details = try Intake.Reading(row).details
        self.init(
            id: try row["id"], kind: try row["kind"], state: try row["state"], name: try row["name"],
            receivedAt: try row["received_at"], senderName: details.senderName, reference: details.reference,
            subject: details.subject, urgency: details.urgency, fault: try Phrase(fault: row),
            business: try row["business"], peer: try row["peer"], deliveries: try row["deliveries"],
            isParked: try row["is_parked"])
    }
}

extension Intake.Reading {
    init(_ row: borrowing Row) throws {
        self = try JSONDecoder().decode(Self.self, from: Data((try row["details"] as String).utf8))
    }
}

extension Phrase {
    fileprivate init?(fault row: borrowing Row) throws {
        self.init(try row["fault_vi"], try row["fault_en"])
        if vietnamese.isEmpty { return nil }
    }
}

extension Transaction {
    borrowing func intake(_ id: Int, of agency: Agency.ID) throws -> IntakeView {
        let attachments = try later(
            "SELECT id, note_id, name, media_type, size, kind, damaged FROM attachment WHERE intake_id = \(id) ORDER BY ordinal"
        ) { try AttachmentView($0) }
        let entry = try later(
            """
            SELECT d.id, r.name, d.year, d.number FROM incoming_document d JOIN register r ON r.id = d.register_id
            WHERE d.intake_id = \(id)
            """
        ) { try RegisterEntry($0) }
        let pending = try later(
            PendingRequest.about("i.id = \(id) AND i.agency_id = \(agency) AND i.state = 'waiting'")
        ) {
            try PendingRequest($0)
        }
        let head = try row(
            """
            SELECT id, kind, state, name, received_at, details::text, fault, fault_vi, fault_en, sender_code,
                   sender_document_code, business, peer, signature, deliveries, delivered_at, answer, reason
            FROM intake WHERE id = \(id) AND agency_id = \(agency)
            """
        ) { try IntakeHead($0) }
        guard let head else { throw WorkflowError.notFound }
        let (reading, origin) = (head.reading, head.origin)
        let asks = origin.business != .new
        return IntakeView(
            id: id, kind: head.kind, state: head.state, name: head.name, receivedAt: head.receivedAt,
            details: reading.details, proposed: reading.proposed,
            warnings: reading.warnings.map { Phrase($0.vi, $0.en) },
            attachments: try rows(attachments), faultCode: head.faultCode.isEmpty ? nil : head.faultCode,
            fault: head.fault, duplicates: try duplicates(of: reading.details, of: agency, besides: id),
            registered: try rows(entry).first, origin: origin,
            request: asks ? try request(id, reason: reading.reason ?? "", of: agency) : nil, pending: try rows(pending),
            reason: head.reason)
    }
}

/// An intake's own row, decoded.
private struct IntakeHead {
    let kind: Intake.Kind
    let state: Intake.State
    let name: String
    let receivedAt: Date
    let reading: Intake.Reading
    let faultCode: String
    let fault: Phrase?
    let reason: String
    let origin: IntakeOrigin

    init(_ row: borrowing Row) throws {
        kind = try row["kind"]
        state = try row["state"]
        name = try row["name"]
        receivedAt = try row["received_at"]
        reading = try Intake.Reading(row)
        faultCode = try row["fault"]
        fault = try Phrase(fault: row)
        reason = try row["reason"]
        origin = IntakeOrigin(
            business: try row["business"], peer: try row["peer"], senderCode: try row["sender_code"],
            documentCode: try row["sender_document_code"], signature: try row["signature"],
            signatureSentence: reading.signature.map { Phrase($0.vi, $0.en) }, deliveries: try row["deliveries"],
            deliveredAt: try row["delivered_at"], answer: DeliveryStatus(rawValue: try row["answer"]))
    }
}
