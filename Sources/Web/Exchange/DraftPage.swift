import Records
import Workflow

/// A dispatch as it would go, before it is sent: its document, its recipients, and what stands in the way.
struct DraftPage: Page {
    static let template = "exchange/draft"

    let place: Menu.Place? = .dispatches
    let done: String?
    let id: Int
    let version: Int
    let maySend: Bool
    let kind: Tag?
    let isRecall: Bool
    let state: Tag
    let heading: DispatchHeading
    let reason: String?
    let concerns: String?
    let faults: FaultSummary?
    let alike: [DispatchListPage.Row]
    let hasAlike: Bool
    let recipients: [AgencyLine]
    let hasRecipients: Bool
    /// What the button says: to how many it goes.
    let sendLabel: String
    let size: String
    let isTooLarge: Bool
    let words: String
    let found: FoundAgencies
    let viewer: Viewer?
    let files: [FileLink]
    let hasFiles: Bool
    let facts: [DocumentPage.Fact]
    let groups: [FieldGroup]
    let isEdited: Bool
    let lostFiles: Bool
    let uploadId = "files"

    init(
        _ view: DispatchView, sent: Form?, faults: [FieldFault], maySend: Bool, done: String?, _ language: Language
    ) {
        self.done = done
        self.maySend = maySend
        id = view.id
        version = view.version
        kind = Tag.kind(view.kind, language)
        isRecall = view.kind == .recall
        state = Tag.state(view.state, language)
        heading = DispatchHeading(view, language)
        reason = view.reason.isEmpty ? nil : view.reason
        concerns = view.concerns.map { "/dispatches/\($0)" }
        self.faults = .dispatch(faults, language)
        alike = view.alike.map { DispatchListPage.Row($0, language) }
        hasAlike = !alike.isEmpty
        let lines = view.chosen.map { AgencyLine($0, size: view.estimatedSize, language) }
        recipients = lines
        hasRecipients = !lines.isEmpty
        isTooLarge = lines.contains(where: \.isTooLarge)
        sendLabel = Phrase("Gửi tới \(lines.count) nơi nhận", "Send to \(lines.count)")(language)
        size = WrittenSize(view.estimatedSize, language).text
        words = ""
        found = FoundAgencies([], isAsked: false, draft: nil, version: version, language)
        viewer = Viewer(view.attachments, language)
        files = view.attachments.map { FileLink($0, language) }
        hasFiles = !files.isEmpty
        facts = DispatchHeading.facts(view, language)
        // The form again as it was sent, where it was this one that was sent.
        let edited = sent.flatMap { $0.has("subject") ? $0 : nil }
        isEdited = edited != nil
        lostFiles = edited?.files.isEmpty == false
        let form = edited.map { DispatchForm($0) } ?? DispatchForm(offering: view.details)
        groups = form.groups(faults: faults, language)
    }
}
