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
        // It keeps the earlier details first: the service itself may not write any.
        try execute(
            """
            SELECT change_incoming_details(\(document.id), \(request.id), jsonb_build_object(
                'sender_name', \(details.senderName)::text, 'code_number', \(details.number)::text,
                'code_notation', \(details.notation)::text, 'issued_on', \(details.issuedOn)::date,
                'type_name', \(details.typeName)::text, 'subject', \(details.subject)::text,
                'signer_name', \(details.signerName)::text, 'signer_position', \(details.signerPosition)::text,
                'signer_competence', \(details.signerCompetence)::text, 'urgency', \(details.urgency)::int,
                'due_on', \(details.dueOn)::date, 'pages', \(details.pages)::int, 'copies', \(details.copies)::int),
                \(details.reference.canonical))
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
