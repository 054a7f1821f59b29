import Exchange
import Foundation
import Records

extension Workflow {
    /// Reads an envelope that is in the store, and takes its attachments into the store.
    func readEnvelope(_ file: ReceivedFile, for agency: String) throws -> Arrived {
        var arrived = Arrived(kind: .envelope)
        let folder = store.temporary()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // What is left in the folder is named by nobody.
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let envelope: Envelope
        do throws(ExchangeError) {
            let reader = EnvelopeReader(recipient: [agency])
            let checked = try reader.read(
                file: store.path(of: file.digest), attachmentsInto: folder, checking: configuration.signatures)
            envelope = checked.envelope
            arrived.signature = checked.signature.word
            arrived.reading.signature = .init(checked.signature.sentence)
        } catch {
            // Our disk failed, not the sender: the envelope must not be kept as faulty for it.
            if case .storage = error.kind { throw error }
            if case .signature(let fault) = error.kind {
                arrived.signature = "invalid"
                arrived.reading.signature = .init(fault.sentence)
                arrived.signatureFault = error.verdict
                // Whose it says it is, and which: unproven, and only good for telling the sender of it.
                if let claimed = try? EnvelopeReader(recipient: [agency]).read(
                    file: store.path(of: file.digest), attachmentsInto: folder)
                {
                    arrived.take(claimOf: claimed)
                }
            }
            arrived.fault = Fault(error.verdict, error.sentence)
            return arrived
        }
        let (signature, verdict) = (arrived.signature, arrived.reading.signature)
        arrived.take(envelope, for: agency)
        arrived.signature = signature
        arrived.reading.signature = verdict
        return try adopt(envelope.attachments, into: arrived)
    }

    private func adopt(_ attachments: [Attachment], into arrived: Arrived) throws -> Arrived {
        var arrived = arrived
        for attachment in attachments {
            let stored = try store.adopt(decoded: attachment.file)
            arrived.attachments.append(
                ReceivedFile(
                    digest: stored.digest, size: stored.size, name: attachment.name,
                    mediaType: attachment.mediaType.rawValue))
            if attachment.isDamaged { arrived.damaged.insert(stored.digest) }
        }
        return arrived
    }
}

extension Intake.Reading {
    /// The details that an envelope states.
    init(_ envelope: Envelope) {
        details.senderName = envelope.from.name ?? ""
        details.senderCode = envelope.from.organID
        details.number = envelope.codeNumber ?? ""
        details.notation = envelope.codeNotation ?? ""
        details.issuedOn = envelope.promulgatedOn
        details.typeName = Self.typeName(envelope)
        details.subject = envelope.subject ?? envelope.content ?? ""
        details.signerName = envelope.signer?.fullName ?? ""
        details.signerPosition = envelope.signer?.position ?? ""
        details.signerCompetence = envelope.signer?.competence ?? ""
        details.urgency = Urgency(rawValue: min(envelope.priority ?? 0, Urgency.express.rawValue)) ?? .none
        details.dueOn = envelope.dueOn
        details.pages = envelope.pageAmount.flatMap { $0 > 0 ? $0 : nil }
        details.copies = envelope.promulgationAmount.flatMap { $0 > 0 ? $0 : nil }
        reason = envelope.business?.reason
        warnings = envelope.warnings.map { Warning($0.sentence) }
    }

    /// The type by its name, or by the symbol where the sender's name is none of the decree's.
    private static func typeName(_ envelope: Envelope) -> String {
        let named = Folding.fold(envelope.documentType.name ?? "")
        if let type = DocumentType.all.first(where: { Folding.fold($0.name) == named }) { return type.name }
        return envelope.codeNotation.flatMap(DocumentType.named(inNotation:))?.name ?? "Công văn"
    }
}
