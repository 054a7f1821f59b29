import Records
import Workflow

/// The list *Chờ vào sổ*, with the box to drop files in.
struct IntakeListPage: Page {
    static let template = "intake/list"

    struct Row: Sendable {
        let href: String
        let name: String
        let kind: String
        let received: String
        let title: String
        let sender: String?
        let reference: String?
        let urgency: Tag?
        let fault: String?
        let business: Tag?
        let peer: String?
        let isParked: Bool
        /// How often it came, where it came more than once.
        let times: String?
    }

    let place: Menu.Place? = .intakes
    let done: String?
    let tabs: [Tab]
    let rows: [Row]
    let isEmpty: Bool
    let isWaiting: Bool
    let next: String?
    let uploadFault: String?
    let uploadId = "files"

    init(
        _ state: Intake.State, _ intakes: [IntakeSummary], next: Int?, counts: WorkCounts, fault: Phrase?,
        done: String?, _ language: Language
    ) {
        self.done = done
        tabs = Intake.State.allCases.map {
            let count: Int? =
                switch $0 {
                case .waiting: counts.waitingIntakes
                case .faulty: counts.faultyIntakes
                case .registered, .refused, .accepted, .withdrawn, .replaced: nil
                }
            return Tab(
                href: "/intakes?state=\($0.rawValue)", label: $0.label(language),
                count: count.map { CountLabel($0).text },
                isHere: $0 == state)
        }
        rows = intakes.map { Row($0, language) }
        isEmpty = intakes.isEmpty
        isWaiting = state == .waiting
        self.next = next.map { "/intakes?state=\(state.rawValue)&after=\($0)" }
        uploadFault = fault?(language)
    }
}

extension IntakeListPage.Row {
    fileprivate init(_ intake: IntakeSummary, _ language: Language) {
        href = "/intakes/\(intake.id)"
        name = intake.name
        kind = intake.kind.label(language)
        received = intake.receivedAt.written
        title = intake.subject.isEmpty ? intake.name : intake.subject
        sender = intake.senderName.isEmpty ? nil : intake.senderName
        reference = intake.reference.description.isEmpty ? nil : intake.reference.description
        urgency = Tag.urgency(intake.urgency, language)
        fault = intake.fault?(language)
        business = Tag.business(intake.business, language)
        peer = intake.peer.isEmpty ? nil : intake.peer
        isParked = intake.isParked
        times = intake.deliveries > 1 ? "×\(intake.deliveries)" : nil
    }
}

extension Intake.Kind {
    var label: Phrase {
        switch self {
        case .envelope: Phrase("Gói tin điện tử", "Envelope")
        case .scan: Phrase("Tệp quét", "Scan")
        }
    }
}
