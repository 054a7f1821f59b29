import Postgres
import Records

/// Recipients that are chosen together (nhóm nơi nhận).
public struct RecipientGroup: Sendable {
    public let id: Int
    public let name: String
    public let codes: [String]
}

extension Workflow {
    /// The agency's groups of recipients, by name.
    public func recipientGroups(by caller: Caller) async throws -> [RecipientGroup] {
        try await glance(by: caller) { transaction in
            try transaction.rows(
                """
                SELECT id, name, codes FROM recipient_group
                WHERE agency_id = \(caller.officer.agency) AND removed_at IS NULL ORDER BY name LIMIT 500
                """
            ) { RecipientGroup(id: try $0["id"], name: try $0["name"], codes: try $0["codes"]) }
        }
    }

    /// Keeps recipients as a group, or gives the group of that name others (lưu nhóm nơi nhận).
    public func keepGroup(
        named name: String, codes: [String], by caller: Caller, key: IdempotencyKey? = nil
    ) async throws -> Int {
        let officer = caller.officer
        let rules = configuration.exchange
        return try await act(AuditEvent(.recipientsGrouped, on: .agency(officer.agency)), by: caller, key: key) {
            transaction in
            try AccessRule.require(.draft, of: officer.roles)
            try FieldFault.require("name", name, most: 100)
            let chosen = try transaction.correspondents(
                chosen: codes, besides: [], of: officer.agency, rules)
            guard !chosen.isEmpty else { throw RuleViolation.fields([FieldFault("recipients", .required)]) }
            let id = try transaction.row(
                """
                INSERT INTO recipient_group (agency_id, name, codes, kept_by)
                VALUES (\(officer.agency), \(name.trimmed), \(chosen.map(\.code))::text[], \(officer.id))
                ON CONFLICT (agency_id, name) WHERE removed_at IS NULL DO UPDATE SET codes = excluded.codes
                RETURNING id
                """
            ) { try $0["id"] as Int }
            guard let id else { throw WorkflowError.notFound }
            return Audited(
                id,
                AuditEvent(
                    .recipientsGrouped, on: .agency(officer.agency),
                    detail: ["group": "\(id)", "recipients": "\(chosen.count)"]))
        }
    }

    /// Takes a group off the list (bỏ nhóm nơi nhận); it stays on record.
    public func removeGroup(_ id: Int, by caller: Caller, key: IdempotencyKey? = nil) async throws {
        let officer = caller.officer
        let event = AuditEvent(
            .recipientsGrouped, on: .agency(officer.agency), detail: ["group": "\(id)", "recipients": "0"])
        let _: Bool = try await act(event, by: caller, key: key) { transaction in
            try AccessRule.require(.draft, of: officer.roles)
            let removed = try transaction.affected(
                """
                UPDATE recipient_group SET removed_at = now()
                WHERE id = \(id)::bigint AND agency_id = \(officer.agency) AND removed_at IS NULL
                """)
            guard removed == 1 else { throw WorkflowError.notFound }
            return Audited(true, event)
        }
    }
}
