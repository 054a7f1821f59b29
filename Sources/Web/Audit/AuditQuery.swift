import Foundation
import Records
import Workflow

/// The address of the auditor's page: what it asks, and where the page begins.
struct AuditQuery: Sendable {
    let asked: TrailQuery
    let after: TrailCursor?
    /// Whether a chart is asked for that must be counted event by event.
    let wantsChart: Bool

    init(_ query: Form) {
        asked = TrailQuery(query.fields.map { ($0.name, $0.value) }, today: Day(in: Date()))
        after = TrailCursor(query["after"])
        wantsChart = query["chart"] == "yes"
    }

    /// The first page of an address.
    init(_ asked: TrailQuery) {
        self.asked = asked
        after = nil
        wantsChart = false
    }

    var question: TrailQuestion? { asked.question }

    /// Whether anything narrows the trail down.
    var isNarrow: Bool { !asked.parameters.isEmpty }

    /// The address without its page, as it is saved.
    var text: String { asked.address }

    func address(_ path: String, _ more: [(String, String)] = []) -> String {
        Address(path, asked.parameters.map { ($0.name, $0.value) } + more).text
    }

    /// The address of the same page with its chart.
    var withChart: String { address("/audit", [("chart", "yes")]) }

    /// The address of the page after this one.
    func next(_ cursor: TrailCursor) -> String { address("/audit", [("after", cursor.description)]) }
}
