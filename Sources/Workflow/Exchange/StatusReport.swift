import Exchange
import Foundation
import Postgres
import Records

/// What the sender of a document is told about it (phản hồi trạng thái): a small packet, and where it goes.
struct StatusReport {
    private static let longestIdentifier = 2000

    private let intake: Int
    private let peer: String
    private let recipient: String
    private let envelope: Envelope

    fileprivate init(_ row: borrowing Row, _ status: DeliveryStatus, _ words: String, by officer: Officer) throws {
        intake = try row["id"]
        peer = try row["peer"]
        recipient = try row["sender_code"]
        let details = try Intake.Reading(row).details
        let documentCode: String = try row["sender_document_code"]
        var staff = Envelope.Staff()
        staff.name = officer.name.isEmpty ? nil : String(officer.name.prefix(50))
        staff.department = (try row["unit_name"] as String?).map { String($0.prefix(100)) }
        var envelope = Envelope(
            .status,
            from: Envelope.Organization(
                organID: try row["own_code"], name: String((try row["own_name"] as String).prefix(200))))
        envelope.responseFor = [
            // Echoed to the letter: the sender knows its document by it.
            Envelope.RelatedDocument(
                organID: recipient, code: details.number.isEmpty ? nil : details.reference.description,
                documentID: documentCode.isEmpty ? nil : documentCode, promulgatedOn: details.issuedOn)
        ]
        envelope.status = Envelope.Status(
            code: status.rawValue, description: String((words.isEmpty ? status.label.vietnamese : words).prefix(500)),
            at: try row["told_at"])
        envelope.status?.staff = staff == Envelope.Staff() ? [] : [staff]
        self.envelope = envelope
    }

    /// The packet in the outbox, signed where the office signs.
    ///
    /// `nil` where the sender's own identifiers are such that no small packet can repeat them.
    fileprivate func posted(signedBy signer: EnvelopeSigner?) throws -> OutgoingEnvelope? {
        guard envelope.responseFor.allSatisfy({ ($0.documentID ?? "").utf8.count <= Self.longestIdentifier }) else {
            return nil
        }
        let bytes: [UInt8]
        do throws(ExchangeError) {
            // What is echoed is the sender's, however odd.
            let plain = try EnvelopeWriter(rules: .copying).bytes(of: envelope)
            // Here and not when it is sent: an ECDSA signature is another each time, and so the status would be.
            bytes = try signer?.sign(plain) ?? plain
        } catch {
            if case .storage = error.kind { throw error }
            return nil
        }
        return OutgoingEnvelope(
            to: recipient, through: peer, from: envelope.from.organID, kind: .status, content: .bytes(bytes),
            status: (intake, envelope.status?.code ?? ""))
    }
}

extension Transaction {
    /// Tells the sender of what a peer brought what became of it; each status once.
    ///
    /// Nothing is told where it did not come by a peer. The words are the reason, where there is one.
    borrowing func report(
        _ status: DeliveryStatus, of intake: Int?, _ words: String = "", by officer: Officer,
        signedBy signer: EnvelopeSigner?
    ) throws {
        guard let intake else { return }
        let report = try row(
            """
            SELECT i.id, i.peer, i.sender_code, i.sender_document_code, i.details::text, a.code AS own_code,
                   a.name AS own_name, now() AS told_at,
                   (SELECT u.name FROM unit u WHERE u.id = \(officer.unit) AND u.agency_id = a.id) AS unit_name
            FROM intake i JOIN agency a ON a.id = i.agency_id
            WHERE i.id = \(intake) AND i.agency_id = \(officer.agency) AND i.peer <> '' AND i.sender_code <> ''
            """
        ) { try StatusReport($0, status, words, by: officer) }
        guard let posted = try report?.posted(signedBy: signer) else { return }
        try post(posted, of: officer.agency)
    }
}
