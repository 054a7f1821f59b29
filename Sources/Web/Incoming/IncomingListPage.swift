import Records
import Workflow

/// The list *Văn bản đến*, with its search box and filters.
struct IncomingListPage: Page {
    static let template = "incoming/list"

    let place: Menu.Place? = .incoming
    let words: String
    let states: [Choice]
    let urgencies: [Choice]
    let from: String
    let to: String
    let year: String
    let isFiltered: Bool
    let isNarrow: Bool
    let rows: [IncomingRow]
    let isEmpty: Bool
    let next: String?
    let mayRegister: Bool

    init(
        _ query: IncomingQuery, _ documents: [IncomingSummary], next: Int?, roles: Set<Role>, today: Day,
        _ language: Language
    ) {
        words = query.sent("q")
        let any = Phrase("Tất cả", "All")(language)
        states =
            [Choice("", any)]
            + IncomingDocument.State.allCases.map {
                Choice($0.rawValue, $0.label(language), isChosen: $0 == query.filter.state)
            }
        urgencies =
            [Choice("", any)]
            + Urgency.allCases.map {
                Choice(String($0.rawValue), $0.label(language), isChosen: $0 == query.filter.urgency)
            }
        from = query.sent("from")
        to = query.sent("to")
        year = query.sent("year")
        isFiltered = ["state", "urgency", "from", "to", "year"].contains { !query.sent($0).isEmpty }
        isNarrow = query.isNarrow
        rows = documents.map { IncomingRow($0, today: today, language) }
        isEmpty = documents.isEmpty
        self.next = next.map(query.next)
        mayRegister = AccessRule.allow(.register, to: roles)
    }
}
