import Records
import Workflow

/// The page *Nhật ký*: who did, saw or was refused what, when and from where.
struct AuditPage: Page {
    static let template = "audit/list"

    let place: Menu.Place? = .audit
    let officers: [Choice]
    let actions: [Choice]
    let outcomes: [Choice]
    let number: String
    let year: String
    let document: String?
    let from: String
    let to: String
    let rows: [TrailLine]
    let isEmpty: Bool
    let isNarrow: Bool
    let next: String?
    let export: String

    init(_ query: AuditQuery, _ trail: TrailPage, officers: [DirectoryOfficer], _ language: Language) {
        let any = Choice("", Phrase("Tất cả", "All")(language))
        self.officers =
            [any]
            + officers.map {
                Choice(String($0.id), "\($0.name) – \($0.position)", isChosen: $0.id == query.filter.officer)
            }
        actions =
            [any]
            + AuditEvent.Action.allCases.map {
                Choice($0.rawValue, $0.label(language), isChosen: $0 == query.filter.action)
            }
        outcomes =
            [any]
            + AuditEvent.Outcome.allCases.map {
                Choice($0.rawValue, $0.label(language), isChosen: $0 == query.filter.outcome)
            }
        number = query.sent("number")
        year = query.sent("year")
        document = query.filter.document.map(String.init)
        from = query.sent("from")
        to = query.sent("to")
        rows = trail.rows.map { TrailLine($0, language) }
        isEmpty = trail.rows.isEmpty
        isNarrow = query.isNarrow
        next = trail.next.map(query.next)
        export = query.export
    }
}

/// A line of the trail.
struct TrailLine: Sendable {
    let at: String
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
    /// Identifiers, states and counts, as the trail keeps them.
    let facts: String?

    init(_ row: TrailRow, _ language: Language) {
        at = row.at.writtenExactly
        who = row.actorName.isEmpty ? Phrase("Hệ thống", "The system")(language) : row.actorName
        roles = row.roles.map { $0.label(language) }.joined(separator: ", ")
        what = row.action.label(language)
        outcome = Tag.outcome(row.outcome, language)
        reason = row.reason.isEmpty ? nil : row.reason
        if let document = row.document {
            object = Phrase("Số đến", "No.")(language) + " \(document.number)/\(document.year)"
            sameDocument = "/audit?document=\(document.id)"
        } else {
            object = Self.object(row, language)
            sameDocument = nil
        }
        source = row.source ?? ""
        channel = row.channel
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
            default: Phrase(row.objectKind, row.objectKind)
            }
        return "\(kind(language)) \(id)"
    }
}
