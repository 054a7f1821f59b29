import Postgres
import Records

/// Which documents a person may see, as SQL (ai xem được văn bản).
///
/// It says in SQL what ``AccessRule`` says about `view`; every query about documents carries it.
enum Visibility {
    /// A condition on a document of the agency, asked of one after the other.
    static func condition(on document: SQL, for officer: Officer) -> SQL {
        let reaches = AccessRule.reaches(of: officer.roles, for: .view)
        if reaches.contains(.agency) { return "true" }
        if reaches.isEmpty { return "false" }
        // OFFSET keeps the planner from reading every assignment there is to answer it for a few documents.
        let work: SQL = "SELECT FROM assignment s WHERE s.document_id = \(document)"
        guard reaches.contains(.unit), officer.unit != nil else {
            // One question each, for there is an index for each.
            return """
                (EXISTS (\(work) AND s.officer_id = \(officer.id) AND s.state <> 'withdrawn' OFFSET 0)
                 OR EXISTS (\(work) AND s.finished_by = \(officer.id) OFFSET 0))
                """
        }
        return "EXISTS (\(work) AND \(isNear(officer, reaches)) OFFSET 0)"
    }

    /// Whether an assignment `s` makes its document a person's own or their unit's work.
    static func isNear(_ officer: Officer, _ reaches: Set<Reach>) -> SQL {
        let own: SQL = "s.finished_by = \(officer.id) OR s.state <> 'withdrawn' AND s.officer_id = \(officer.id)"
        guard reaches.contains(.unit), let unit = officer.unit else { return "(\(own))" }
        return """
            (\(own) OR s.state <> 'withdrawn' AND (
                s.unit_id = \(unit) OR s.officer_id IN (SELECT id FROM officer WHERE unit_id = \(unit))))
            """
    }

    /// The newest documents that a person sees who does not see all of them, as a column `document_id`.
    ///
    /// Each way to a document is followed from its newest on, in the order of an index. Without a limit it is all.
    static func newest(_ limit: SQL, before: Int, for officer: Officer) -> SQL {
        let first: SQL = "document_id < \(before) ORDER BY document_id DESC \(limit)"
        var ways: SQL =
            """
            (SELECT document_id FROM assignment WHERE officer_id = \(officer.id) AND state <> 'withdrawn' AND \(first))
            UNION ALL (SELECT document_id FROM assignment WHERE finished_by = \(officer.id) AND \(first))
            """
        if AccessRule.reaches(of: officer.roles, for: .view).contains(.unit), let unit = officer.unit {
            ways = """
                \(ways)
                UNION ALL (SELECT document_id FROM assignment WHERE unit_id = \(unit) AND state <> 'withdrawn' AND \(first))
                UNION ALL SELECT a.document_id FROM officer o CROSS JOIN LATERAL (
                    SELECT document_id FROM assignment WHERE officer_id = o.id AND state <> 'withdrawn' AND \(first)) a
                WHERE o.unit_id = \(unit)
                """
        }
        return "SELECT DISTINCT document_id FROM (\(ways)) ways ORDER BY document_id DESC \(limit)"
    }
}

extension Transaction {
    /// How near a document is to a person.
    ///
    /// - Throws: ``WorkflowError/notFound`` where they may not see it: they may not know that it exists.
    borrowing func nearness(of document: Int, to officer: Officer) throws -> Set<Reach> {
        let near = try row(
            """
            SELECT \(Self.nearness(officer, of: document))
            FROM incoming_document d WHERE d.id = \(document) AND d.agency_id = \(officer.agency)
            """
        ) { try Self.readNearness($0) }
        guard let near, !near.isDisjoint(with: AccessRule.reaches(of: officer.roles, for: .view)) else {
            throw WorkflowError.notFound
        }
        return near
    }

    /// Columns `near_own` and `near_unit`.
    static func nearness(_ officer: Officer, of document: Int) -> SQL {
        let work: SQL = "SELECT FROM assignment s WHERE s.document_id = \(document)"
        return """
            EXISTS (\(work) AND \(Visibility.isNear(officer, [.own]))) AS near_own,
            EXISTS (\(work) AND \(Visibility.isNear(officer, [.own, .unit]))) AS near_unit
            """
    }

    static func readNearness(_ row: borrowing Row) throws -> Set<Reach> {
        var near: Set<Reach> = [.agency]
        if try row["near_own"] { near.insert(.own) }
        if try row["near_unit"] { near.insert(.unit) }
        return near
    }
}
