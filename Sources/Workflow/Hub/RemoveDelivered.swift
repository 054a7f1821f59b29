import Foundation
import Glibc
import Postgres

extension Hub {
    /// Removes the files of envelopes that every recipient has had for long (xóa tệp gói tin đã chuyển xong); the rows stay.
    ///
    /// What a recipient still waits for, or could not take, stays however old it is. Once a day is often enough.
    ///
    /// - Returns: how many there were.
    @discardableResult
    public func removeDelivered() async throws -> Int {
        let days = configuration.keepDays
        guard days > 0 else { return 0 }
        var removed = 0
        while true {
            let old = try await database.read { transaction in
                try transaction.rows(
                    """
                    SELECT e.id, e.digest FROM hub_envelope e
                    WHERE e.removed_at IS NULL AND e.accepted_at < now() - make_interval(days => \(days)) AND NOT EXISTS (
                        SELECT FROM hub_delivery d WHERE d.envelope_id = e.id
                            AND (d.state <> 'done' OR d.updated_at >= now() - make_interval(days => \(days))))
                    ORDER BY e.accepted_at LIMIT 200
                    """
                ) { (id: try $0["id"] as Int, digest: try $0["digest"] as [UInt8]) }
            }
            for envelope in old { try await remove(envelope.id, envelope.digest) }
            removed += old.count
            guard old.count == 200 else { return removed }
        }
    }

    private func remove(_ envelope: Int, _ digest: [UInt8]) async throws {
        let store = store
        try await database.write { transaction in
            try transaction.lock(digest: digest)
            // Asked again: it may have been sent anew, or to others, a moment ago.
            try transaction.execute(
                """
                UPDATE hub_envelope SET removed_at = now()
                WHERE id = \(envelope) AND NOT EXISTS (
                    SELECT FROM hub_delivery WHERE envelope_id = \(envelope) AND state <> 'done')
                """)
            // Two agencies may have sent the same bytes.
            let isNeeded = try transaction.row(
                "SELECT EXISTS (SELECT FROM hub_envelope WHERE digest = \(digest) AND removed_at IS NULL) AS needed"
            ) { try $0["needed"] as Bool }
            guard isNeeded == false else { return }
            // Where the commit fails its row says that there is a file which nobody needs, and the next day sees to it.
            guard unlink(store.path(of: digest)) == 0 || errno == ENOENT else { throw FileStore.failure() }
        }
    }
}
