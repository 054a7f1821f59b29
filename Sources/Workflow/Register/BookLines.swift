import Postgres
import Records

extension Transaction {
    /// The lines of a book, or some of them.
    borrowing func contents(of head: BookHead, _ span: BookSpan) throws -> BookContents {
        let register = head.address.register ?? 0, year = head.cover.year
        let rows =
            switch head.book {
            case .outgoing: try outgoingLines(register, year, span)
            case .incoming: try incomingLines(register, year, span)
            case .followUp: try followUpLines(register, year, span)
            case .made: try copyLines(register, year, span)
            case .posting: try postingLines(of: head, span)
            case .copies: try archiveLines(of: head, span)
            }
        return BookContents(head.book, head.cover, rows: rows)
    }

    /// Every number that was given, with its document or what became of it; in a closed register what had become of it
    /// when that was closed.
    private borrowing func outgoingLines(_ register: Int, _ year: Int, _ span: BookSpan) throws -> [[String]] {
        try rows(
            """
            SELECT y.given AS number, d.notation, d.issued_on, d.type_name, d.subject, d.details::text,
                   CASE WHEN past.ended THEN d.closing END AS closing,
                   (SELECT string_agg(o.name, ', ' ORDER BY s.ordinal) FROM outgoing_signatory s
                        JOIN officer o ON o.id = s.officer_id
                    WHERE s.document_id = d.id AND s.round = d.round AND s.kind = 'sign') AS signers,
                   (SELECT string_agg(name, '; ' ORDER BY ordinal) FROM outgoing_recipient r
                    WHERE r.document_id = d.id AND past.issued) AS recipients,
                   (SELECT name FROM unit WHERE id = d.unit_id) AS unit_name,
                   CASE WHEN past.issued THEN (d.issued_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date END AS sent_on,
                   CASE WHEN past.ended AND NOT past.issued THEN d.closing_reason END AS cancelled,
                   n.reason AS reserved, n.return_reason AS returned
            FROM (SELECT generate_series(\(span.first)::int, least(last_number, \(span.last)::int)) AS given
                  FROM register_year WHERE register_id = \(register)::bigint AND year = \(year)::bigint) y
                 LEFT JOIN outgoing_document d
                     ON d.register_id = \(register)::bigint AND d.year = \(year)::bigint AND d.number = y.given
                 LEFT JOIN reserved_number n
                     ON n.register_id = \(register)::bigint AND n.year = \(year)::bigint AND n.number = y.given
                 LEFT JOIN register_closing c ON c.register_id = \(register)::bigint AND c.year = \(year)::bigint
                 CROSS JOIN LATERAL (
                     SELECT coalesce(d.issued_at <= coalesce(c.closed_at, 'infinity'), false) AS issued,
                            coalesce(d.closed_at <= coalesce(c.closed_at, 'infinity'), false) AS ended) past
            ORDER BY y.given
            """
        ) { row in
            let number: Int = try row["number"]
            guard let type: String = try row["type_name"] else {
                let returned: String = try row["returned"] ?? ""
                let reserved: String = try row["reserved"] ?? ""
                let note = returned.isEmpty ? "Giữ trước: \(reserved)" : "Trả số: \(returned)"
                return [DocumentNumber.written(number), "", "", "", "", "", "", "", "", note]
            }
            let details = try OutgoingDetails(json: row["details"])
            let cancelled: String? = try row["cancelled"]
            let closing: OutgoingDocument.ClosingMark? = try row["closing"]
            return [
                "\(Reference(given: number, notation: try row["notation"]))",
                (try row["issued_on"] as Day).written, "\(type) \(try row["subject"] as String)",
                try row["signers"] ?? "", try row["recipients"] ?? "", "VT, \(try row["unit_name"] ?? "")",
                details.copies.map { "\($0)" } ?? "", (try row["sent_on"] as Day?)?.written ?? "", "",
                cancelled.map { "Hủy: \($0)" } ?? closing?.label.vietnamese ?? details.note,
            ]
        }
    }

