import Foundation
import Records
import Workflow

/// What the address of the trail asks for: filters and where the page begins.
struct AuditQuery {
    static let names = ["officer", "number", "year", "document", "action", "outcome", "from", "to"]

    var filter = TrailFilter()
    let after: TrailCursor?
    private let parameters: [(String, String)]

    init(_ query: Form) {
        filter.officer = Int(query["officer"])
        filter.document = Int(query["document"])
        filter.number = Int(query["number"])
        filter.year = Int(query["year"])
        filter.action = AuditEvent.Action(rawValue: query["action"])
        filter.outcome = AuditEvent.Outcome(rawValue: query["outcome"])
        filter.from = Day(typed: query["from"])?.start
        filter.to = Day(typed: query["to"])?.adding(days: 1).start
        after = TrailCursor(query["after"])
        parameters = Self.names.map { ($0, query[$0].trimmed) }
    }

    /// As it was sent, for the form to show again.
    func sent(_ name: String) -> String { parameters.first { $0.0 == name }?.1 ?? "" }

    var isNarrow: Bool { parameters.contains { !$0.1.isEmpty } }

    /// The address of the export of what the page shows.
    var export: String { Address("/audit.csv", parameters).text }

    /// The address of the page after this one.
    func next(_ cursor: TrailCursor) -> String { Address("/audit", parameters + [("after", cursor.description)]).text }
}
