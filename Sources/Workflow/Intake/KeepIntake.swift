import Foundation
import Postgres
import Records

extension Transaction {
    /// Writes an intake and its files.
    ///
    /// The service takes in what a peer delivered.
    borrowing func keep(
        _ arrived: Arrived, as file: ReceivedFile, by officer: Officer, delivery: Delivery? = nil
    ) throws -> Int {
        try keep(file.digest, size: file.size)
        let details = arrived.reading.details
        let state = arrived.fault == nil ? Intake.State.waiting : .faulty
        let id = try row(
            """
            INSERT INTO intake (agency_id, kind, state, name, digest, sender_code, sender_document_code, details, fault,
                fault_vi, fault_en, received_by, business, peer, message_id, reference_key, issued_on, concerns, signature)
            VALUES (\(officer.agency), \(arrived.kind), \(state), \(file.name), \(file.digest), \(arrived.senderCode),
                \(arrived.senderDocumentCode), \(try arrived.reading.json)::jsonb, \(arrived.fault?.code ?? ""),
                \(arrived.fault?.sentence.vietnamese ?? ""), \(arrived.fault?.sentence.english ?? ""),
                \(officer.recorded), \(arrived.business), \(delivery?.peer ?? ""), \(delivery?.messageID ?? ""),
                \(details.number.isEmpty ? "" : details.reference.canonical), \(details.issuedOn), \(arrived.concerns),
                \(arrived.signature))
            RETURNING id
            """
        ) { try $0["id"] as Int }
        guard let id else { throw WorkflowError.notFound }
        try attach(arrived.attachments, kind: .document, intake: id, damaged: arrived.damaged, by: officer)
        return id
    }
}

extension Intake.Reading {
    var json: String {
        get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
    }
}

extension Officer {
    /// The number under which rows name this person; none for the service.
    var recorded: Officer.ID? { id == 0 ? nil : id }
}
