import Postgres
public import Records

extension Workflow {
    /// Initials a document whose turn has come (ký nháy): the person answers for it, and the record says so.
    ///
    /// - Returns: the document's new version.
    public func initialOutgoing(
        _ id: OutgoingDocument.ID, note: String = "", seen version: Int, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws -> Int {
        let officer = caller.officer
        return try await act(AuditEvent(.outgoingSigned, on: .outgoing(id)), by: caller, key: key) { transaction in
            let document = try transaction.lock(outgoing: id, for: .sign, seen: version, by: officer)
            guard let turn = try transaction.turn(in: document), turn.officer == officer.id, turn.kind == .initial
            else {
                throw WorkflowError.outgoingObstacle(.notYourTurn)
            }
            let event = try transaction.signed(document, turn, revision: document.revision, note, by: officer)
            return Audited(version + 1, event)
        }
    }

    /// Records that a document on paper bears the hand of the one whose turn it is (ghi nhận đã ký giấy).
    ///
    /// - Returns: the document's new version.
    public func recordSigned(
        _ id: OutgoingDocument.ID, note: String = "", seen version: Int, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws -> Int {
        let officer = caller.officer
        return try await act(AuditEvent(.outgoingSigned, on: .outgoing(id)), by: caller, key: key) { transaction in
            let document = try transaction.lock(outgoing: id, for: .recordSigned, seen: version, by: officer)
            guard document.medium == .paper else { throw WorkflowError.outgoingObstacle(.otherMedium) }
            guard let turn = try transaction.turn(in: document) else {
                throw WorkflowError.outgoingObstacle(.notYourTurn)
            }
            let event = try transaction.signed(document, turn, revision: document.revision, note, by: officer)
            return Audited(version + 1, event)
        }
    }
}

/// Whose turn it is to sign.
struct SigningTurn {
    let ordinal: Int
    let officer: Officer.ID
    let kind: Signatory.Kind
    /// Nobody signs after them.
    let isLast: Bool
}

extension Transaction {
    /// Who signs next; nobody once all have.
    borrowing func turn(in document: LockedOutgoing) throws -> SigningTurn? {
        try row(
            """
            SELECT ordinal, officer_id, kind,
                   NOT EXISTS (SELECT FROM outgoing_signatory n WHERE n.document_id = s.document_id AND n.round = s.round
                               AND n.ordinal > s.ordinal) AS is_last
            FROM outgoing_signatory s
            WHERE document_id = \(document.id) AND round = \(document.round) AND signed_at IS NULL
            ORDER BY ordinal LIMIT 1
            """
        ) { row in
            SigningTurn(
                ordinal: try row["ordinal"], officer: try row["officer_id"], kind: try row["kind"],
                isLast: try row["is_last"])
        }
    }

    /// Writes down that somebody signed, and lets the document go on where they were the last.
    ///
    /// `revision` is the version that bears the signature; `certificate` says whose certificate it was, where it is a
    /// digital one.
    borrowing func signed(
        _ document: LockedOutgoing, _ turn: SigningTurn, revision: Int, _ note: String = "", certificate: String = "",
        by officer: Officer
    ) throws -> AuditEvent {
        let recorder = officer.id == turn.officer ? nil : officer.id
        try execute(
            """
            UPDATE outgoing_signatory SET signed_at = now(), revision = \(revision), recorded_by = \(recorder),
                certificate = \(certificate)
            WHERE document_id = \(document.id) AND round = \(document.round) AND ordinal = \(turn.ordinal)
            """)
        try remark(turn.kind == .initial ? .initialled : .signed, on: document, note, by: officer)
        let next: OutgoingDocument.Step = turn.isLast ? .numbering : .signature
        try move(document, to: next)
        return AuditEvent(
            .outgoingSigned, on: document, to: next,
            ["kind": turn.kind.rawValue, "signatory": "\(turn.officer)", "revision": "\(revision)"])
    }
}
