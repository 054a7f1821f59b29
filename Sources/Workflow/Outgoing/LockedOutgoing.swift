import Postgres
import Records

/// An outgoing document that an act holds until its transaction ends.
struct LockedOutgoing {
    let id: OutgoingDocument.ID
    let step: OutgoingDocument.Step
    let version: Int
    let medium: OutgoingDocument.Medium
    let details: OutgoingDetails
    let unit: Unit.ID?
    let draftedBy: Officer.ID
    let contentBy: Officer.ID?
    let answers: IncomingDocument.ID?
    /// The issued document that it changes, and what it does to that one.
    let concerns: OutgoingDocument.ID?
    let effect: OutgoingEffect?
    /// The incoming document as which it went to one's own units.
    let work: IncomingDocument.ID?
    let revision: Int
    let round: Int
    let number: Int?
    let notation: String
    let issuedOn: Day?

    /// The number and symbol, once it has them.
    var reference: Reference? {
        number.map { Reference(given: $0, notation: notation) }
    }
}

extension Transaction {
    /// Locks an outgoing document for an act and asks every rule about role, reach and step.
    ///
    /// `seen` is the version that the caller's page showed; `nil` where the act does not depend on it.
    ///
    /// - Throws: ``WorkflowError/notFound``, ``WorkflowError/stale(current:changes:)``, ``RuleViolation``
    borrowing func lock(
        outgoing id: OutgoingDocument.ID, for act: Act, seen: Int?, by officer: Officer
    ) throws -> LockedOutgoing {
        let found = try row(
            """
            SELECT d.*, \(OutgoingVisibility.nearness(officer)) FROM outgoing_document d
            WHERE d.id = \(id) AND d.agency_id = \(officer.agency) FOR UPDATE OF d
            """
        ) { row in
            (
                document: try LockedOutgoing(row), near: try Self.readNearness(row),
                closing: try row["closing"] as OutgoingDocument.ClosingMark?, isVisible: try row["visible"] as Bool
            )
        }
        guard let found, found.isVisible else { throw WorkflowError.notFound }
        let document = found.document
        try AccessRule.require(act, of: officer.roles, on: found.near, at: document.step, closed: found.closing)
        // A head returns what comes from the own unit, and what is theirs to sign; the act asks whose turn it is.
        if act == .returnDraft, document.step == .content, !officer.roles.contains(.leader) {
            guard found.near.contains(.unit) else { throw RuleViolation.notYours(act) }
        }
        if let seen, seen != document.version { throw WorkflowError.stale(current: document.version, changes: []) }
        return document
    }

    /// Writes down what was decided or said about a document's version.
    borrowing func remark(
        _ kind: RemarkKind, on document: LockedOutgoing, _ text: String = "", by officer: Officer
    ) throws {
        try execute(
            """
            INSERT INTO outgoing_remark (document_id, agency_id, kind, revision, text, made_by)
            VALUES (\(document.id), \(officer.agency), \(kind), \(document.revision), \(text.trimmed), \(officer.id))
            """)
    }

    /// Moves a document to its next step and raises its version.
    ///
    /// `columns` are what else changes, each as `column = value`, with a comma before it.
    borrowing func move(
        _ document: LockedOutgoing, to step: OutgoingDocument.Step, _ columns: SQL = ""
    ) throws {
        try execute(
            """
            UPDATE outgoing_document SET step = \(step), version = version + 1 \(columns) WHERE id = \(document.id)
            """)
    }
}

extension LockedOutgoing {
    fileprivate init(_ row: borrowing Row) throws {
        self.init(
            id: try row["id"], step: try row["step"], version: try row["version"], medium: try row["medium"],
            details: try OutgoingDetails(json: row["details"]), unit: try row["unit_id"],
            draftedBy: try row["drafted_by"], contentBy: try row["content_by"], answers: try row["answers_id"],
            concerns: try row["concerns_id"], effect: try row["effect"], work: try row["internal_id"],
            revision: try row["revision"], round: try row["round"], number: try row["number"],
            notation: try row["notation"], issuedOn: try row["issued_on"])
    }
}

extension AuditEvent {
    /// A step of an outgoing document, with where it came from and where it went.
    init(
        _ action: Action, on document: LockedOutgoing, to step: OutgoingDocument.Step, _ detail: [String: String] = [:]
    ) {
        self.init(
            action, on: .outgoing(document.id), version: document.version + 1,
            detail: detail.merging(["from": document.step.rawValue, "to": step.rawValue]) { own, _ in own })
    }
}
