import Postgres
import Records

/// Recipients that are chosen together (nhóm nơi nhận).
public struct RecipientGroup: Sendable {
    public let id: Int
    public let name: String
    public let codes: [String]
    /// Grows with every change; a form sends back the one it was made from.
    public let version: Int

    fileprivate init(_ row: borrowing Row) throws {
        id = try row["id"]
        name = try row["name"]
        codes = try row["codes"]
        version = try row["version"]
    }
}

extension Workflow {
    /// The agency's groups of recipients, by name.
    public func recipientGroups(by caller: Caller) async throws -> [RecipientGroup] {
        try AccessRule.require(.draft, of: caller.officer.roles)
        return try await glance(by: caller) { transaction in
            try transaction.rows(
                """
                SELECT id, name, codes, version FROM recipient_group
                WHERE agency_id = \(caller.officer.agency) AND removed_at IS NULL ORDER BY name
                """
            ) { try RecipientGroup($0) }
        }
    }

    /// Keeps recipients as a group (lưu nhóm nơi nhận).
    ///
    /// - Throws: ``WorkflowError/taken(_:)`` where a group has that name.
    public func keepGroup(
        named name: String, codes: [String], by caller: Caller, key: IdempotencyKey? = nil
    ) async throws -> Int {
        let officer = caller.officer
        let rules = configuration.exchange
        return try await act(AuditEvent(.recipientsGrouped, on: .agency(officer.agency)), by: caller, key: key) {
            transaction in
            let chosen = try transaction.group(named: name, codes, rules, by: officer)
            let id = try transaction.row(
                """
                INSERT INTO recipient_group (agency_id, name, codes, kept_by)
                VALUES (\(officer.agency), \(name.trimmed), \(chosen)::text[], \(officer.id))
                ON CONFLICT (agency_id, name) WHERE removed_at IS NULL DO NOTHING
                RETURNING id
                """
            ) { try $0["id"] as Int }
            guard let id else { throw WorkflowError.groupTaken(name) }
            return Audited(id, AuditEvent(groupIn: officer.agency, id, recipients: chosen.count))
        }
    }

    /// Gives a group another name, other recipients, or both (sửa nhóm nơi nhận).
    ///
    /// - Returns: its new version.
    /// - Throws: ``WorkflowError/stale(current:changes:)``; ``WorkflowError/taken(_:)`` where another group has that name.
    public func changeGroup(
        _ id: Int, named name: String, codes: [String], seen version: Int, by caller: Caller,
        key: IdempotencyKey? = nil
    ) async throws -> Int {
        let officer = caller.officer
        let rules = configuration.exchange
        return try await act(AuditEvent(.recipientsGrouped, on: .agency(officer.agency)), by: caller, key: key) {
            transaction in
            let chosen = try transaction.group(named: name, codes, rules, by: officer)
            try transaction.lock(group: id, seen: version, by: officer)
            let isTaken = try transaction.row(
                """
                SELECT EXISTS (SELECT FROM recipient_group WHERE agency_id = \(officer.agency) AND removed_at IS NULL
                               AND name = \(name.trimmed) AND id <> \(id)::bigint) AS taken
                """
            ) { try $0["taken"] as Bool }
            guard isTaken != true else { throw WorkflowError.groupTaken(name) }
            try transaction.execute(
                """
                UPDATE recipient_group SET name = \(name.trimmed), codes = \(chosen)::text[], version = version + 1,
                    kept_by = \(officer.id), kept_at = now()
                WHERE id = \(id)::bigint
                """)
            return Audited(version + 1, AuditEvent(groupIn: officer.agency, id, recipients: chosen.count))
        }
    }

    /// Takes a group off the list (bỏ nhóm nơi nhận); it stays on record.
    public func removeGroup(
        _ id: Int, seen version: Int, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws {
        let officer = caller.officer
        let event = AuditEvent(groupIn: officer.agency, id, recipients: 0)
        let _: Bool = try await act(event, by: caller, key: key) { transaction in
            try AccessRule.require(.draft, of: officer.roles)
            try transaction.lock(group: id, seen: version, by: officer)
            try transaction.execute("UPDATE recipient_group SET removed_at = now() WHERE id = \(id)::bigint")
            return Audited(true, event)
        }
    }
}

extension Transaction {
    /// The agencies of a group, looked up in the directory.
    fileprivate borrowing func group(
        named name: String, _ codes: [String], _ rules: ExchangeConfiguration, by officer: Officer
    ) throws -> [String] {
        try AccessRule.require(.draft, of: officer.roles)
        try FieldFault.require("name", name, most: 100)
        let chosen = try correspondents(chosen: codes, besides: [], of: officer.agency, rules)
        guard !chosen.isEmpty else { throw RuleViolation.fields([FieldFault("recipients", .required)]) }
        return chosen.map(\.code)
    }

    fileprivate borrowing func lock(group id: Int, seen version: Int, by officer: Officer) throws {
        let current = try row(
            """
            SELECT version FROM recipient_group
            WHERE id = \(id)::bigint AND agency_id = \(officer.agency) AND removed_at IS NULL FOR UPDATE
            """
        ) { try $0["version"] as Int }
        guard let current else { throw WorkflowError.notFound }
        guard current == version else { throw WorkflowError.stale(current: current, changes: []) }
    }
}

extension WorkflowError {
    fileprivate static func groupTaken(_ name: String) -> WorkflowError {
        .taken(
            Phrase(
                "Đã có nhóm “\(name.trimmed)”. Hãy đặt tên khác, hoặc sửa nhóm đó.",
                "There is a group “\(name.trimmed)” already. Choose another name, or change that group."))
    }
}

extension AuditEvent {
    fileprivate init(groupIn agency: Agency.ID, _ id: Int, recipients: Int) {
        self.init(
            .recipientsGrouped, on: .agency(agency), detail: ["group": "\(id)", "recipients": "\(recipients)"])
    }
}
