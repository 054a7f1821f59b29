import Postgres
public import Records

/// A dossier, as a list shows it (hồ sơ).
public struct DossierSummary: Sendable {
    public let id: Int
    public let code: String
    public let title: String
    public let year: Int
    public let retention: RetentionPeriod
    /// How many documents are filed in it.
    public let documents: Int
    public let openedBy: String

    /// The columns, of `dossier f JOIN officer o`.
    static let columns: SQL =
        """
        f.id, f.code, f.title, f.year, f.retention, o.name AS opened_by,
        (SELECT count(*) FROM dossier_document n WHERE n.dossier_id = f.id) AS documents
        """

    init(_ row: borrowing Row) throws {
        id = try row["id"]
        code = try row["code"]
        title = try row["title"]
        year = try row["year"]
        retention = try row["retention"]
        documents = try row["documents"]
        openedBy = try row["opened_by"]
    }
}

/// A dossier with those of its documents that the caller may see.
public struct DossierView: Sendable {
    public struct Item: Sendable {
        public let ordinal: Int
        public let summary: IncomingSummary
    }

    public let summary: DossierSummary
    public let documents: [Item]
}

extension Workflow {
    /// More words say nothing more and cost time.
    private static let mostWords = 8

    /// The dossiers of the agency, newest first, narrowed to those whose code or title holds these words.
    public func dossiers(matching text: String? = nil, after: Int? = nil, by caller: Caller) async throws -> Page<
        DossierSummary
    > {
        let attempt = AuditEvent(.dossierListed, on: .dossier(0))
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.view, of: caller.officer.roles)
            var matching: SQL = "true"
            for word in text.map(Folding.words)?.prefix(Self.mostWords) ?? [] {
                matching = "\(matching) AND f.words LIKE \("% \(word)%")"
            }
            let rows = try transaction.rows(
                """
                SELECT \(DossierSummary.columns) FROM dossier f JOIN officer o ON o.id = f.opened_by
                WHERE f.agency_id = \(caller.officer.agency) AND f.id < \(after ?? Int.max) AND \(matching)
                ORDER BY f.id DESC \(PageSize.limit)
                """
            ) { try DossierSummary($0) }
            return Audited(Page(rows, cursor: \.id), attempt)
        }
    }

    /// One dossier and its documents in the order they were filed.
    public func dossier(_ id: Int, by caller: Caller) async throws -> DossierView {
        let attempt = AuditEvent(.dossierViewed, on: .dossier(id))
        let today = today
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.view, of: caller.officer.roles)
            let documents = try transaction.later(
                """
                SELECT m.ordinal, \(IncomingSummary.columns)
                FROM dossier_document m JOIN incoming_document d ON d.id = m.document_id \(IncomingSummary.lead)
                WHERE m.dossier_id = \(id) AND d.agency_id = \(caller.officer.agency)
                  AND \(Visibility.condition(on: "d.id", for: caller.officer)) ORDER BY m.ordinal LIMIT 1000
                """
            ) { DossierView.Item(ordinal: try $0["ordinal"], summary: try IncomingSummary($0, today: today)) }
            let summary = try transaction.row(
                """
                SELECT \(DossierSummary.columns) FROM dossier f JOIN officer o ON o.id = f.opened_by
                WHERE f.id = \(id) AND f.agency_id = \(caller.officer.agency)
                """
            ) { try DossierSummary($0) }
            guard let summary else { throw WorkflowError.notFound }
            return Audited(DossierView(summary: summary, documents: try transaction.rows(documents)), attempt)
        }
    }
}
