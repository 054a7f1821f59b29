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
                SELECT id, kind, state, name, received_at, details::text, fault_vi, fault_en FROM intake
                WHERE agency_id = \(caller.officer.agency) AND state = \(state) AND id < \(after ?? Int.max)
                ORDER BY id DESC \(PageSize.limit)
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
            subject: details.subject, urgency: details.urgency, fault: try Phrase(fault: row))
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
        let view = try row(
            """
            SELECT id, kind, state, name, received_at, details::text, fault, fault_vi, fault_en, sender_code,
                   sender_document_code, digest
            FROM intake WHERE id = \(id) AND agency_id = \(agency)
            """
        ) { row in
            let reading = try Intake.Reading(row)
            let fault: String = try row["fault"]
            return (
                reading: reading, digest: try row["digest"] as [UInt8],
                sender: (try row["sender_code"] as String, try row["sender_document_code"] as String),
                view: IntakeView(
                    id: id, kind: try row["kind"], state: try row["state"], name: try row["name"],
                    receivedAt: try row["received_at"], details: reading.details, proposed: reading.proposed,
                    warnings: reading.warnings.map { Phrase($0.vi, $0.en) }, attachments: [],
                    faultCode: fault.isEmpty ? nil : fault, fault: try Phrase(fault: row), duplicates: [],
                    registered: nil)
            )
        }
        guard let view else { throw WorkflowError.notFound }
        let duplicates = try duplicates(of: view.reading.details, of: agency, besides: id)
        return IntakeView(
            view.view, attachments: try rows(attachments), duplicates: duplicates, registered: try rows(entry).first)
    }
}

extension IntakeView {
    fileprivate init(
        _ view: IntakeView, attachments: [AttachmentView], duplicates: [Duplicate], registered: RegisterEntry?
    ) {
        self.init(
            id: view.id, kind: view.kind, state: view.state, name: view.name, receivedAt: view.receivedAt,
            details: view.details, proposed: view.proposed, warnings: view.warnings, attachments: attachments,
            faultCode: view.faultCode, fault: view.fault, duplicates: duplicates, registered: registered)
    }
}
