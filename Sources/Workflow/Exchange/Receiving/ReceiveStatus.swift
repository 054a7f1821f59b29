import Exchange
import Foundation
import Postgres
import Records

extension Workflow {
    /// Keeps what a peer says became of a document that was sent to it (nhận trạng thái), each packet once.
    func receiveStatus(_ envelope: Envelope, _ delivery: Delivery, by caller: Caller) async throws -> Receipt {
        let attempt = AuditEvent(.statusReceived, on: .service)
        return try await act(attempt, by: caller, key: nil, on: deliveries) { transaction in
            try transaction.keep(delivery.file.digest, size: delivery.file.size)
            let kept = try transaction.keep(envelope, delivery, of: caller.officer.agency)
            let entered = kept.deliveries == 1 ? try transaction.enter(status: kept.id, of: caller.officer.agency) : nil
            return Audited(
                Receipt(status: kept.id),
                AuditEvent(
                    kept.deliveries == 1 ? .statusReceived : .statusDeliveredAgain, on: .service,
                    detail: [
                        "status": "\(kept.id)", "code": envelope.status?.code ?? "", "peer": delivery.peer,
                        "times": "\(kept.deliveries)",
                    ]), entered.map { [$0] } ?? [])
        }
    }
}

extension Transaction {
    fileprivate borrowing func keep(
        _ envelope: Envelope, _ delivery: Delivery, of agency: Agency.ID
    ) throws -> (id: Int, deliveries: Int) {
        let about = envelope.responseFor.first
        let staff = String(decoding: try JSONEncoder().encode(envelope.status?.staff ?? []), as: UTF8.self)
        let kept = try row(
            """
            INSERT INTO exchange_status_received AS known (agency_id, peer, digest, from_code, code, description,
                about_document_code, about_reference, about_issued_on, staff, told_at)
            VALUES (\(agency), \(delivery.peer), \(delivery.file.digest), \(envelope.from.organID),
                \(envelope.status?.code ?? ""), \(envelope.status?.description ?? ""), \(about?.documentID ?? ""),
                \(about?.code ?? ""), \(about?.promulgatedOn), \(staff)::jsonb, \(envelope.status?.at))
            ON CONFLICT (agency_id, digest) DO UPDATE SET deliveries = known.deliveries + 1
            RETURNING id, deliveries
            """
        ) { (id: try $0["id"] as Int, deliveries: try $0["deliveries"] as Int) }
        guard let kept else { throw WorkflowError.notFound }
        return kept
    }
}
