public import Foundation
import Postgres
import Records
import TransparencyLog

/// How the trail is sealed now (nhật ký có nguyên vẹn).
public struct SealState: Sendable {
    /// The log's number and name in checkpoints.
    public let log: Int
    public let origin: String
    /// How many entries are sealed.
    public let size: Int
    /// The tree's root, in base64 as checkpoints have it.
    public let root: String
    public let signedAt: Date
    /// The checkpoint as it was signed, byte for byte.
    public let note: String
    /// What checks the checkpoint; none where the folder of the log is not here.
    public let verifierKey: String?
    /// How long the oldest event has waited that is not sealed yet, in seconds; none where all are.
    public let waiting: Double?
    /// What others stamped of the log, the newest.
    public let stampedAt: Date?
}

extension Workflow {
    /// What is sealed, how far and by which key (Q12); whether it is true only a check can tell (`congvan audit verify`).
    ///
    /// - Returns: `nil` where nothing was sealed yet.
    public func sealState(by caller: Caller) async throws -> SealState? {
        let attempt = AuditEvent(.trailRead, on: .trail, asking: .wholeness, [:])
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.readTrail, of: caller.officer.roles)
            let log = try transaction.currentLog()
            let key = try? sealFolder(of: log).verifier().text
            let state = try transaction.row(
                """
                SELECT c.size, encode(c.root, 'base64') AS root, c.signed_at, c.note, l.origin,
                       audit.waiting(c.through_log, c.through_xid, c.through_id) AS waiting,
                       (SELECT max(stamped_at) FROM audit.stamp s WHERE s.log_id = c.log_id) AS stamped_at
                FROM audit.checkpoint c JOIN audit.log l ON l.id = c.log_id
                WHERE c.log_id = \(log)::int ORDER BY c.size DESC LIMIT 1
                """
            ) { row in
                SealState(
                    log: log, origin: try row["origin"], size: try row["size"], root: try row["root"],
                    signedAt: try row["signed_at"], note: try row["note"], verifierKey: key,
                    waiting: try row["waiting"], stampedAt: try row["stamped_at"])
            }
            return Audited(state, attempt)
        }
    }
}
