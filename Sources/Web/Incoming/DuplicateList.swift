import Records
import Workflow

/// Documents that one about to be registered may be a copy of.
struct DuplicateList: Sendable {
    struct Line: Sendable {
        let href: String
        let number: String
        let reference: String
        let sender: String
        let subject: String
        let reason: String
    }

    let lines: [Line]
    /// Whether the clerk has to tick that they were looked at.
    let mustAcknowledge: Bool

    /// - Returns: `nil` where there are none.
    init?(_ duplicates: [Duplicate], mustAcknowledge: Bool, _ language: Language) {
        guard !duplicates.isEmpty else { return nil }
        self.mustAcknowledge = mustAcknowledge
        lines = duplicates.map {
            Line(
                href: "/incoming/\($0.document)", number: "\($0.number)/\($0.year)",
                reference: $0.reference.description, sender: $0.senderName, subject: $0.subject,
                reason: $0.reason.label(language))
        }
    }
}
