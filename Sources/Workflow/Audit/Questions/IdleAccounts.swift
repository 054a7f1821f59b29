import Postgres
public import Records

/// An account or a role that nobody uses (tài khoản không dùng).
public struct IdleAccount: Sendable {
    public let officer: Officer.ID
    public let officerName: String
    public let position: String
    /// The last day of which there is anything; none where the account was never used.
    public let lastUsed: Day?
    /// Roles of the account by which nothing was done for so long.
    public let unusedRoles: [Role]
    /// Whether the whole account was not used for so long.
    public let isIdle: Bool
}

extension Workflow {
    /// Active accounts that were not used for so many days, and roles that were not (Q13), from the sums by day.
    public func idleAccounts(days: Int = 90, by caller: Caller) async throws -> [IdleAccount] {
        let days = min(max(days, 1), 3660)
        let attempt = AuditEvent(.trailRead, on: .trail, asking: .idle, ["days": "\(days)"])
        let since = today.adding(days: -days)
        let uses = Role.allCases.flatMap { role in role.uses.map { (role: role.rawValue, action: $0.rawValue) } }
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.readTrail, of: caller.officer.roles)
            let agency = caller.officer.agency
            let accounts = try transaction.rows(
                """
                SELECT o.id, o.name, o.position, used.day,
                       ARRAY(SELECT r.role FROM unnest(o.roles) r (role)
                             -- Whatever somebody with one role does, they do by it.
                             WHERE (cardinality(o.roles) > 1 OR used.day IS NULL OR used.day < \(since)::date) AND NOT EXISTS (
                                SELECT FROM unnest(\(uses.map(\.role))::text[], \(uses.map(\.action))::text[]) u (role, action)
                                JOIN audit.daily d ON d.agency_id = \(agency) AND d.actor_id = o.id
                                     AND d.day >= \(since)::date AND d.action = u.action AND d.outcome = 'allowed'
                                WHERE u.role = r.role)
                             ORDER BY r.role) AS unused
                FROM officer o LEFT JOIN LATERAL (
                    SELECT d.day FROM audit.daily d
                    WHERE d.agency_id = \(agency) AND d.actor_id = o.id AND d.outcome = 'allowed'
                    ORDER BY d.day DESC LIMIT 1) used ON true
                WHERE o.agency_id = \(agency) AND o.active ORDER BY used.day NULLS FIRST, o.id
                """
            ) { row in
                let last: Day? = try row["day"]
                return IdleAccount(
                    officer: try row["id"], officerName: try row["name"], position: try row["position"],
                    lastUsed: last, unusedRoles: try row["unused"], isIdle: last.map { $0 < since } ?? true)
            }
            return Audited(accounts.filter { $0.isIdle || !$0.unusedRoles.isEmpty }, attempt)
        }
    }
}

extension Role {
    /// What nobody does but by this role or one like it; where none of it is done, the role is not used.
    fileprivate var uses: [AuditEvent.Action] {
        switch self {
        case .registrar: [.incomingRegistered, .intakeReceived, .intakeViewed, .intakeDiscarded, .incomingFiled]
        case .leader: [.incomingAssigned, .incomingReopened]
        case .unitHead: [.incomingAssigned, .assignmentCompleted, .progressReported]
        case .specialist: [.assignmentCompleted, .assignmentAcknowledged, .progressReported]
        case .auditor: [.trailRead, .trailExported, .trailVerified, .trailProven]
        case .administrator: [.accountCreated, .accountChanged, .rolesChanged, .passwordChanged, .accountsListed]
        }
    }
}
