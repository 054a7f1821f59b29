import Exchange
import Foundation
import Postgres
public import Records

extension Workflow {
    /// Takes in what a peer delivered (nhận gói tin liên thông): exactly once, however often it comes.
    ///
    /// The file is durable before this is called; when it returns, what it says is too, and its sender's 01 (đã đến) is in
    /// the outbox, so the peer may be told that we have it. What cannot be read is kept among the faulty.
    ///
    /// - Throws: where our own disk or database failed; then the peer still has it, and delivers it again.
    public func receiveEnvelope(_ delivery: Delivery, for agency: Agency) async throws -> Receipt {
        try await deliveries.onPool { try await receive(delivery, for: agency) }
    }

    private func receive(_ delivery: Delivery, for agency: Agency) async throws -> Receipt {
        var arrived = try readEnvelope(delivery.file, for: agency.code)
        arrived.judge(senderOf: delivery)
        let caller = Caller.service(in: agency.id, origin: delivery.origin)
        let signer = signer
        let answersSignatures = configuration.exchange.answersInvalidSignatures
        if let status = arrived.status, arrived.fault?.code == Fault.statusMessage {
            return try await receiveStatus(status, delivery, by: caller)
        }
        let found = arrived
        let attempt = AuditEvent(.intakeReceived, on: .intake(0))
        return try await act(attempt, by: caller, key: nil, on: deliveries) { transaction in
            try transaction.receive(
                found, delivery, by: caller.officer, signedBy: signer, answersSignatures: answersSignatures)
        }
    }
}

extension Arrived {
    /// An envelope may come from nobody but whom the transport brought it from.
    fileprivate mutating func judge(senderOf delivery: Delivery) {
        guard let vouched = delivery.sender, !senderCode.isEmpty,
            vouched.caseInsensitiveCompare(senderCode) != .orderedSame
        else { return }
        fault = Fault(
            "forged-sender",
            Phrase(
                "Gói tin ghi nơi gửi là \(senderCode) nhưng được chuyển từ \(vouched). Không tiếp nhận.",
                "The envelope says that it is from \(senderCode) but was brought from \(vouched). It is not accepted."))
    }

    /// Nobody is told anything about what may not be the sender's; of a used identifier or an invalid signature its sender
    /// alone, and only where the transport vouches for it: anybody may put rubbish into a folder in somebody's name.
    fileprivate func isAnswered(_ delivery: Delivery, answersSignatures: Bool) -> Bool {
        guard !senderCode.isEmpty, let fault else { return !senderCode.isEmpty }
        guard delivery.sender != nil else { return false }
        return fault.code == Fault.identifierReused || fault.code == signatureFault && answersSignatures
    }
}

extension Fault {
    static let statusMessage = "status-message"
    static let identifierReused = "document-id-reused"
}

extension Transaction {
    fileprivate borrowing func receive(
        _ arrived: Arrived, _ delivery: Delivery, by officer: Officer, signedBy signer: EnvelopeSigner?,
        answersSignatures: Bool
    ) throws -> Audited<Receipt> {
        var arrived = arrived
        // The same comes many times at once; one after the other each finds what the one before kept.
        let identity =
            arrived.senderDocumentCode.isEmpty
            ? delivery.file.digest.hexadecimal : "\(arrived.senderCode.uppercased()) \(arrived.senderDocumentCode)"
        try execute("SELECT pg_advisory_xact_lock(hashtext('intake'), hashtext(\(identity)))")
        // Both are asked in one round trip.
        let same = try known(arrived, delivery, of: officer.agency)
        let other = try earlier(arrived, of: officer.agency)
        if let known = try row(same) { return try deliverAgain(known) }
        if arrived.fault == nil, arrived.business == .new, let earlier = try row(other) {
            if earlier.says(arrived) { return try deliverAgain(earlier.receipt) }
            arrived.fault = .reused(arrived.senderDocumentCode)
            if let known = try row(try known(arrived, delivery, of: officer.agency)) { return try deliverAgain(known) }
        }
        let id = try keep(arrived, as: delivery.file, by: officer, delivery: delivery)
        if arrived.isAnswered(delivery, answersSignatures: answersSignatures) {
            let refusal = arrived.fault?.sentence.vietnamese
            try report(refusal == nil ? .arrived : .refused, of: id, refusal ?? "", by: officer, signedBy: signer)
        }
        let fault = arrived.fault?.code ?? ""
        return Audited(
            Receipt(intake: id, fault: fault),
            AuditEvent(
                fault.isEmpty ? .intakeReceived : .intakeFaulty, on: .intake(id),
                detail: [
                    "bytes": "\(delivery.file.size)", "attachments": "\(arrived.attachments.count)", "fault": fault,
                    "peer": delivery.peer, "business": arrived.business.rawValue,
                ]))
    }

    /// What the same bytes were kept as when they came before.
    private borrowing func known(
        _ arrived: Arrived, _ delivery: Delivery, of agency: Agency.ID
    ) throws -> Pending<Receipt> {
        try later(
            """
            SELECT id, fault FROM intake
            WHERE agency_id = \(agency) AND digest = \(delivery.file.digest) AND fault = \(arrived.fault?.code ?? "")
              AND peer <> ''
            """
        ) { Receipt(intake: try $0["id"], fault: try $0["fault"]) }
    }

    /// The new document that came before with the same sender and identifier.
    private borrowing func earlier(_ arrived: Arrived, of agency: Agency.ID) throws -> Pending<EarlierArrival> {
        try later(
            """
            SELECT i.id, i.fault, i.details::text,
                   ARRAY(SELECT f.digest FROM attachment f WHERE f.intake_id = i.id ORDER BY f.ordinal) AS files,
                   ARRAY(SELECT f.name FROM attachment f WHERE f.intake_id = i.id ORDER BY f.ordinal) AS names
            FROM intake i
            WHERE i.agency_id = \(agency) AND i.sender_key = \(arrived.senderCode.uppercased())
              AND i.sender_document_code = \(arrived.senderDocumentCode) AND i.sender_document_code <> ''
              AND i.business = 'new' AND i.fault = '' AND i.peer <> ''
            """
        ) { row in
            EarlierArrival(
                receipt: Receipt(intake: try row["id"], fault: try row["fault"]),
                details: try Intake.Reading(row).details, files: try row["files"], names: try row["names"])
        }
    }

    private borrowing func deliverAgain(_ receipt: Receipt) throws -> Audited<Receipt> {
        let times = try row(
            """
            UPDATE intake SET deliveries = deliveries + 1, delivered_at = now() WHERE id = \(receipt.intake)
            RETURNING deliveries
            """
        ) { try $0["deliveries"] as Int }
        return Audited(
            receipt,
            AuditEvent(
                .intakeDeliveredAgain, on: .intake(receipt.intake ?? 0), detail: ["times": "\(times ?? 0)"]))
    }
}

/// A document that came before under the same identifier.
private struct EarlierArrival {
    let receipt: Receipt
    let details: IncomingDetails
    let files: [[UInt8]]
    let names: [String]

    /// Whether it is the same document; the node that carries an envelope writes its own line into it each time.
    func says(_ arrived: Arrived) -> Bool {
        details == arrived.reading.details && files == arrived.attachments.map(\.digest)
            && names == arrived.attachments.map(\.name)
    }
}

extension Fault {
    fileprivate static func reused(_ identifier: String) -> Fault {
        Fault(
            identifierReused,
            Phrase(
                "Mã định danh “\(identifier)” đã dùng cho một văn bản khác của cùng nơi gửi.",
                "The identifier “\(identifier)” was used for another document of the same sender."))
    }
}
