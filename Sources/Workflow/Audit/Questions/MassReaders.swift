import Postgres
public import Records

/// How much one person read and took away in a time (xuất nhiều, đọc nhiều).
public struct MassReader: Sendable {
    public let officer: Officer.ID
    public let officerName: String
    /// Documents that were opened, as often as they were.
    public let views: Int
    /// Files that were opened or downloaded.
    public let files: Int
    /// Exports, and the lines that they gave away.
    public let exports: Int
    public let lines: Int
    public let offHours: Int
    /// The most that they read on one day.
    public let mostInADay: Int
}

extension Workflow {
    /// Who exports and reads the most (Q6), from the sums by day; fifty people.
    public func massReaders(_ window: TrailWindow, by caller: Caller) async throws -> [MassReader] {
        let attempt = AuditEvent(.trailRead, on: .trail, asking: .masses, window.detail)
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.readTrail, of: caller.officer.roles)
            let readers = try transaction.rows(
                """
                WITH day AS (
                    SELECT actor_id, day,
                           coalesce(sum(events) FILTER (WHERE action = 'incoming.viewed'), 0)::bigint AS views,
                           coalesce(sum(events) FILTER (WHERE action = 'file.opened'), 0)::bigint AS files,
                           coalesce(sum(events) FILTER (WHERE action = 'audit.exported'), 0)::bigint AS exports,
                           sum(lines)::bigint AS lines, sum(off_hours)::bigint AS off_hours
                    FROM audit.daily
                    WHERE agency_id = \(caller.officer.agency) AND day >= \(window.first)::date
                      AND day <= \(window.last)::date AND actor_id <> 0 AND outcome = 'allowed'
                      AND action IN ('incoming.viewed', 'file.opened', 'audit.exported')
                    GROUP BY actor_id, day
                ), person AS (
                    SELECT actor_id, sum(views)::bigint AS views, sum(files)::bigint AS files,
                           sum(exports)::bigint AS exports, sum(lines)::bigint AS lines,
                           sum(off_hours)::bigint AS off_hours, max(views + files) AS most_in_a_day
                    FROM day GROUP BY actor_id
                    ORDER BY sum(views + files) + sum(lines) DESC, actor_id LIMIT 50
                )
                SELECT p.*, coalesce(o.name, '') AS officer_name
                FROM person p LEFT JOIN officer o ON o.id = p.actor_id AND o.agency_id = \(caller.officer.agency)
                ORDER BY p.views + p.files + p.lines DESC, p.actor_id
                """
            ) { row in
                MassReader(
                    officer: try row["actor_id"], officerName: try row["officer_name"], views: try row["views"],
                    files: try row["files"], exports: try row["exports"], lines: try row["lines"],
                    offHours: try row["off_hours"], mostInADay: try row["most_in_a_day"])
            }
            return Audited(readers, attempt)
        }
    }
}
