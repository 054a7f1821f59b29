import Records
import Workflow

/// By which way an envelope came, from whom, and what is known of its signature.
struct OriginCard: Sendable {
    let business: String
    let sender: String
    let code: String
    let documentCode: String?
    let peer: String?
    /// The verdict on the signature as a sentence.
    let signature: String?
    let isSigned: Bool
    /// How often it came, where it came more than once.
    let deliveries: String?
    let pending: [PendingLine]

    /// - Returns: `nil` for a scan, which comes from the desk.
    init?(_ intake: IntakeView, _ language: Language) {
        guard intake.kind == .envelope else { return nil }
        let origin = intake.origin
        business = origin.business.label(language)
        sender = intake.details.senderName
        code = origin.senderCode
        documentCode = origin.documentCode.isEmpty ? nil : origin.documentCode
        peer = origin.peer.isEmpty ? nil : origin.peer
        signature = origin.signatureSentence?(language)
        isSigned = origin.signature == "valid"
        deliveries =
            origin.deliveries > 1
            ? Phrase(
                "\(origin.deliveries) lần, lần cuối \(origin.deliveredAt.written)",
                "\(origin.deliveries) times, last \(origin.deliveredAt.written)")(language) : nil
        pending = intake.pending.map { PendingLine($0, language) }
    }
}

/// A request that nobody has answered yet, on the page of what it is about.
struct PendingLine: Sendable {
    let href: String
    let what: String
    let reason: String?
    let received: String

    init(_ request: PendingRequest, _ language: Language) {
        href = "/intakes/\(request.intake)"
        what = request.business.label(language)
        reason = request.reason.isEmpty ? nil : request.reason
        received = request.receivedAt.written
    }
}
