public import Foundation
import Postgres
import Records

/// A time stamp over a checkpoint, as it is handed to an outsider (dấu thời gian).
public struct TimeStamp: Sendable {
    public let log: Int
    public let size: Int
    /// What is stamped, byte for byte.
    public let note: String
    /// The server's answer (RFC 3161, DER), in which the stamp is.
    public let token: [UInt8]
    /// The server's address.
    public let authority: String
    /// When it was kept; the stamp itself says when it was made.
    public let stampedAt: Date

    init(_ row: borrowing Row) throws {
        log = try row["log_id"]
        size = try row["size"]
        note = try row["note"]
        token = try row["token"]
        authority = try row["authority"]
        stampedAt = try row["stamped_at"]
    }
}

extension Workflow {
    private static let batch = 500

    /// Hands out every time stamp with its checkpoint, oldest first (lấy dấu thời gian).
    ///
    /// - Returns: how many there are.
    public func stamps(by caller: Caller, to sink: (TimeStamp) throws -> Void) async throws -> Int {
        let attempt = AuditEvent(.trailProven, on: .trail, detail: ["stamps": "all"])
        let _: Bool = try await look(attempt, by: caller) { _ in
            try AccessRule.require(.readTrail, of: caller.officer.roles)
            return Audited(true, attempt)
        }
        var (count, last) = (0, TimeStampPlace())
        while true {
            let after = last
            let next = try await reports.read { transaction in
                try transaction.rows(
                    """
                    SELECT s.log_id, s.size, c.note, s.token, s.authority, s.stamped_at
                    FROM audit.stamp s JOIN audit.checkpoint c ON c.log_id = s.log_id AND c.size = s.size
                    WHERE (s.log_id, s.size, s.authority) > (\(after.log)::int, \(after.size)::bigint, \(after.authority))
                    ORDER BY s.log_id, s.size, s.authority LIMIT \(Self.batch)
                    """
                ) { try TimeStamp($0) }
            }
            for stamp in next { try sink(stamp) }
            count += next.count
            guard let end = next.last, next.count == Self.batch else { return count }
            last = TimeStampPlace(log: end.log, size: end.size, authority: end.authority)
        }
    }
}

/// Where the next batch begins.
private struct TimeStampPlace: Sendable {
    var log = 0
    var size = 0
    var authority = ""
}
