import Records
import Workflow

/// A line of the trail.
struct TrailLine: Sendable {
    let at: String
    /// What else happened around this moment.
    let moment: String
    let who: String
    let roles: String
    let what: String
    let outcome: Tag
    let reason: String?
    let object: String
    /// Narrows the trail down to this document.
    let sameDocument: String?
    let source: String
    let channel: String
    /// Narrows the trail down to this session.
    let sameSession: String?
    let isOffHours: Bool
    /// Identifiers, states and counts, as the trail keeps them.
    let facts: String?

    init(_ row: TrailRow, _ language: Language) {
        at = row.at.writtenExactly
        moment = Address("/audit", [("question", "q14"), ("moment", at)]).text
        who = row.actorName.isEmpty ? Phrase("Hệ thống", "The system")(language) : row.actorName
        roles = row.roles.map { $0.label(language) }.joined(separator: ", ")
        what = row.action.label(language)
        outcome = Tag.outcome(row.outcome, language)
        reason = row.reason.isEmpty ? nil : row.reason
        if let document = row.document {
            object = Phrase("Số đến", "No.")(language) + " \(document.number)/\(document.year)"
            sameDocument = "/audit?question=q11&document=\(document.id)"
        } else {
            object = Self.object(row, language)
            sameDocument = nil
        }
        source = row.source ?? ""
        channel = row.channel
        sameSession = row.session.isEmpty ? nil : Address("/audit", [("session", row.session)]).text
        isOffHours = row.isOffHours
        let facts = row.detail.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        self.facts = facts.isEmpty ? nil : facts.joined(separator: " · ")
    }

    /// What an event is about, where it is no document: an auditor sees numbers, never names.
    private static func object(_ row: TrailRow, _ language: Language) -> String {
        guard let id = row.objectID, id != 0 else { return "" }
        let kind =
            switch row.objectKind {
            case "intake": Phrase("Tệp đến", "Intake")
            case "attachment": Phrase("Tệp", "File")
            case "dossier": Phrase("Hồ sơ", "Dossier")
            case "officer": Phrase("Tài khoản", "Account")
            case "agency": Phrase("Cơ quan", "Agency")
            case "question": Phrase("Câu hỏi", "Question")
            default: Phrase(row.objectKind, row.objectKind)
            }
        return "\(kind(language)) \(id)"
    }
}
