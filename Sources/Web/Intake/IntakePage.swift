import Records
import Workflow

/// What arrived and is not going to be registered as it is: faulty, or refused.
struct IntakePage: Page {
    static let template = "intake/show"

    let place: Menu.Place? = .intakes
    let done: String?
    let id: Int
    let name: String
    let state: String
    let received: String
    let fault: String?
    let files: [FileLink]
    let hasFiles: Bool
    let faults: FaultSummary?
    let reason: Field
    let mayRefuse: Bool
    let origin: OriginCard?
    /// Why it was refused or withdrawn.
    let ended: String?

    init(
        _ intake: IntakeView, reason: String = "", faults: [FieldFault] = [], done: String? = nil, _ language: Language
    ) {
        self.done = done
        id = intake.id
        name = intake.name
        state = intake.state.label(language)
        received = intake.receivedAt.written
        fault = intake.fault?(language)
        files = intake.attachments.map { FileLink($0, language) }
        hasFiles = !files.isEmpty
        self.reason = .refusal(language, reason, faults: faults)
        self.faults = FaultSummary(faults, language) { _ in Self.reasonLabel }
        origin = OriginCard(intake, language)
        ended = intake.reason.isEmpty ? nil : intake.reason
        mayRefuse = intake.state == .faulty || intake.state == .waiting
    }

    static let reasonLabel = Phrase("Lý do từ chối", "Reason for refusing")
}

extension Field {
    /// Why a clerk refuses what arrived.
    static func refusal(_ language: Language, _ reason: String = "", faults: [FieldFault] = []) -> Field {
        Field(
            "reason", IntakePage.reasonLabel(language), reason, .lines, required: true, wide: true,
            fault: faults.sentence(for: "reason", language))
    }
}
