import Records
import Workflow

/// Everything about one document, and the acts that its reader may do.
struct DocumentPage: Page {
    static let template = "incoming/show"

    struct Fact: Sendable {
        let label: String
        let value: String
    }

    struct Refusal: Sendable {
        let act: String
        let reason: String
    }

    let place: Menu.Place? = .incoming
    let done: String?
    let number: String
    let register: String
    let reference: String
    let subject: String
    let type: String
    let sender: String
    let issued: String?
    let urgency: Tag?
    let state: Tag
    /// That it is no longer in force, and since when.
    let closing: Tag?
    let closedAt: String?
    let pending: [PendingLine]
    /// Whether the reader is who answers the sender.
    let mayAnswer: Bool
    let deadline: String?
    let late: Tag?
    let viewer: Viewer?
    let files: [FileLink]
    let hasFiles: Bool
    let changes: [TimelineLine]
    let isStale: Bool
    let assignment: AssignmentForm?
    let filing: FilingForm?
    let acts: [ActForm]
    let hasActs: Bool
    let refusals: [Refusal]
    let work: [AssignmentNode]
    let hasWork: Bool
    let notes: [NoteCard]
    let hasNotes: Bool
    let dossiers: [DossierLine]
    let hasDossiers: Bool
    let facts: [Fact]
    let timeline: [TimelineLine]
    /// Who looked, apart from who acted: there are many.
    let looks: [TimelineLine]
    let lookCount: String
    /// Where who may see it, and who has, is shown.
    let readers: String
    /// Where its PDF with the stamp “ĐẾN” is; nothing where no PDF came.
    let stamped: String?
    /// Where its answer is drafted; nothing where nobody works on it.
    let reply: String?

    init(_ desk: DocumentDesk, sent: SentAct? = nil, done: String? = nil, today: Day, _ language: Language) {
        let document = desk.document
        let details = document.details
        self.done = done
        number = "\(document.number)/\(document.year)"
        register = document.register
        reference = details.reference.description
        subject = details.subject
        type = details.typeName
        sender = details.senderName
        issued = details.issuedOn?.written
        urgency = Tag.urgency(details.urgency, language)
        state = Tag.state(document.state, language)
        closing = document.closing.map { .closing($0.mark, language) }
        closedAt = document.closing?.at.written
        mayAnswer = AccessRule.allow(.takeIn, to: desk.reader.roles)
        pending = document.pending.map { PendingLine($0, language) }
        let lead = document.assignments.first { $0.parent == nil && $0.role == .lead && $0.state == .open }
        let due = lead?.deadline ?? details.dueOn
        deadline = due?.written
        let isOpen = document.closing == nil && (document.state == .received || document.state == .assigned)
        late = isOpen ? due.flatMap { Tag.deadline($0, today: today, language) } : nil
        viewer = Viewer(document.attachments, language)
        files = document.attachments.filter { $0.note == nil }.map { FileLink($0, language) }
        hasFiles = !files.isEmpty
        changes = sent?.changes.map { TimelineLine($0, language) } ?? []
        isStale = !changes.isEmpty
        assignment = desk.directory.map {
            AssignmentForm(document, $0, for: desk.reader, sent: sent, language)
        }
        filing = desk.choices.map { FilingForm(document, $0, words: desk.dossierWords, sent: sent, language) }
        acts = ActForm.offered(document, sent: sent, language)
        hasActs = assignment != nil || filing != nil || !acts.isEmpty
        refusals = document.actions.filter { !$0.allowed }.map {
            Refusal(act: $0.act.label(language), reason: $0.reason?(language) ?? "")
        }
        work = AssignmentNode.tree(document.assignments, today: today, language)
        hasWork = !work.isEmpty
        notes = document.notes.map { NoteCard($0, language) }
        hasNotes = !notes.isEmpty
        dossiers = document.dossiers.map { DossierLine($0, language) }
        hasDossiers = !dossiers.isEmpty
        facts = Self.facts(document, language)
        timeline = desk.timeline.filter { !$0.action.isLook }.map { TimelineLine($0, language) }
        looks = desk.timeline.filter(\.action.isLook).map { TimelineLine($0, language) }
        lookCount = CountLabel(looks.count).text
        readers = "/incoming/\(document.id)/readers"
        let isMarkable = document.attachments.contains { $0.kind == .document && $0.isPDF && !$0.damaged }
        stamped = isMarkable ? "/incoming/\(document.id)/stamped" : nil
        let mayDraft = AccessRule.allow(.draft, to: desk.reader.roles)
        reply =
            mayDraft && document.closing == nil && document.state == .assigned
            ? "/outgoing/new?answers=\(document.id)" : nil
    }

    /// What was written down when the document was registered; what was left empty is left out.
    private static func facts(_ document: IncomingView, _ language: Language) -> [Fact] {
        let details = document.details
        let fields: [RegistrationField] = [
            .senderName, .senderCode, .issuedOn, .typeName, .signerName, .signerPosition, .signerCompetence,
            .arrivedOn, .dueOn, .pages, .copies, .note,
        ]
        let written = fields.map { Fact(label: $0.factLabel(language), value: $0.written(details)) }
        let registered = Fact(
            label: Phrase("Vào sổ", "Registered")(language),
            value: "\(document.registeredBy), \(document.registeredAt.written)")
        return (written + [registered]).filter { !$0.value.isEmpty }
    }
}

extension RegistrationField {
    /// The label outside the form, where no heading says whose name it is.
    fileprivate var factLabel: Phrase {
        switch self {
        case .signerName: Phrase("Người ký", "Signer")
        case .signerPosition: Phrase("Chức vụ người ký", "Signer's position")
        default: label
        }
    }
}

/// A progress note with its files.
struct NoteCard: Sendable {
    let author: String
    let at: String
    let words: String
    let files: [FileLink]
    let hasFiles: Bool

    init(_ note: NoteView, _ language: Language) {
        author = note.author
        at = note.writtenAt.written
        words = note.text
        files = note.attachments.map { FileLink($0, language) }
        hasFiles = !files.isEmpty
    }
}
