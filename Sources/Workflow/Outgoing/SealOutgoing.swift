import Postgres
public import Records

extension Workflow {
    /// Records that a document on paper bears the agency's seal (đóng dấu), after its person's signature and its number.
    ///
    /// The `scan` is the signed and sealed original; it is the version that is issued then.
    ///
    /// - Returns: the document's new version.
    public func sealOnPaper(
        _ id: OutgoingDocument.ID, scan: ReceivedFile? = nil, seen version: Int, by caller: Caller,
        key: IdempotencyKey? = nil
    ) async throws -> Int {
        let officer = caller.officer
        return try await act(AuditEvent(.outgoingSealed, on: .outgoing(id)), by: caller, key: key) { transaction in
            let document = try transaction.lock(outgoing: id, for: .seal, seen: version, by: officer)
            guard document.medium == .paper else { throw WorkflowError.outgoingObstacle(.otherMedium) }
            if scan == nil { try document.requireOnPaperOnly() }
            if let scan, !scan.isPDF { throw WorkflowError.outgoingObstacle(.scanNotPDF) }
            return Audited(
                version + 1,
                try transaction.seal(document, with: scan.map { OutgoingText($0) }, by: officer))
        }
    }
}

extension Transaction {
    /// Writes down that the agency answers for a document: with its seal, or with its digital signature.
    ///
    /// `original` is the version that bears it, where there is one in the system; so many `attachments` bear it too.
    borrowing func seal(
        _ document: LockedOutgoing, with original: OutgoingText?, attachments: Int = 0, by officer: Officer
    ) throws -> AuditEvent {
        if let original {
            try keep(original, as: .sealed, ordinal: document.revision + 1, of: document.id, by: officer)
        }
        try remark(.sealed, on: document, by: officer)
        try move(document, to: .issuing, ", sealed_by = \(officer.id), sealed_at = now()")
        return AuditEvent(
            .outgoingSealed, on: document, to: .issuing,
            ["medium": document.medium.rawValue, "attachments": "\(attachments)"])
    }
}

extension LockedOutgoing {
    /// What leaves as a file must be the original as it was signed and sealed: the draft in the system bears neither.
    func requireOnPaperOnly() throws(WorkflowError) {
        guard details.agencies.isEmpty, details.units.isEmpty else { throw .outgoingObstacle(.noScan) }
    }
}
