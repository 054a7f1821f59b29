import Postgres
import Records

/// Which documents a person may see, as SQL (ai xem được văn bản).
///
/// It says in SQL what ``AccessRule`` says about `view`; every query about documents carries it.
enum Visibility {
    /// A condition on `incoming_document d`.
    static func condition(for officer: Officer) -> SQL {
        let reaches = AccessRule.reaches(of: officer.roles, for: .view)
        if reaches.contains(.agency) { return "d.agency_id = \(officer.agency)" }
        if reaches.isEmpty { return "false" }
        return "d.agency_id = \(officer.agency) AND d.id IN (\(documents(near: officer, reaches)))"
    }

    /// The documents that are a person's own or their unit's work; with `document`, whether this one is.
    static func documents(near officer: Officer, _ reaches: Set<Reach>, document: Int? = nil) -> SQL {
        let only: SQL = document.map { "AND document_id = \($0)" } ?? ""
        let own: SQL =
            """
            SELECT document_id FROM assignment WHERE officer_id = \(officer.id) AND state <> 'withdrawn' \(only)
            UNION ALL SELECT document_id FROM assignment WHERE finished_by = \(officer.id) \(only)
            """
        guard reaches.contains(.unit), let unit = officer.unit else { return own }
        return """
            \(own)
            UNION ALL SELECT document_id FROM assignment WHERE unit_id = \(unit) AND state <> 'withdrawn' \(only)
            UNION ALL SELECT document_id FROM assignment
            WHERE officer_id IN (SELECT id FROM officer WHERE unit_id = \(unit)) AND state <> 'withdrawn' \(only)
            """
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
        let own = Visibility.documents(near: officer, [.own], document: document)
        let unit = Visibility.documents(near: officer, [.own, .unit], document: document)
        return "EXISTS (\(own)) AS near_own, EXISTS (\(unit)) AS near_unit"
    }

    static func readNearness(_ row: borrowing Row) throws -> Set<Reach> {
        var near: Set<Reach> = [.agency]
        if try row["near_own"] { near.insert(.own) }
        if try row["near_unit"] { near.insert(.unit) }
        return near
    }
}
