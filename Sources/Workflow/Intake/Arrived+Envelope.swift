import Exchange
import Foundation
import Records

extension Arrived {
    /// Takes over what an envelope says.
    mutating func take(_ envelope: Envelope, for agency: String) {
        senderCode = envelope.from.organID
        senderDocumentCode = envelope.documentID ?? ""
        reading = Intake.Reading(envelope)
        business = Intake.Business(envelope.kind)
        switch envelope.kind {
        case .new: break
        case .recall, .update:
            // By the book the earlier document is named apart; most repeat its identifier as their own instead.
            concerns = Self.identifiers([envelope.business?.documentID, envelope.documentID])
        case .replace:
            let replaced = envelope.business?.replacements.filter { replacement in
                replacement.organIDs.isEmpty
                    || replacement.organIDs.contains { $0.caseInsensitiveCompare(agency) == .orderedSame }
            }
            concerns = Self.identifiers(
                (replaced ?? []).map(\.documentID) + (replaced == nil ? [envelope.business?.documentID] : []))
        case .status where envelope.status?.code == DeliveryStatus.askedBack.rawValue:
            takeRecall(envelope)
        case .status:
            status = envelope
            fault = Fault(
                "status-message",
                Phrase(
                    "Đây là gói tin trạng thái, không phải văn bản để vào sổ.",
                    "This is a status message, not a document to register."))
        }
    }

    /// Takes over by what an envelope, of which nothing else is believed, can be known to its sender.
    mutating func take(claimOf envelope: Envelope) {
        // A status is answered by none: two offices would answer each other for ever.
        guard envelope.kind != .status else { return }
        senderCode = envelope.from.organID
        senderDocumentCode = envelope.documentID ?? ""
        reading.details.number = envelope.codeNumber ?? ""
        reading.details.notation = envelope.codeNotation ?? ""
        reading.details.issuedOn = envelope.promulgatedOn
    }

    /// A sender that takes its document back by a status (13 lấy lại), as some peers do, and not by an envelope.
    private mutating func takeRecall(_ envelope: Envelope) {
        business = .recall
        reading.reason = envelope.status?.description
        guard let document = envelope.responseFor.first else { return }
        concerns = Self.identifiers([document.documentID])
        senderDocumentCode = document.documentID ?? ""
        // Such peers make the identifier up, so number and date say which document it is.
        let code = (document.code ?? "").split(separator: "/", maxSplits: 1).map(String.init)
        reading.details.number = code.first ?? ""
        reading.details.notation = code.count > 1 ? code[1] : ""
        reading.details.issuedOn = document.promulgatedOn
    }

    private static func identifiers(_ codes: [String?]) -> [String] {
        var seen: Set<String> = []
        return codes.compactMap { $0?.trimmed }.filter { !$0.isEmpty && seen.insert($0).inserted }
    }
}

extension Intake.Reading.Warning {
    init(_ sentence: Phrase) { self.init(vi: sentence.vietnamese, en: sentence.english) }
}
