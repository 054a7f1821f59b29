import Exchange
import Foundation
import Glibc
import Postgres
import Records

/// What a sender says of an envelope beside it.
public struct HubClaim: Sendable {
    public let sender: String?
    /// As a JSON list, or the codes between commas; empty: those of the envelope.
    public let recipients: [String]
    /// SHA-256 in digits.
    public let digest: String?

    public init(_ parameters: [String: String]) {
        sender = parameters["from"].flatMap { $0.isEmpty ? nil : $0 }
        digest = parameters["hash-file"].flatMap { $0.isEmpty ? nil : $0 }
        let text = parameters["to"] ?? ""
        recipients =
            (try? JSONDecoder().decode([String].self, from: Data(text.utf8)))
            ?? text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
}

extension Hub {
    /// Takes an envelope over from its sender, for its recipients (nhận gói tin để chuyển).
    ///
    /// The same bytes from the same sender are the same envelope: they get the same receipt, and only recipients that did not have
    /// it get it, as do those that could not take it before. File and rows are durable when this returns. Whatever happens, the temporary file is gone.
    ///
    /// - Returns: the receipt (DocId).
    /// - Throws: ``HubRefusal``
    public func accept(_ upload: HubUpload.Finished, _ claim: HubClaim, by caller: HubCaller) async throws -> String {
        defer { unlink(upload.path) }
        if let digest = claim.digest {
            guard digest.lowercased() == upload.digest.hexadecimal else { throw HubRefusal.otherBytes }
        } else if caller.signed != nil {
            // Without it the proof would cover any bytes.
            throw HubRefusal.malformed
        }
        let header = try readHeader(of: upload)
        guard let sender = caller.agencies[header.sender.lowercased()],
            (claim.sender ?? header.sender).lowercased() == header.sender.lowercased()
        else { throw HubRefusal.sender(claim.sender ?? header.sender) }
        let recipients = try header.recipients(claimed: claim.recipients)
        let (store, limits) = (store, configuration)
        return try await database.write { transaction in
            let ids = try transaction.reached(recipients)
            try transaction.lock(digest: upload.digest)
            try transaction.requireRoom(for: upload, from: sender, times: ids.count, limits)
            try store.adopt(upload.path, digest: upload.digest)
            try transaction.execute(
                """
                INSERT INTO hub_envelope (sender_id, digest, size, kind, document_id, notation, title)
                VALUES (\(sender), \(upload.digest), \(upload.size), \(header.kind), \(header.documentID),
                    \(header.notation), \(header.title))
                ON CONFLICT (sender_id, digest) DO UPDATE SET removed_at = NULL
                """)
            let envelope = try transaction.row(
                "SELECT id, receipt FROM hub_envelope WHERE sender_id = \(sender) AND digest = \(upload.digest)"
            ) { (id: try $0["id"] as Int, receipt: try $0["receipt"] as UUID) }
            guard let envelope else { throw HubRefusal.tooMany }
            try transaction.execute(
                """
                INSERT INTO hub_delivery (envelope_id, recipient_id, sender_id, size)
                SELECT \(envelope.id)::bigint, id, \(sender), \(upload.size) FROM unnest(\(ids)::bigint[]) AS recipient (id) ORDER BY id
                ON CONFLICT (envelope_id, recipient_id) DO UPDATE SET state = 'initial', updated_at = now()
                WHERE hub_delivery.state = 'fail'
                """)
            return envelope.receipt.uuidString.lowercased()
        }
    }

    /// Reads who sends what to whom; the attachments are read past.
    private func readHeader(of upload: HubUpload.Finished) throws -> HubHeader {
        let folder = store.temporary()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        // What is left in the folder is named by nobody.
        defer { try? FileManager.default.removeItem(atPath: folder) }
        do throws(ExchangeError) {
            return HubHeader(try EnvelopeReader().read(file: upload.path, attachmentsInto: folder))
        } catch {
            // Our disk failed, not the sender.
            if case .storage = error.kind { throw error }
            throw HubRefusal.unreadable(error.sentence)
        }
    }
}

extension Transaction {
    /// One at a time may have to do with a file of the store: what is accepted is not removed at the same moment.
    borrowing func lock(digest: [UInt8]) throws {
        try execute("SELECT pg_advisory_xact_lock(hashtext('hub.file'), hashtext(\(digest.hexadecimal)))")
    }

    /// Refuses what is new of a sender for whose recipients too much waits; what is known brings nothing more.
    fileprivate borrowing func requireRoom(
        for upload: HubUpload.Finished, from sender: Int, times recipients: Int, _ limits: Hub.Configuration
    ) throws {
        let waiting = try row(
            """
            SELECT count(*) AS n, coalesce(sum(size), 0)::bigint AS bytes,
                EXISTS (SELECT FROM hub_envelope WHERE sender_id = \(sender) AND digest = \(upload.digest)) AS known
            FROM hub_delivery WHERE sender_id = \(sender) AND state IN ('initial', 'inbox', 'processing')
            """
        ) { (count: try $0["n"] as Int, bytes: try $0["bytes"] as Int, isKnown: try $0["known"] as Bool) }
        guard let waiting, !waiting.isKnown else { return }
        guard waiting.count + recipients <= limits.mostWaiting,
            waiting.bytes + upload.size * recipients <= limits.mostWaitingBytes
        else { throw HubRefusal.full }
    }

    /// The rows of agencies that somebody fetches for, in order.
    borrowing func reached(_ codes: [String]) throws -> [Int] {
        let found = try rows(
            """
            SELECT id, lower(code) AS code FROM hub_agency
            WHERE lower(code) = ANY(\(codes)::text[]) AND active AND system_id IS NOT NULL
            """
        ) { (id: try $0["id"] as Int, code: try $0["code"] as String) }
        let known = Set(found.map(\.code))
        if let missing = codes.first(where: { !known.contains($0) }) { throw HubRefusal.recipient(missing) }
        return found.map(\.id).sorted()
    }
}
