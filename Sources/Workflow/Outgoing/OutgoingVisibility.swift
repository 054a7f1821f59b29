import Postgres
import Records

/// Which outgoing documents a person may see, as SQL (ai xem được văn bản đi).
///
/// It says in SQL what ``AccessRule`` says about `viewOutgoing`; every query about outgoing documents carries it.
enum OutgoingVisibility {
    /// Whether a person has something to do with a document `d`: they drafted it, sign it, or were asked for an opinion.
    ///
    /// They see it then; what they may do with it is another matter.
    private static func isInvolved(_ officer: Officer) -> SQL {
        """
        (d.drafted_by = \(officer.id)
         OR EXISTS (SELECT FROM outgoing_signatory s WHERE s.document_id = d.id AND s.officer_id = \(officer.id))
         OR EXISTS (SELECT FROM outgoing_opinion p WHERE p.document_id = d.id AND p.officer_id = \(officer.id)))
        """
    }

    private static func isOfUnit(_ officer: Officer) -> SQL {
        guard let unit = officer.unit else { return "false" }
        return "d.unit_id = \(unit)"
    }

    /// A condition on a document `d` of the agency.
    static func condition(for officer: Officer) -> SQL {
        let reaches = AccessRule.reaches(of: officer.roles, for: .viewOutgoing)
        if reaches.contains(.agency) { return "true" }
        if reaches.isEmpty { return "false" }
        return reaches.contains(.unit) ? "(\(isInvolved(officer)) OR \(isOfUnit(officer)))" : isInvolved(officer)
    }

    /// Columns `near_own`, `near_unit` and `visible` of a document `d`: one's own is what one drafted.
    static func nearness(_ officer: Officer) -> SQL {
        """
        d.drafted_by = \(officer.id) AS near_own, (d.drafted_by = \(officer.id) OR \(isOfUnit(officer))) AS near_unit,
        \(condition(for: officer)) AS visible
        """
    }

    /// The newest documents that a person sees who does not see all of them, as a column `id`; each way to a document is one
    /// range of an index.
    ///
    /// With `limited` a page of them will do; where they are narrowed further, all are looked at.
    static func newest(before: Int, limited: Bool, for officer: Officer) -> SQL {
        let limit: SQL = limited ? PageSize.limit : ""
        let named: SQL = "document_id < \(before) ORDER BY document_id DESC \(limit)"
        let first: SQL = "id < \(before) ORDER BY id DESC \(limit)"
        var ways: SQL =
            """
            (SELECT id FROM outgoing_document WHERE drafted_by = \(officer.id) AND \(first))
            UNION ALL (SELECT document_id FROM outgoing_signatory WHERE officer_id = \(officer.id) AND \(named))
            UNION ALL (SELECT document_id FROM outgoing_opinion WHERE officer_id = \(officer.id) AND \(named))
            """
        if AccessRule.reaches(of: officer.roles, for: .viewOutgoing).contains(.unit), let unit = officer.unit {
            ways = "\(ways) UNION ALL (SELECT id FROM outgoing_document WHERE unit_id = \(unit) AND \(first))"
        }
        return "SELECT DISTINCT id FROM (\(ways)) ways ORDER BY id DESC \(limit)"
    }
}

extension Transaction {
    /// - Throws: ``WorkflowError/notFound`` where a person may not see an outgoing document.
    borrowing func requireVisible(_ outgoing: OutgoingDocument.ID, to officer: Officer) throws {
        let isVisible = try row(
            """
            SELECT EXISTS (SELECT FROM outgoing_document d WHERE d.id = \(outgoing) AND d.agency_id = \(officer.agency)
                           AND \(OutgoingVisibility.condition(for: officer))) AS visible
            """
        ) { try $0["visible"] as Bool }
        guard isVisible == true else { throw WorkflowError.notFound }
    }
}
