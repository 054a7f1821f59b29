import Postgres
import Records

/// How a request finds the documents that it is about (văn bản liên quan của yêu cầu).
///
/// Nothing is stored: which documents they are follows from the identifiers, so a request may come before its document,
/// and finds it once it is there.
struct Concerned {
    let intake: Int
    let state: Intake.State
    let document: IncomingDocument.ID?
    let closing: IncomingDocument.ClosingMark?

    var isInForce: Bool { document == nil ? state == .waiting : closing == nil }

    init(_ row: borrowing Row) throws {
        intake = try row["id"]
        state = try row["state"]
        document = try row["document_id"]
        closing = try row["closing"]
    }

    /// An intake `i` that carries a document, whatever became of it.
    private static let carriesDocument: SQL =
        """
        i.fault = '' AND (i.business = 'new' OR i.business IN ('update', 'replace')
            AND i.state IN ('waiting', 'registered', 'withdrawn', 'replaced') AND (i.answer = '15' OR i.state = 'registered'))
        """
    private static let isNamed: SQL = "i.sender_document_code = ANY (r.concerns) AND i.sender_document_code <> ''"
    /// Peers whose identifiers differ from time to time repeat number and date.
    private static let isAlike: SQL =
        """
        r.business <> 'replace' AND i.reference_key = r.reference_key AND i.issued_on = r.issued_on AND i.reference_key <> ''
        """

    /// Whether the request `r` is about the intake `i` of the same sender.
    static let isAbout: SQL = "(\(isNamed) OR \(isAlike)) AND \(carriesDocument)"

    /// Whether what the request `r` is about has not come.
    static let isParked: SQL =
        """
        r.business <> 'new' AND r.answer = '' AND r.sender_key <> ''
        AND NOT EXISTS (SELECT FROM intake i WHERE \(ofSender) AND \(isNamed) AND \(carriesDocument))
        AND NOT EXISTS (SELECT FROM intake i WHERE \(ofSender) AND \(isAlike) AND \(carriesDocument))
        """
    private static let ofSender: SQL = "i.agency_id = r.agency_id AND i.sender_key = r.sender_key AND i.id <> r.id"

    fileprivate static func found(by request: Int, of agency: Agency.ID, _ condition: SQL) -> SQL {
        """
        SELECT i.id, i.state, d.id AS document_id, d.closing
        FROM intake r JOIN intake i ON \(ofSender) LEFT JOIN incoming_document d ON d.intake_id = i.id
        WHERE r.id = \(request) AND r.agency_id = \(agency) AND r.sender_key <> '' AND \(condition)
          AND \(carriesDocument) ORDER BY i.id LIMIT 100
        """
    }
    fileprivate static func named(by request: Int, of agency: Agency.ID) -> SQL {
        found(by: request, of: agency, isNamed)
    }
    fileprivate static func alike(by request: Int, of agency: Agency.ID) -> SQL {
        found(by: request, of: agency, isAlike)
    }
}

extension Transaction {
    /// The documents that a request is about: by their identifiers or, where there is none such, by number and date.
    borrowing func concerned(by request: Int, of agency: Agency.ID) throws -> [Concerned] {
        let named = try later(Concerned.named(by: request, of: agency)) { try Concerned($0) }
        let alike = try rows(Concerned.alike(by: request, of: agency)) { try Concerned($0) }
        let found = try rows(named)
        return found.isEmpty ? alike : found
    }

    /// The same, each locked, so that nobody registers or answers about them meanwhile.
    borrowing func holdConcerned(by request: Int, of agency: Agency.ID) throws -> [Concerned] {
        let found = try concerned(by: request, of: agency)
        try execute(
            "SELECT id FROM intake WHERE id = ANY (\(found.map(\.intake))::bigint[]) ORDER BY id FOR UPDATE")
        return try concerned(by: request, of: agency)
    }

    /// A request with what it is about, side by side.
    borrowing func request(_ id: Int, reason: String, of agency: Agency.ID) throws -> SenderRequest {
        var documents: [ConcernedDocument] = []
        for concerned in try concerned(by: id, of: agency) {
            if let document = try show(concerned, of: agency) { documents.append(document) }
        }
        return SenderRequest(reason: reason, concerned: documents)
    }

    private borrowing func show(_ concerned: Concerned, of agency: Agency.ID) throws -> ConcernedDocument? {
        let owner: SQL = concerned.document.map { "document_id = \($0)" } ?? "intake_id = \(concerned.intake)"
        let files = try later(
            """
            SELECT id, note_id, name, media_type, size, kind, damaged FROM attachment
            WHERE \(owner) AND kind = 'document' AND note_id IS NULL ORDER BY ordinal, id
            """
        ) { try AttachmentView($0) }
        guard let document = concerned.document else {
            let reading = try row(
                "SELECT details::text FROM intake WHERE id = \(concerned.intake) AND agency_id = \(agency)"
            ) { try Intake.Reading($0) }
            return try ConcernedDocument(
                intake: concerned.intake, state: concerned.state, entry: nil, version: nil, closing: nil,
                details: reading?.details ?? IncomingDetails(), attachments: rows(files))
        }
        let found = try row(
            """
            SELECT d.*, (SELECT name FROM register WHERE id = d.register_id) AS name
            FROM incoming_document d WHERE d.id = \(document) AND d.agency_id = \(agency)
            """
        ) { row in
            (entry: try RegisterEntry(row), version: try row["version"] as Int, details: try IncomingDetails(row))
        }
        return try found.map {
            ConcernedDocument(
                intake: concerned.intake, state: concerned.state, entry: $0.entry, version: $0.version,
                closing: concerned.closing, details: $0.details, attachments: try rows(files))
        }
    }
}
