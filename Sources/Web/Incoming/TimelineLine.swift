import Records
import Workflow

extension AuditEvent.Action {
    /// Whether somebody looked and changed nothing.
    var isLook: Bool { [.incomingViewed, .fileOpened, .intakeViewed, .readersViewed].contains(self) }
}

/// A line of a document's history, read from the audit trail.
struct TimelineLine: Sendable {
    let at: String
    let who: String
    let what: String
    let outcome: Tag?

    init(_ entry: TimelineEntry, _ language: Language) {
        at = entry.at.written
        who = entry.actorName
        what = entry.action.label(language)
        outcome = entry.outcome == .allowed ? nil : Tag.outcome(entry.outcome, language)
    }
}
