import Postgres
import Records

extension Transaction {
    /// Closes a document because its sender took it back or replaced it (thu hồi, thay thế).
    ///
    /// Its work ends. It keeps its number, its details, its files and its trail, and says everywhere what became of it.
    borrowing func close(
        _ document: LockedIncoming, as mark: IncomingDocument.ClosingMark, by request: Int, _ officer: Officer
    ) throws -> AuditEvent {
        let open = document.work.assignments.count { $0.state == .open }
        var work = document.work
        work.close()
        let version = try settle(document, work, state: document.state, by: officer)
        try execute(
            """
            UPDATE incoming_document SET closing = \(mark), closed_at = now(), closed_by_intake = \(request)
            WHERE id = \(document.id)
            """)
        return AuditEvent(
            mark == .withdrawn ? .incomingWithdrawn : .incomingReplaced, on: .incoming(document.id), version: version,
            detail: ["request": "\(request)", "state": document.state.rawValue, "ended": "\(open)"])
    }
}
