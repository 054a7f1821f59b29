import Records
import Workflow

/// A short label that stands out: its colour repeats what its words say.
struct Tag: Sendable {
    let text: String
    /// The CSS class of its colour.
    let look: String

    private init(_ text: String, _ look: String) {
        self.text = text
        self.look = look
    }

    /// - Returns: `nil` for a document that is not urgent.
    static func urgency(_ urgency: Urgency, _ language: Language) -> Tag? {
        switch urgency {
        case .none: nil
        case .urgent: Tag(urgency.label(language), "warn")
        case .veryUrgent: Tag(urgency.label(language), "alarm")
        case .express: Tag(urgency.label(language), "alarm strong")
        }
    }

    /// How long there is until a deadline; said from three days before it.
    static func deadline(_ deadline: Day, today: Day, _ language: Language) -> Tag? {
        switch today.days(until: deadline) {
        case ..<0:
            let days = deadline.days(until: today)
            return Tag(
                Phrase("Quá hạn \(days) ngày", days == 1 ? "1 day late" : "\(days) days late")(language), "alarm")
        case 0: return Tag(Phrase("Hạn hôm nay", "Due today")(language), "warn")
        case let days where days <= 3:
            return Tag(Phrase("Còn \(days) ngày", days == 1 ? "1 day left" : "\(days) days left")(language), "warn")
        default: return nil
        }
    }

    static func state(_ state: IncomingDocument.State, _ language: Language) -> Tag {
        switch state {
        case .received: Tag(state.label(language), "new")
        case .assigned: Tag(state.label(language), "busy")
        case .processed: Tag(state.label(language), "good")
        case .archived: Tag(state.label(language), "calm")
        }
    }

    /// That a document is no longer in force.
    static func closing(_ mark: IncomingDocument.ClosingMark, _ language: Language) -> Tag {
        Tag(mark.label(language), "alarm")
    }

    /// What an outgoing document waits for, or why it is not in force.
    static func step(
        _ step: OutgoingDocument.Step, _ mark: OutgoingDocument.ClosingMark?, _ language: Language
    ) -> Tag {
        if let mark { return Tag(mark.label(language), "alarm") }
        switch step {
        case .draft: return Tag(step.label(language), "new")
        case .content, .format, .signature, .numbering, .sealing, .issuing: return Tag(step.label(language), "busy")
        case .issued: return Tag(step.label(language), "good")
        case .archived: return Tag(step.label(language), "calm")
        }
    }

    /// Whether an issued document is in force, as anybody may know.
    static func standing(_ mark: OutgoingDocument.ClosingMark?, _ language: Language) -> Tag {
        Tag((mark?.label ?? Phrase("Còn hiệu lực", "In force"))(language), mark == nil ? "good" : "alarm")
    }

    /// What a recipient was asked about a document that it had, and its answer.
    static func request(_ asked: DispatchKind, _ answer: DeliveryStatus?, _ language: Language) -> Tag {
        let answered = answer.flatMap { $0.isAnswer ? $0.label : nil } ?? Phrase("chờ trả lời", "no answer yet")
        let text = Phrase(
            "\(asked.label.vietnamese): \(answered.vietnamese.lowercased())",
            "\(asked.label.english): \(answered.english.lowercased())")
        return Tag(text(language), answer == .agreed ? "good" : answer == .declined ? "alarm" : "busy")
    }

    static func state(_ state: BookPrint.State, _ language: Language) -> Tag {
        switch state {
        case .waiting: Tag(Phrase("Chờ in", "Waiting")(language), "new")
        case .printing: Tag(Phrase("Đang in", "Printing")(language), "busy")
        case .done: Tag(Phrase("Đã xong", "Done")(language), "good")
        case .failed: Tag(Phrase("Không in được", "Failed")(language), "alarm")
        }
    }

    /// Somebody's opinion; nothing where it was not given yet.
    static func opinion(_ answer: OpinionAnswer?, _ language: Language) -> Tag {
        guard let answer else { return Tag(Phrase("Chưa trả lời", "Not yet")(language), "new") }
        return Tag(answer.label(language), answer == .agree ? "good" : answer == .disagree ? "alarm" : "warn")
    }

    /// What an envelope asks; nothing for one that brings a new document.
    static func business(_ business: Intake.Business, _ language: Language) -> Tag? {
        business == .new ? nil : Tag(business.label(language), business == .recall ? "alarm" : "warn")
    }

    static func state(_ state: Assignment.State, _ language: Language) -> Tag {
        switch state {
        case .open: Tag(state.label(language), "busy")
        case .done: Tag(state.label(language), "good")
        case .closed, .withdrawn: Tag(state.label(language), "calm")
        }
    }

    static func kind(_ kind: DispatchKind, _ language: Language) -> Tag? {
        kind == .new ? nil : Tag(kind.label(language), kind == .recall ? "warn" : "new")
    }

    static func state(_ state: Dispatch.State, _ language: Language) -> Tag {
        Tag(state.label(language), state == .draft ? "new" : "calm")
    }

    /// How far a recipient is: what it says or, before it says anything, where its envelope is.
    static func delivery(_ sending: OutgoingEnvelope.State, _ status: DeliveryStatus?, _ language: Language) -> Tag {
        guard let status else {
            let look =
                switch sending {
                case .waiting: "new"
                case .sent: "busy"
                case .dead: "alarm"
                }
            return Tag(sending.label(language), look)
        }
        switch status {
        case .refused, .declined: return Tag(status.label(language), "alarm")
        case .done, .agreed: return Tag(status.label(language), "good")
        case .arrived, .registered, .assigned, .inProgress, .askedBack: return Tag(status.label(language), "busy")
        }
    }

    static func outcome(_ outcome: AuditEvent.Outcome, _ language: Language) -> Tag {
        switch outcome {
        case .allowed: Tag(outcome.label(language), "calm")
        case .refused: Tag(outcome.label(language), "warn")
        case .failed: Tag(outcome.label(language), "alarm")
        }
    }
}
