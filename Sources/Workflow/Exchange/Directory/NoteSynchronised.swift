import Foundation
import Postgres
import Records

extension Workflow {
    /// How often a platform is asked for its list: a little less than a day, so that it stays at the same hours.
    private static let everySeconds = 23.5 * 3600
    /// Who took a list on and says nothing for so long has died.
    private static let longestSeconds = 2 * 3600.0

    /// How a platform's list stands; `nil` where it was never asked for.
    func directorySyncState(of peer: String) async throws -> DirectorySyncState? {
        try await database.row(
            "SELECT next_at, failing_since, failures, refused FROM directory_sync WHERE peer = \(peer)"
        ) { row in
            DirectorySyncState(
                nextAt: try row["next_at"], failingSince: try row["failing_since"], failures: try row["failures"],
                isRefused: try row["refused"])
        }
    }

    /// Takes a list on, so that no two instances ask for it.
    ///
    /// - Returns: whether it is due and nobody else's.
    func claimDirectory(of peer: String, by caller: Caller) async throws -> Bool {
        let event = AuditEvent(.directorySynchronised, on: .agency(0), detail: ["stage": "started", "peer": peer])
        return try await act(event, by: caller, key: nil) { transaction in
            let claimed = try transaction.affected(
                """
                INSERT INTO directory_sync AS known (peer, next_at)
                VALUES (\(peer), now() + make_interval(secs => \(Self.longestSeconds)))
                ON CONFLICT (peer) DO UPDATE SET next_at = excluded.next_at WHERE known.next_at <= now()
                """)
            var outcome = event
            if claimed == 0 { outcome.detail["stage"] = "done-elsewhere" }
            return Audited(claimed == 1, outcome)
        }
    }

    func noteSynchronised(_ peer: String, _ sync: DirectorySync, _ event: AuditEvent, by caller: Caller) async throws {
        let _: Bool = try await act(event, by: caller, key: nil) { transaction in
            try transaction.execute(
                """
                INSERT INTO directory_sync (peer, next_at, synchronised_at, listed)
                VALUES (\(peer), now() + make_interval(secs => \(Self.everySeconds)), now(), \(sync.listed))
                ON CONFLICT (peer) DO UPDATE SET next_at = excluded.next_at, synchronised_at = excluded.synchronised_at,
                    listed = excluded.listed, failing_since = NULL, failures = 0, refused = false
                """)
            return Audited(true, event)
        }
    }

    /// Records a failure, whose `reason` is the rule's or the fault's name for programs.
    func noteNotSynchronised(_ peer: String, _ reason: String, isRefused: Bool, by caller: Caller) async throws {
        var event = AuditEvent(.directorySynchronised, on: .agency(0), detail: ["stage": "failed", "peer": peer])
        event.outcome = .failed
        event.reason = reason
        let failed = event
        let failures = try await directorySyncState(of: peer)?.failures ?? 0
        let pause = DirectorySyncState.pause(after: failures)
        let _: Bool = try await act(failed, by: caller, key: nil) { transaction in
            try transaction.execute(
                """
                INSERT INTO directory_sync (peer, next_at, failing_since, failures, refused)
                VALUES (\(peer), now() + make_interval(secs => \(pause)), now(), 1, \(isRefused))
                ON CONFLICT (peer) DO UPDATE SET next_at = excluded.next_at,
                    failing_since = coalesce(directory_sync.failing_since, now()),
                    failures = directory_sync.failures + 1, refused = excluded.refused
                """)
            return Audited(true, failed)
        }
    }
}
