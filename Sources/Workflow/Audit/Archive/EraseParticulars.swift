import Postgres
import Records

extension Workflow {
    /// Erases what names or locates the person of events, where the law wants it (xóa dữ liệu cá nhân của sự kiện).
    ///
    /// Needs a connection as the database's owner. The events stay as they were sealed, and the trail stays whole. What
    /// is in archives stays there.
    ///
    /// - Throws: ``ArchiveFault/notTheOwner``
    /// - Returns: the numbers of the events whose particulars were there, and are no longer.
    public func eraseParticulars(of events: [Int], because reason: String, by caller: Caller) async throws -> [Int] {
        let attempt = AuditEvent(.particularsErased, on: .trail)
        return try await act(attempt, by: caller, key: nil) { transaction in
            try AccessRule.require(.readTrail, of: caller.officer.roles)
            try transaction.requireOwner()
            let erased = try transaction.rows(
                "SELECT id FROM audit.erase_particulars(\(events)::bigint[], \(caller.officer.agency)) AS id ORDER BY 1"
            ) { try $0["id"] as Int }
            var event = attempt
            event.detail = ["count": "\(erased.count)", "events": erased.map(String.init).joined(separator: " ")]
            // Words of people stand apart from the trail.
            event.words = reason
            return Audited(erased, event)
        }
    }
}
