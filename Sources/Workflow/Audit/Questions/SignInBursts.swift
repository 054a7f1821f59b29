public import Foundation
import Postgres
public import Records

/// Many failed sign-ins within an hour: of one account, or from one network (dò mật khẩu).
public struct SignInBurst: Sendable {
    /// The account; none where the names were unknown.
    public let officer: Officer.ID?
    public let officerName: String
    /// The network; none where the burst is of an account.
    public let network: String?
    public let failures: Int
    public let accounts: Int
    public let networks: Int
    public let first: Date
    public let last: Date
}

extension Workflow {
    /// So many failures within an hour are a burst.
    public static let burst = 5

    /// Bursts of failed sign-ins (Q3), by account and by network; the largest first, at most a hundred.
    public func signInBursts(_ window: TrailWindow, by caller: Caller) async throws -> [SignInBurst] {
        let attempt = AuditEvent(.trailRead, on: .trail, asking: .signIns, window.detail)
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.readTrail, of: caller.officer.roles)
            let agency = caller.officer.agency
            let bursts = try transaction.rows(
                """
                WITH failed AS (
                    (SELECT at, actor_id, network FROM audit.event
                     WHERE agency_id = \(agency) AND action IN ('session.refused', 'session.blocked')
                       AND at >= \(window.start) AND at < \(window.end))
                    UNION ALL
                    (SELECT at, actor_id, network FROM audit.event
                     WHERE agency_id IS NULL AND action IN ('session.refused', 'session.blocked')
                       AND at >= \(window.start) AND at < \(window.end))
                ), burst AS (
                    SELECT actor_id, network, count(*) AS failures, count(DISTINCT coalesce(actor_id, 0)) AS accounts,
                           count(DISTINCT network) AS networks, min(at) AS first_at, max(at) AS last_at
                    FROM failed
                    GROUP BY GROUPING SETS ((date_trunc('hour', at), actor_id), (date_trunc('hour', at), network))
                    HAVING count(*) >= \(Self.burst)::bigint
                       AND CASE WHEN grouping(network) = 0 THEN network IS NOT NULL ELSE actor_id IS NOT NULL END
                    ORDER BY failures DESC, last_at DESC LIMIT 100
                )
                SELECT b.*, b.network::text AS network_text, coalesce(o.name, '') AS officer_name
                FROM burst b LEFT JOIN officer o ON o.id = b.actor_id AND o.agency_id = \(agency)
                ORDER BY b.failures DESC, b.last_at DESC
                """
            ) { row in
                SignInBurst(
                    officer: try row["actor_id"], officerName: try row["officer_name"],
                    network: try row["network_text"], failures: try row["failures"], accounts: try row["accounts"],
                    networks: try row["networks"], first: try row["first_at"], last: try row["last_at"])
            }
            return Audited(bursts, attempt)
        }
    }
}
