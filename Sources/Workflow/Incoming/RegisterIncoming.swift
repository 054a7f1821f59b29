import Foundation
import Postgres
public import Records

/// What a registrar enters in the register.
public struct Registration: Sendable {
    public var details: IncomingDetails
    /// What waited for it, if it did not come on paper alone.
    public var intake: Int?
    /// Scans that were uploaded with the form.
    public var files: [ReceivedFile]
    /// The register; the agency's first where none is named.
    public var register: Int?
    /// The registrar has looked at the documents that this one may be a copy of.
    public var acknowledgeDuplicates: Bool

    public init(
        details: IncomingDetails, intake: Int? = nil, files: [ReceivedFile] = [], register: Int? = nil,
        acknowledgeDuplicates: Bool = false
    ) {
        self.details = details
        self.intake = intake
        self.files = files
        self.register = register
        self.acknowledgeDuplicates = acknowledgeDuplicates
    }
}

extension Workflow {
    /// Enters a document in this year's register and gives it the next number (đăng ký văn bản đến).
    ///
    /// - Throws: ``RuleViolation/fields(_:)`` with every fault at once; ``WorkflowError/duplicates(_:)`` until they are
    ///   acknowledged; ``WorkflowError/alreadyRegistered(document:number:year:)``.
    public func registerIncoming(
        _ registration: Registration, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws -> RegisterEntry {
        let today = today
        let attempt = AuditEvent(.incomingRegistered, on: registration.intake.map { .intake($0) } ?? .incoming(0))
        return try await act(attempt, by: caller, key: key) { transaction in
            try AccessRule.require(.register, of: caller.officer.roles)
            let faults = registration.details.faults(today: today)
            guard faults.isEmpty else { throw RuleViolation.fields(faults) }
            let arrival = try transaction.arrival(of: registration, for: caller.officer)
            let suspects =
                registration.acknowledgeDuplicates
                ? nil
                : try transaction.suspects(
                    of: registration.details, of: caller.officer.agency, besides: registration.intake,
                    files: registration.files.map(\.digest))
            // Asked in one round trip; where there are duplicates, the rollback gives the number back.
            let entry = try transaction.enter(registration, arrival, on: today, by: caller.officer)
            let duplicates = try suspects.map { try transaction.duplicates(among: $0) } ?? []
            guard duplicates.isEmpty else { throw WorkflowError.duplicates(duplicates) }
            try transaction.settle(registration, entry, by: caller.officer)
            if arrival.isDelivered {
                try transaction.report(.registered, of: registration.intake, by: caller.officer, signedBy: signer)
            }
            return Audited(
                entry,
                AuditEvent(
                    .incomingRegistered, on: .incoming(entry.document), version: 1,
                    detail: ["number": "\(entry.number)", "year": "\(entry.year)"]))
        }
    }
}

/// Where a document came from, read and locked before it is numbered.
struct Arrival {
    let source: String
    let senderDocumentCode: String
    /// A peer brought it, whose sender is told what becomes of it.
    var isDelivered = false
}

extension Transaction {
    /// Locks what waited, so that two registrars cannot register it twice.
    fileprivate borrowing func arrival(of registration: Registration, for officer: Officer) throws -> Arrival {
        guard let intake = registration.intake else {
            return Arrival(source: registration.files.isEmpty ? "paper" : "scan", senderDocumentCode: "")
        }
        let waiting = try row(
            """
            SELECT state, kind, sender_document_code, business, answer, peer FROM intake
            WHERE id = \(intake) AND agency_id = \(officer.agency) FOR UPDATE
            """
        ) { row in
            (
                state: try row["state"] as Intake.State, business: try row["business"] as Intake.Business,
                isAnswered: try row["answer"] == "15",
                arrival: Arrival(
                    source: try row["kind"], senderDocumentCode: try row["sender_document_code"],
                    isDelivered: try row["peer"] != "")
            )
        }
        guard let waiting else { throw WorkflowError.notFound }
        guard waiting.state == .waiting else { throw try alreadyRegistered(intake: intake) }
        if waiting.business != .new, !waiting.isAnswered {
            // What changes or replaces a document that never came is a document like any other.
            let isForNothing =
                try waiting.business != .recall
                && !concerned(by: intake, of: officer.agency).contains(where: \.isInForce)
            guard isForNothing else { throw WorkflowError.requestObstacle(.unanswered) }
        }
        return waiting.arrival
    }

    /// Takes the register's next number and writes the document, in one statement and as late as can be.
    borrowing func enter(
        _ registration: Registration, _ arrival: Arrival, on today: Day, by officer: Officer
    ) throws -> RegisterEntry {
        let details = registration.details
        let entry = try row(
            """
            WITH book AS (
                SELECT id, name FROM register
                WHERE agency_id = \(officer.agency)
                  AND direction = \(arrival.source == "internal" ? "internal" : "incoming")
                  AND (id = \(registration.register) OR \(registration.register)::bigint IS NULL) ORDER BY id LIMIT 1
            ), taken AS (\(NumberCounter.next(of: "SELECT id FROM book", in: officer.agency)))
            INSERT INTO incoming_document (agency_id, register_id, year, number, arrived_on, sender_name, sender_code,
                code_number, code_notation, reference_key, issued_on, type_name, subject, signer_name, signer_position,
                signer_competence, urgency, due_on, pages, copies, note, source, intake_id, sender_document_code,
                registered_by)
            SELECT \(officer.agency), register_id, year, taken.number, \(details.arrivedOn ?? today),
                \(details.senderName.trimmed), \(details.senderCode.trimmed), \(details.number.trimmed),
                \(details.notation.trimmed), \(details.reference.canonical), \(details.issuedOn), \(details.typeName),
                \(details.subject.trimmed), \(details.signerName.trimmed), \(details.signerPosition.trimmed),
                \(details.signerCompetence.trimmed), \(details.urgency), \(details.dueOn), \(details.pages),
                \(details.copies), \(details.note.trimmed), \(arrival.source), \(registration.intake),
                \(arrival.senderDocumentCode), \(officer.id)
            FROM taken
            RETURNING id, (SELECT name FROM book) AS name, year, number
            """
        ) { try RegisterEntry($0) }
        guard let entry else { throw WorkflowError.registerMissing }
        return entry
    }

    /// What hangs on the document: its words, its files, and what waited for it.
    ///
    /// It travels with the commit.
    borrowing func settle(
        _ registration: Registration, _ entry: RegisterEntry, by officer: Officer
    ) throws {
        let words = registration.details.searchWords(number: entry.number)
        try execute(
            """
            INSERT INTO incoming_words (agency_id, document_id, words)
            VALUES (\(officer.agency), \(entry.document), array_to_tsvector(\(words)::text[]))
            """)
        try attach(registration.files, kind: .document, document: entry.document, by: officer)
        if let intake = registration.intake {
            try execute("UPDATE attachment SET document_id = \(entry.document) WHERE intake_id = \(intake)")
            try execute("UPDATE intake SET state = 'registered' WHERE id = \(intake)")
        }
    }
}
