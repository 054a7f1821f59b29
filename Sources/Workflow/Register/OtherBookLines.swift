import Postgres
import Records

extension Transaction {
    /// What went by post.
    borrowing func postingLines(of head: BookHead, _ span: BookSpan) throws -> [[String]] {
        try rows(
            """
            SELECT r.posted_on, d.number, d.notation, r.name, r.address, r.covers, r.post_note
            FROM outgoing_recipient r JOIN outgoing_document d ON d.id = r.document_id
            WHERE r.agency_id = \(head.agency) AND r.posted_on BETWEEN \(head.cover.days.lowerBound)
              AND \(head.cover.days.upperBound)
            ORDER BY r.posted_on, r.document_id, r.ordinal OFFSET \(span.first - 1) LIMIT \(span.count)
            """
        ) { row in
            let address: String = try row["address"]
            return [
                (try row["posted_on"] as Day).written,
                "\(Reference(given: try row["number"], notation: try row["notation"]))",
                try row["name"] + (address.isEmpty ? "" : ", \(address)"), "\(try row["covers"] as Int)", "",
                try row["post_note"],
            ]
        }
    }

    /// Who used archive copies.
    borrowing func archiveLines(of head: BookHead, _ span: BookSpan) throws -> [[String]] {
        try rows(
            """
            SELECT u.used_on, u.user_name, d.number, d.notation, d.issued_on, d.type_name, d.subject, u.dossier,
                   u.returned_on, u.permitted_by, u.note
            FROM archive_use u JOIN outgoing_document d ON d.id = u.document_id
            WHERE u.agency_id = \(head.agency) AND u.used_on BETWEEN \(head.cover.days.lowerBound)
              AND \(head.cover.days.upperBound)
            ORDER BY u.used_on, u.id OFFSET \(span.first - 1) LIMIT \(span.count)
            """
        ) { row in
            let reference = Reference(given: try row["number"], notation: try row["notation"])
            return [
                (try row["used_on"] as Day).written, try row["user_name"],
                "\(reference), \((try row["issued_on"] as Day).written)",
                "\(try row["type_name"] as String) \(try row["subject"] as String)", try row["dossier"], "",
                (try row["returned_on"] as Day?)?.written ?? "", try row["permitted_by"], try row["note"],
            ]
        }
    }

    /// The copies that were made, in one sequence of numbers for all kinds.
    borrowing func copyLines(_ register: Int, _ year: Int, _ span: BookSpan) throws -> [[String]] {
        try rows(
            """
            SELECT c.number, c.notation, c.kind, c.pages, c.recipient, c.copies, d.number AS document_number,
                   d.notation AS document_notation, d.type_name, d.subject, o.name AS maker,
                   (c.made_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS made_on
            FROM document_copy c JOIN outgoing_document d ON d.id = c.document_id JOIN officer o ON o.id = c.made_by
            WHERE c.register_id = \(register)::bigint AND c.year = \(year)::bigint
              AND c.number BETWEEN \(span.first) AND \(span.last) ORDER BY c.number
            """
        ) { row in
            let kind: CopyKind = try row["kind"]
            let pages: String = try row["pages"]
            let day = (try row["made_on"] as Day).written
            let original = Reference(
                given: try row["document_number"], notation: try row["document_notation"])
            let what = "\(kind.label.vietnamese) \(try row["type_name"] as String) số \(original)"
            return [
                "\(Reference(given: try row["number"], notation: try row["notation"]))", day,
                "\(what) \(try row["subject"] as String)" + (pages.isEmpty ? "" : " (trang \(pages))"),
                try row["maker"], try row["recipient"], "VT", "\(try row["copies"] as Int)", day, "", "",
            ]
        }
    }
}
