import Postgres
import Records

extension Transaction {
    /// Marks a document as no longer in force, with the reason, by whom and when; it stays so for ever.
    ///
    /// `other` is the document that takes its place or revokes it.
    borrowing func close(
        _ document: LockedOutgoing, as mark: OutgoingDocument.ClosingMark, _ reason: String,
        for other: OutgoingDocument.ID? = nil, by officer: Officer
    ) throws {
        try move(
            document, to: document.step,
            """
            , closing = \(mark), closed_at = clock_timestamp(), closed_by = \(officer.id), closed_by_document = \(other),
            closing_reason = \(reason.trimmed)
            """)
    }

    /// Ends the work that one's own units have with a document, where there is any that is not closed yet.
    borrowing func closeWork(
        of document: LockedOutgoing, as mark: IncomingDocument.ClosingMark, for other: OutgoingDocument.ID,
        by officer: Officer
    ) throws -> AuditEvent? {
        guard let work = document.work, let held = try hold(work, for: officer), held.closing == nil else { return nil }
        return try close(held, as: mark, by: .document(other), officer)
    }

    /// What a document does to the one that it concerns, in the act that issues it (hiệu lực đối với văn bản trước).
    ///
    /// `reference` is the issued document's number and symbol.
    ///
    /// - Throws: ``WorkflowError/outgoingObstacle(_:)`` where the former is no longer in force.
    borrowing func takeEffect(
        of document: LockedOutgoing, _ reference: Reference, by officer: Officer
    ) throws -> [AuditEvent] {
        guard let concerns = document.concerns, let effect = document.effect else { return [] }
        let former: LockedOutgoing
        do {
            former = try lock(outgoing: concerns, for: .amend, seen: nil, by: officer)
        } catch RuleViolation.outgoingClosed {
            throw WorkflowError.outgoingObstacle(.formerNotInForce)
        }
        try remark(effect.remark, on: former, "\(reference)", by: officer)
        let detail = ["by": "\(document.id)", "effect": effect.rawValue]
        guard let mark = effect.closing else {
            return [AuditEvent(.outgoingAmended, on: .outgoing(concerns), version: former.version, detail: detail)]
        }
        try close(former, as: mark, "\(effect.passive.vietnamese) \(reference)", for: document.id, by: officer)
        let action: AuditEvent.Action = mark == .replaced ? .outgoingReplaced : .outgoingRevoked
        let ended = try closeWork(of: former, as: .replaced, for: document.id, by: officer)
        return [AuditEvent(action, on: former, to: former.step, detail)] + (ended.map { [$0] } ?? [])
    }

    /// What the drafter said of the document that another is to change.
    borrowing func details(ofFormer id: OutgoingDocument.ID?) throws -> OutgoingDetails? {
        guard let id else { return nil }
        return try row("SELECT details::text FROM outgoing_document WHERE id = \(id)") {
            try OutgoingDetails(json: $0["details"])
        }
    }
}

extension OutgoingDetails {
    /// - Throws: ``RuleViolation/fields(_:)`` where this is not of the form that such a document must have.
    func requireForm(of former: OutgoingDetails, for effect: OutgoingEffect) throws(RuleViolation) {
        let wanted = effect.typeName(concerning: former.typeName)
        guard typeName == wanted else { throw .fields([FieldFault("typeName", .equalForm(wanted))]) }
    }
}
