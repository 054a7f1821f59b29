import Foundation
import Postgres
import Records

extension Transaction {
    /// Changes a document as its sender wants (cập nhật): its details with the earlier ones kept on record, and files added.
    borrowing func update(
        _ document: LockedIncoming, by request: HeldRequest, on today: Day, _ officer: Officer
    ) throws -> AuditEvent {
        let known = try row("SELECT * FROM incoming_document WHERE id = \(document.id)") { row in
            (details: try IncomingDetails(row), number: try row["number"] as Int)
        }
        guard let known else { throw WorkflowError.notFound }
        let details = known.details.updated(by: request.reading.details, today: today)
        try execute(
            """
            INSERT INTO incoming_version (agency_id, document_id, version, details, intake_id)
            VALUES (\(officer.agency), \(document.id), \(document.version),
                \(String(decoding: try JSONEncoder().encode(known.details), as: UTF8.self))::jsonb, \(request.id))
            """)
        try execute(
            """
            UPDATE incoming_document
            SET sender_name = \(details.senderName), code_number = \(details.number), code_notation = \(details.notation),
                reference_key = \(details.reference.canonical), issued_on = \(details.issuedOn),
                type_name = \(details.typeName), subject = \(details.subject), signer_name = \(details.signerName),
                signer_position = \(details.signerPosition), signer_competence = \(details.signerCompetence),
                urgency = \(details.urgency), due_on = \(details.dueOn), pages = \(details.pages), copies = \(details.copies)
            WHERE id = \(document.id)
            """)
        try execute(
            """
            UPDATE incoming_words SET words = array_to_tsvector(\(details.searchWords(number: known.number))::text[])
            WHERE agency_id = \(officer.agency) AND document_id = \(document.id)
            """)
        let files = try affected(
            """
            UPDATE attachment f SET document_id = \(document.id)
            WHERE f.intake_id = \(request.id) AND NOT EXISTS (
                SELECT FROM attachment k WHERE k.document_id = \(document.id) AND k.digest = f.digest)
            """)
        let version = try settle(document, document.work, state: document.state, by: officer)
        return AuditEvent(
            .incomingUpdated, on: .incoming(document.id), version: version,
            detail: ["request": "\(request.id)", "files": "\(files)"])
    }
}

extension IncomingDetails {
    /// What a search finds a document by.
    func searchWords(number: Int) -> [String] {
        SearchQuery.words(in: "\(number) \(reference) \(subject) \(senderName) \(signerName) \(typeName)")
    }
}
