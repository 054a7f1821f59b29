public import Foundation
import Postgres
public import Records

/// Sessions that were used from several networks, and networks that many accounts used (phiên và mạng).
public struct TrailWhereabouts: Sendable {
    public struct Session: Sendable {
        public let session: String
        public let officer: Officer.ID
        public let officerName: String
        public let networks: [String]
        public let events: Int
        public let first: Date
        public let last: Date
    }

    public struct Network: Sendable {
        public let network: String
        public let accounts: Int
        public let sessions: Int
        public let events: Int
        public let first: Date
        public let last: Date
    }

    public let sessions: [Session]
    public let networks: [Network]
}

extension Workflow {
    /// Which sessions were used from two networks, and which networks by several accounts (Q8); fifty of each.
    public func trailWhereabouts(_ window: TrailWindow, by caller: Caller) async throws -> TrailWhereabouts {
        let attempt = AuditEvent(.trailRead, on: .trail, asking: .whereabouts, window.detail)
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.readTrail, of: caller.officer.roles)
            return Audited(
                TrailWhereabouts(
                    sessions: try transaction.movedSessions(window, of: caller.officer.agency),
                    networks: try transaction.sharedNetworks(window, of: caller.officer.agency)),
                attempt)
        }
    }
}

extension Transaction {
    fileprivate borrowing func movedSessions(_ window: TrailWindow, of agency: Agency.ID) throws
        -> [TrailWhereabouts.Session]
    {
        try rows(
            """
            WITH moved AS ( -- the index alone knows which
                SELECT session FROM audit.whereabouts
                WHERE agency_id = \(agency) AND day >= \(window.first)::date AND day <= \(window.last)::date
                GROUP BY session HAVING min(network) <> max(network)
            ), whole AS (
                SELECT moved.session, seen.* FROM moved, LATERAL (
                    SELECT max(actor_id) AS actor_id, array_agg(DISTINCT network::text) AS networks,
                           sum(events)::bigint AS events, min(first_at) AS first_at, max(last_at) AS last_at
                    FROM audit.whereabouts w
                    WHERE w.session = moved.session AND w.agency_id = \(agency)
                      AND w.day >= \(window.first)::date AND w.day <= \(window.last)::date) seen
                ORDER BY seen.last_at DESC LIMIT 50
            )
            SELECT w.*, coalesce(o.name, '') AS officer_name
            FROM whole w LEFT JOIN officer o ON o.id = w.actor_id AND o.agency_id = \(agency) ORDER BY w.last_at DESC
            """
        ) { row in
            TrailWhereabouts.Session(
                session: try row["session"], officer: try row["actor_id"], officerName: try row["officer_name"],
                networks: try row["networks"], events: try row["events"], first: try row["first_at"],
                last: try row["last_at"])
        }
    }

    fileprivate borrowing func sharedNetworks(_ window: TrailWindow, of agency: Agency.ID) throws
        -> [TrailWhereabouts.Network]
    {
        try rows(
            """
            WITH session AS ( -- step by step, for to count what is distinct PostgreSQL would sort it all
                SELECT network, actor_id, sum(events) AS events, min(first_at) AS first_at, max(last_at) AS last_at
                FROM audit.whereabouts
                WHERE agency_id = \(agency) AND day >= \(window.first)::date AND day <= \(window.last)::date
                  AND actor_id <> 0
                GROUP BY network, actor_id, session
            ), account AS (
                SELECT network, count(*) AS sessions, sum(events) AS events, min(first_at) AS first_at,
                       max(last_at) AS last_at
                FROM session GROUP BY network, actor_id
            )
            SELECT network::text AS network, count(*) AS accounts, sum(sessions)::bigint AS sessions,
                   sum(events)::bigint AS events, min(first_at) AS first_at, max(last_at) AS last_at
            FROM account GROUP BY account.network HAVING count(*) > 1
            ORDER BY accounts DESC, last_at DESC LIMIT 50
            """
        ) { row in
            TrailWhereabouts.Network(
                network: try row["network"], accounts: try row["accounts"], sessions: try row["sessions"],
                events: try row["events"], first: try row["first_at"], last: try row["last_at"])
        }
    }
}
