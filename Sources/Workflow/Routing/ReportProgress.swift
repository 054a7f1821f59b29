import Postgres
public import Records

extension Workflow {
    /// Adds a note on how the work goes, with files (báo cáo tiến độ).
    public func reportProgress(
        _ id: IncomingDocument.ID, text: String, files: [ReceivedFile] = [], seen version: Int? = nil,
        by caller: Caller, key: IdempotencyKey? = nil
    ) async throws -> Int {
        let officer = caller.officer
        return try await act(AuditEvent(.progressReported, on: .incoming(id)), by: caller, key: key) { transaction in
            let document = try transaction.lock(id, for: .reportProgress, seen: version, by: officer)
            try FieldFault.require("text", text)
            let note = try transaction.row(
                """
                INSERT INTO progress_note (agency_id, document_id, officer_id, text)
                VALUES (\(officer.agency), \(id), \(officer.id), \(text.trimmed)) RETURNING id
                """
            ) { try $0["id"] as Int }
            try transaction.attach(files, kind: .progress, document: id, note: note, by: officer)
            let version = try transaction.settle(document, document.work, state: document.state, by: officer)
            try transaction.report(.inProgress, of: document.delivered, by: officer, signedBy: signer)
            return Audited(
                version,
                AuditEvent(
                    .progressReported, on: .incoming(id), version: version, detail: ["files": "\(files.count)"]
                ).forUnit(of: WorkShare.open(of: officer, as: [.lead, .support], in: document.work.assignments)))
        }
    }
}

extension FieldFault {
    /// The longest text that a note, result or reason may be.
    static let longestText = 2000

    /// - Throws: ``RuleViolation/fields(_:)`` where a text that is needed is missing, too long, or cannot be kept.
    static func require(_ field: String, _ text: String, most: Int = longestText) throws(RuleViolation) {
        let faults = all(inNeeded: field, text, most: most)
        if !faults.isEmpty { throw .fields(faults) }
    }
}
