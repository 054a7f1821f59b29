import Records
import Workflow

/// The list *Gửi liên thông*: what was sent, with how far its recipients are.
struct DispatchListPage: Page {
    static let template = "exchange/list"

    struct Row: Sendable {
        struct Tally: Sendable {
            let tag: Tag
            let count: Int
        }

        let href: String
        let at: String
        let kind: Tag?
        let urgency: Tag?
        let reference: String
        let subject: String
        let recipients: String
        let tallies: [Tally]

        init(_ dispatch: DispatchSummary, _ language: Language) {
            href = "/dispatches/\(dispatch.id)"
            at = dispatch.at.written
            kind = Tag.kind(dispatch.kind, language)
            urgency = Tag.urgency(dispatch.urgency, language)
            reference = dispatch.reference.description
            subject = dispatch.subject
            let count = dispatch.recipients
            recipients = Phrase("\(count) nơi nhận", count == 1 ? "1 recipient" : "\(count) recipients")(language)
            tallies = dispatch.tallies.map {
                Tally(tag: Tag.delivery($0.sending, $0.status, language), count: $0.count)
            }
        }
    }

    let place: Menu.Place? = .dispatches
    let done: String?
    let tabs: [Tab]
    let rows: [Row]
    let isEmpty: Bool
    let next: String?
    let maySend: Bool
    let maySeeDead: Bool

    init(
        _ filter: DispatchFilter, _ dispatches: [DispatchSummary], next: Int?, refused: Int?, roles: Set<Role>,
        done: String?, _ language: Language
    ) {
        self.done = done
        tabs = DispatchFilter.allCases.map {
            Tab(
                href: "/dispatches?state=\($0.rawValue)", label: $0.label(language),
                count: $0 == .refused ? refused.map { CountLabel($0).text } : nil, isHere: $0 == filter)
        }
        rows = dispatches.map { Row($0, language) }
        isEmpty = rows.isEmpty
        self.next = next.map { "/dispatches?state=\(filter.rawValue)&after=\($0)" }
        maySend = AccessRule.allow(.dispatch, to: roles)
        maySeeDead = AccessRule.allow(.resend, to: roles)
    }
}