    /// What came, and to whom it was handed; in a closed register as both stood when that was closed.
    private borrowing func incomingLines(_ register: Int, _ year: Int, _ span: BookSpan) throws -> [[String]] {
        try rows(
            """
            SELECT d.number, said.arrived_on, said.sender_name, said.code_number, said.code_notation, said.issued_on,
                   said.type_name, said.subject, said.note, lead.name AS lead_name, lead.at AS handed_on,
                   CASE WHEN d.closed_at > c.closed_at THEN NULL ELSE d.closing END AS closing
            FROM incoming_document d
                 LEFT JOIN register_closing c ON c.register_id = d.register_id AND c.year = d.year
                 LEFT JOIN LATERAL (
                     SELECT v.details FROM incoming_version v
                     WHERE v.document_id = d.id AND v.changed_at > c.closed_at ORDER BY v.version LIMIT 1) former ON true
                 -- The document itself where its sender changed nothing since.
                 CROSS JOIN LATERAL jsonb_populate_record(d, former.details) AS said
                 \(Self.lead(at: "c.closed_at"))
            WHERE d.register_id = \(register)::bigint AND d.year = \(year)::bigint
              AND d.number BETWEEN \(span.first) AND \(span.last) ORDER BY d.number
            """
        ) { row in
            let closing: IncomingDocument.ClosingMark? = try row["closing"]
            return [
                (try row["arrived_on"] as Day).written, "\(try row["number"] as Int)", try row["sender_name"],
                "\(Reference(number: try row["code_number"], notation: try row["code_notation"]))",
                (try row["issued_on"] as Day).written,
                "\(try row["type_name"] as String) \(try row["subject"] as String)", try row["lead_name"] ?? "",
                (try row["handed_on"] as Day?)?.written ?? "", "", try closing?.label.vietnamese ?? row["note"],
            ]
        }
    }

    /// How each incoming document is dealt with, by when, and what answered it.
    private borrowing func followUpLines(_ register: Int, _ year: Int, _ span: BookSpan) throws -> [[String]] {
        try rows(
            """
            SELECT d.number, d.sender_name, d.code_number, d.code_notation, d.issued_on, d.type_name, d.state, d.note,
                   d.closing, lead.name AS lead_name, coalesce(lead.deadline, d.due_on) AS due,
                   (lead.finished_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS finished_on,
                   (SELECT string_agg(o.number || E'\\n' || o.notation, E'\\n' ORDER BY o.id) FROM outgoing_document o
                    WHERE o.answers_id = d.id AND o.issued_at IS NOT NULL AND o.closing IS NULL) AS answers
            FROM incoming_document d \(Self.lead(at: "NULL::timestamptz"))
            WHERE d.register_id = \(register)::bigint AND d.year = \(year)::bigint
              AND d.number BETWEEN \(span.first) AND \(span.last) ORDER BY d.number
            """
        ) { row in
            let closing: IncomingDocument.ClosingMark? = try row["closing"]
            let state: IncomingDocument.State = try row["state"]
            let finished: Day? = try row["finished_on"]
            let reference = Reference(number: try row["code_number"], notation: try row["code_notation"])
            let what = "\(try row["type_name"] as String) \(reference) ngày \((try row["issued_on"] as Day).written)"
            return [
                "\(try row["number"] as Int)", "\(what), \(try row["sender_name"] as String)",
                try row["lead_name"] ?? "", (try row["due"] as Day?)?.written ?? "",
                state.label.vietnamese + (finished.map { ", xong \($0.written)" } ?? ""),
                Self.answers(try row["answers"] ?? ""), try closing?.label.vietnamese ?? row["note"],
            ]
        }
    }

    /// Numbers and symbols in turn, a line each, as references.
    private static func answers(_ lines: String) -> String {
        let parts = lines.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return stride(from: 0, to: parts.count - 1, by: 2)
            .map { "\(Reference(given: Int(parts[$0]) ?? 0, notation: parts[$0 + 1]))" }.joined(separator: "; ")
    }

    /// Who led the work with an incoming document `d` at its highest level, at a moment; who does, where that is NULL.
    private static func lead(at moment: SQL) -> SQL {
        """
        LEFT JOIN LATERAL (
            SELECT \(IncomingSummary.assignee) AS name, a.deadline, a.finished_at,
                   (a.assigned_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS at
            FROM assignment a WHERE a.document_id = d.id AND a.parent_id IS NULL AND a.role = 'lead'
              AND (a.state <> 'withdrawn' OR a.withdrawn_at > \(moment))
              AND coalesce(a.assigned_at <= \(moment), true) ORDER BY a.id DESC LIMIT 1) lead ON true
        """
    }
}
