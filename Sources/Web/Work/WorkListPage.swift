import Records
import Workflow

/// The page *Việc của tôi*, one tab for each box.
struct WorkListPage: Page {
    static let template = "work/list"

    struct Row: Sendable {
        let document: IncomingRow
        let instruction: String?
        let assignedTo: String?
        let isHandedOn: Bool
    }

    let place: Menu.Place? = .work
    let done: String?
    let tabs: [Tab]
    let late: Int?
    let rows: [Row]
    /// Whether the box is one of assigned work; what waits for a decision has no instruction yet.
    let isAssigned: Bool
    let isEmpty: Bool
    let emptyAdvice: String
    let next: String?

    init(
        _ box: WorkBox, _ work: WorkPage, counts: WorkCounts, today: Day, done: String?,
        _ language: Language
    ) {
        self.done = done
        tabs = WorkBox.allCases.compactMap { other in
            counts.boxes[other].map {
                Tab(
                    href: "/work?box=\(other.rawValue)", label: other.label(language), count: CountLabel($0).text,
                    isHere: other == box)
            }
        }
        late = counts.late > 0 ? counts.late : nil
        rows = work.items.map { item in
            Row(
                document: IncomingRow(item.summary, today: today, language),
                instruction: item.instruction.isEmpty ? nil : item.instruction,
                assignedTo: item.assignedTo.isEmpty ? nil : item.assignedTo, isHandedOn: item.handedOn)
        }
        isAssigned = box != .decide
        isEmpty = work.items.isEmpty
        emptyAdvice = box.emptyAdvice(language)
        next = work.next.map { Address("/work", [("box", box.rawValue), ("after", $0.description)]).text }
    }
}

extension WorkBox {
    var emptyAdvice: Phrase {
        switch self {
        case .decide:
            Phrase(
                "Không có văn bản nào chờ phân công. Văn bản mới vào sổ sẽ hiện ở đây.",
                "Nothing waits for a decision. Newly registered documents appear here.")
        case .lead:
            Phrase(
                "Không có việc nào bạn xử lý chính. Việc mới được giao sẽ hiện ở đây.",
                "You lead no open work. What is assigned to you appears here.")
        case .support:
            Phrase(
                "Không có việc phối hợp. Khi người khác cần bạn phối hợp, việc sẽ hiện ở đây.",
                "Nobody needs your support now. When someone does, it appears here.")
        case .informed:
            Phrase("Không có văn bản nào cần xem để biết.", "Nothing is waiting for you to see.")
        }
    }
}
