import Foundation
import Records
import Workflow

/// What was sent, with each recipient and what it said last, each time with both its times.
struct DispatchPage: Page {
    static let template = "exchange/show"

    struct Status: Sendable {
        let label: String
        /// When, by the recipient's clock.
        let stated: String?
        let received: String
        let words: String?
    }

    struct Recipient: Sendable {
        let name: String
        let code: String
        let state: Tag
        let at: String?
        let fault: String?
        /// That it said more before, where it did.
        let earlier: String?
        let statuses: [Status]
        let hasStatuses: Bool
        let isChosen: Bool
    }

    let place: Menu.Place? = .dispatches
    let done: String?
    let id: Int
    let kind: Tag?
    let state: Tag
    let heading: DispatchHeading
    let reason: String?
    let concerns: String?
    let faults: FaultSummary?
    let recipients: [Recipient]
    let hasNewRefusal: Bool
    let followers: [DispatchListPage.Row]
    let hasFollowers: Bool
    let viewer: Viewer?
    let files: [FileLink]
    let hasFiles: Bool
    let facts: [DocumentPage.Fact]
    /// Whether its reader may take it back, update or replace it.
    let mayFollowUp: Bool
    let kindField: Field
    let reasonField: Field
    let isOpen: Bool

    init(
        _ view: DispatchView, sent: Form?, faults: [FieldFault], maySend: Bool, done: String?, _ language: Language
    ) {
        self.done = done
        id = view.id
        kind = Tag.kind(view.kind, language)
        state = Tag.state(view.state, language)
        heading = DispatchHeading(view, language)
        reason = view.reason.isEmpty ? nil : view.reason
        concerns = view.concerns.map { "/dispatches/\($0)" }
        self.faults = .dispatch(faults, language)
        let chosen = sent?.all("recipients")
        recipients = view.recipients.map { recipient in
            Recipient(recipient, isChosen: chosen?.contains(recipient.code) ?? true, language)
        }
        hasNewRefusal = maySend && view.recipients.contains(where: \.isRefusalNew)
        followers = view.followers.map { DispatchListPage.Row($0, language) }
        hasFollowers = !followers.isEmpty
        viewer = Viewer(view.attachments, language)
        files = view.attachments.map { FileLink($0, language) }
        hasFiles = !files.isEmpty
        facts = DispatchHeading.facts(view, language)
        mayFollowUp = maySend && view.state == .sent && view.kind.bringsDocument
        kindField = Field(
            "kind", Phrase("Việc cần làm", "What to do")(language), "",
            .choice(
                DispatchKind.allCases.filter { $0 != .new }.map {
                    Choice($0.rawValue, $0.label(language), isChosen: $0.rawValue == sent?["kind"])
                }), required: true)
        reasonField = Field(
            "reason", Phrase("Lý do", "Reason")(language), sent?["reason"] ?? "", .lines, required: true, wide: true,
            hint: Phrase("Nơi nhận sẽ đọc lý do này.", "The recipients read it.")(language),
            fault: faults.sentence(for: "reason", language))
        isOpen = sent != nil
    }
}

extension DispatchPage.Recipient {
    fileprivate init(_ recipient: RecipientView, isChosen: Bool, _ language: Language) {
        name = recipient.name
        code = recipient.code
        state = Tag.delivery(recipient.sending, recipient.status, language)
        at = (recipient.status == nil ? recipient.sentAt : recipient.statusAt)?.written
        fault = recipient.fault?(language)
        statuses = recipient.statuses.map { status in
            let label = status.status?.label(language) ?? status.code
            let isSaid = status.description.isEmpty || status.description == label
            return DispatchPage.Status(
                label: label, stated: status.statedAt?.written, received: status.receivedAt.written,
                words: isSaid ? nil : status.description)
        }
        hasStatuses = !statuses.isEmpty
        let more = recipient.earlierStatuses
        earlier =
            more > 0
            ? Phrase("Còn \(more) trạng thái trước đó.", "\(more) earlier statuses are not shown.")(language) : nil
        self.isChosen = isChosen
    }
}
