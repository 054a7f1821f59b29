import Exchange
import Foundation
import Postgres
import Records

extension Workflow {
    /// Sends what was prepared (gửi liên thông): the envelope is written and durable, then one transaction posts it to each
    /// recipient.
    ///
    /// From then on nothing of it changes; a service carries it, however long that takes.
    ///
    /// - Throws: ``RuleViolation/fields(_:)`` where there is no recipient, or one that does not take an envelope so large.
    public func sendDispatch(
        _ id: Dispatch.ID, seen version: Int, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws {
        let officer = caller.officer
        let rules = configuration.exchange
        let attempt = AuditEvent(.dispatchSent, on: .dispatch(id))
        let letter = try await letter(of: id, seen: version, by: caller)
        let file = try await write(letter)
        let today = today
        let _: Bool = try await act(attempt, by: caller, key: key) { transaction in
            let draft = try transaction.lock(dispatch: id, in: .draft, seen: version, by: officer)
            let faults = draft.details.faults(today: today)
            guard faults.isEmpty else { throw RuleViolation.fields(faults) }
            guard let letter, let file else { throw RuleViolation.fields([FieldFault("recipients", .required)]) }
            // Asked again: the directory may have changed since they were chosen.
            let recipients = try transaction.correspondents(
                chosen: draft.recipients, besides: [], of: officer.agency, rules)
            try recipients.requireTaking(file)
            try transaction.post(file, of: draft, from: letter.sender, to: recipients, rules, by: officer)
            return Audited(
                true,
                AuditEvent(sent: id, version: version + 1, as: draft.kind, file, to: recipients.count))
        }
    }

    /// Writes the envelope into the store; nothing where there is nobody to send it to.
    func write(_ letter: DispatchLetter?) async throws -> SealedEnvelope? {
        guard let letter, !letter.recipients.isEmpty else { return nil }
        let store = store
        let now = now()
        let signer = configuration.exchange.signer
        // Some hundred megabytes take seconds: beside the reports, not where documents are served.
        return try await reports.onPool {
            let plain = store.temporary()
            let path = signer == nil ? plain : store.temporary()
            defer { if path != plain { unlink(plain) } }
            do throws(ExchangeError) {
                try EnvelopeWriter().write(letter.envelope(store: store, at: now), to: plain)
                try signer?.sign(file: plain, to: path)
            } catch {
                unlink(path)
                if case .storage = error.kind { throw error }
                throw WorkflowError.fileRefused(error.sentence)
            }
            let stored = try store.adopt(decoded: path)
            return SealedEnvelope(digest: stored.digest, size: stored.size)
        }
    }
}

/// An envelope that is durable in the store.
struct SealedEnvelope: Sendable {
    let digest: [UInt8]
    let size: Int
}

extension AuditEvent {
    /// That an envelope was posted to so many recipients.
    init(sent id: Dispatch.ID, version: Int, as kind: DispatchKind, _ file: SealedEnvelope, to recipients: Int) {
        self.init(
            .dispatchSent, on: .dispatch(id), version: version,
            detail: [
                "kind": kind.rawValue, "recipients": "\(recipients)", "bytes": "\(file.size)",
                "sha256": file.digest.hexadecimal,
            ])
    }
}

extension [Correspondent] {
    /// - Throws: ``RuleViolation/fields(_:)`` that names those who take no envelope so large.
    func requireTaking(_ file: SealedEnvelope) throws(RuleViolation) {
        let small = filter { $0.largestPacket.map { $0 < file.size } ?? false }
        guard small.isEmpty else { throw .fields([FieldFault("recipients", .tooLargeFor(small.map(\.name)))]) }
    }
}

extension Transaction {
    /// Marks a draft as sent, and posts its envelope to each recipient.
    borrowing func post(
        _ file: SealedEnvelope, of draft: LockedDispatch, from sender: String, to recipients: [Correspondent],
        _ rules: ExchangeConfiguration, by officer: Officer
    ) throws {
        try keep(file.digest, size: file.size)
        try execute(
            """
            UPDATE dispatch SET state = 'sent', version = version + 1, digest = \(file.digest), size = \(file.size),
                sent_by = \(officer.id), sent_at = now()
            WHERE id = \(draft.id)
            """)
        let envelopes = recipients.map {
            OutgoingEnvelope(
                to: $0.code, through: rules.way(by: $0.peer, from: sender) ?? $0.peer, from: sender, kind: .document,
                content: .file(digest: file.digest))
        }
        for envelope in envelopes { try post(envelope, of: officer.agency) }
        try execute(
            """
            INSERT INTO dispatch_recipient (dispatch_id, ordinal, agency_id, code, linked_key, name, outgoing_id)
            SELECT \(draft.id), ordinal, \(officer.agency), code, lower(linked), name, posted.id
            FROM unnest(\(recipients.map(\.code))::text[], \(recipients.map(\.linked))::text[],
                        \(recipients.map(\.name))::text[], \(envelopes.map(\.messageID))::text[])
                 WITH ORDINALITY AS line (code, linked, name, message, ordinal)
                 JOIN outgoing_envelope posted ON posted.message_id = line.message
            """)
    }
}
