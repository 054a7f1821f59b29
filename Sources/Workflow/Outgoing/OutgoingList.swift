import Foundation
import Postgres
public import Records

/// What a list of outgoing documents is narrowed to.
public struct OutgoingFilter: Sendable {
    /// Words as one types them, with or without tones, and numbers such as `12/QĐ-UBND`.
    public var text: String?
    public var step: OutgoingDocument.Step?
    public var year: Int?

    public init() {}
}

/// A line of a list of outgoing documents.
public struct OutgoingSummary: Sendable {
    public let id: OutgoingDocument.ID
    public let step: OutgoingDocument.Step
    public let closing: OutgoingDocument.ClosingMark?
    public let reference: Reference?
    public let issuedOn: Day?
    public let typeName: String
    public let subject: String
    public let urgency: Urgency
    public let unit: String
    public let draftedBy: String

    static let columns: SQL =
        """
        d.id, d.step, d.closing, d.number, d.notation, d.issued_on, d.type_name, d.subject, d.urgency,
        (SELECT name FROM unit WHERE id = d.unit_id) AS unit_name,
        (SELECT name FROM officer WHERE id = d.drafted_by) AS drafter
        """

    init(_ row: borrowing Row) throws {
        id = try row["id"]
        step = try row["step"]
        closing = try row["closing"]
        let number: Int? = try row["number"]
        let notation: String = try row["notation"]
        reference = number.map { Reference(given: $0, notation: notation) }
        issuedOn = try row["issued_on"]
        typeName = try row["type_name"]
        subject = try row["subject"]
        urgency = try row["urgency"]
        unit = try row["unit_name"] ?? ""
        draftedBy = try row["drafter"]
    }
}

extension Workflow {
    /// The outgoing documents that the caller may see, newest first.
    public func outgoingList(
        _ filter: OutgoingFilter, after: Int? = nil, by caller: Caller
    ) async throws -> Page<OutgoingSummary> {
        let officer = caller.officer
        let query = filter.text.flatMap(SearchQuery.init)
        var attempt = AuditEvent(
            query == nil ? .outgoingListed : .outgoingSearched, on: .outgoing(0),
            detail: query.map { ["words": "\($0.words.count)"] } ?? [:], words: query?.words.joined(separator: " "))
        if let words = attempt.words { attempt.sought = try searchKeys.digests(of: words, in: today.year) }
        let asked = attempt
        let before = after ?? Int.max
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.viewOutgoing, of: officer.roles)
            let rows = try transaction.rows(Self.page(filter, query, before: before, for: officer)) {
                try OutgoingSummary($0)
            }
            return Audited(Page(rows, cursor: \.id), asked)
        }
    }

    private static func page(_ filter: OutgoingFilter, _ query: SearchQuery?, before: Int, for officer: Officer) -> SQL
    {
        var conditions: SQL = "d.agency_id = \(officer.agency) AND d.id < \(before)"
        if let step = filter.step { conditions = "\(conditions) AND d.step = \(step)" }
        if let year = filter.year { conditions = "\(conditions) AND d.year = \(year)::bigint" }
        if let query {
            // Words are searched apart from row security, whose rows no text index could find; then each is asked for.
            return """
                SELECT \(OutgoingSummary.columns) FROM (
                    SELECT document_id FROM outgoing_words
                    WHERE agency_id = \(officer.agency) AND words @@ \(query.tsquery(unfinished: true))::tsquery
                      AND document_id < \(before)
                    ORDER BY document_id DESC OFFSET 0) w
                    CROSS JOIN LATERAL (SELECT * FROM outgoing_document WHERE id = w.document_id OFFSET 0) d
                WHERE \(conditions) AND \(OutgoingVisibility.condition(for: officer))
                ORDER BY d.id DESC \(PageSize.limit)
                """
        }
        let seesAll = AccessRule.reaches(of: officer.roles, for: .viewOutgoing).contains(.agency)
        let narrowed = filter.step != nil || filter.year != nil
        let from: SQL =
            seesAll
            ? "outgoing_document d"
            : "(\(OutgoingVisibility.newest(before: before, limited: !narrowed, for: officer))) mine JOIN outgoing_document d ON d.id = mine.id"
        return """
            SELECT \(OutgoingSummary.columns) FROM \(from) WHERE \(conditions) ORDER BY d.id DESC \(PageSize.limit)
            """
    }
}
