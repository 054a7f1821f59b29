import Postgres
import Records

extension Transaction {
    /// Closes a document because its sender took it back or replaced it (thu hồi, thay thế).
    ///
    /// Its work ends. It keeps its number, its details, its files and its trail, and says everywhere what became of it.
    borrowing func close(
        _ document: LockedIncoming, as mark: IncomingDocument.ClosingMark, by closer: Closer, _ officer: Officer
    ) throws -> AuditEvent {
        let open = document.work.assignments.count { $0.state == .open }
        var work = document.work
        work.close()
        let version = try settle(document, work, state: document.state, by: officer)
        try execute(
            """
            UPDATE incoming_document SET closing = \(mark), closed_at = clock_timestamp(), closed_by_intake = \(closer.request),
                closed_by_outgoing = \(closer.document)
            WHERE id = \(document.id)
            """)
        return AuditEvent(
            mark == .withdrawn ? .incomingWithdrawn : .incomingReplaced, on: .incoming(document.id), version: version,
            detail: closer.detail.merging(["state": document.state.rawValue, "ended": "\(open)"]) { own, _ in own })
    }
}

/// By what an incoming document is closed.
enum Closer {
    /// A request of the agency that sent it.
    case request(Int)
    /// What became of the document of one's own that it is.
    case document(OutgoingDocument.ID)

    fileprivate var request: Int? { if case .request(let id) = self { id } else { nil } }
    fileprivate var document: Int? { if case .document(let id) = self { id } else { nil } }

    fileprivate var detail: [String: String] {
        switch self {
        case .request(let id): ["request": "\(id)"]
        case .document(let id): ["outgoing": "\(id)"]
        }
    }
}
