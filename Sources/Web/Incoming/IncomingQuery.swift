import Records
import Workflow

/// What the address of the list asks for: words and filters.
struct IncomingQuery {
    var filter = IncomingFilter()
    let after: Int?
    private let parameters: [(String, String)]

    init(_ query: Form) {
        func text(_ name: String) -> String { query[name].trimmed }
        filter.text = text("q").isEmpty ? nil : text("q")
        filter.state = IncomingDocument.State(rawValue: text("state"))
        filter.urgency = Int(text("urgency")).flatMap(Urgency.init)
        filter.year = Int(text("year"))
        filter.from = Day(typed: text("from"))
        filter.to = Day(typed: text("to"))
        after = Int(text("after"))
        parameters = ["q", "state", "urgency", "year", "from", "to"].compactMap { name in
            let value = text(name)
            return value.isEmpty ? nil : (name, value)
        }
    }

    /// Whether anything narrows the list down.
    var isNarrow: Bool { !parameters.isEmpty }

    /// As it was sent, for the form to show again.
    func sent(_ name: String) -> String { parameters.first { $0.0 == name }?.1 ?? "" }

    /// The address of the page after this one, with the same filters.
    func next(_ cursor: Int) -> String { Address("/incoming", parameters + [("after", String(cursor))]).text }
}
