import Records
import Workflow

/// A chart of bars, drawn here as SVG: it needs no script and no style of its own, and stands as a table beside.
struct AuditChart: Sendable {
    struct Bar: Sendable {
        let x: String
        let y: String
        let width: String
        let height: String
        /// What the bar stands for, as a pointer shows it and the table says it.
        let label: String
        let count: String
    }

    /// Unique on the page, for the names of its parts.
    let name: String
    let title: String
    let summary: String
    let bars: [Bar]
    let viewBox: String
    let first: String
    let last: String
    let most: String

    private static let height = 100

    init(_ name: String, _ title: String, _ counts: [(label: String, events: Int)], _ language: Language) {
        self.name = name
        self.title = title
        let highest = counts.map(\.events).max() ?? 0
        // Each bar has ten units, a gap of two among them.
        bars = counts.enumerated().map { index, count in
            let height = highest == 0 ? 0 : (count.events * Self.height + highest - 1) / highest
            return Bar(
                x: "\(index * 10 + 1)", y: "\(Self.height - height)", width: "8", height: "\(height)",
                label: count.label, count: "\(count.events)")
        }
        viewBox = "0 0 \(max(counts.count, 1) * 10) \(Self.height)"
        first = counts.first?.label ?? ""
        last = counts.last?.label ?? ""
        most = "\(highest)"
        let total = counts.map(\.events).reduce(0, +)
        let top = counts.first { $0.events == highest && highest > 0 }?.label ?? "–"
        summary = Phrase(
            "Tổng \(total) sự kiện, nhiều nhất \(highest): \(top)", "\(total) events in all, most \(highest): \(top)")(
                language)
    }

    /// By day, and by the hour of the day.
    static func charts(of chart: TrailChart, _ language: Language) -> [AuditChart] {
        guard chart.hours.contains(where: { $0 > 0 }) else { return [] }
        return [
            AuditChart(
                "days", Phrase("Theo ngày", "By day")(language), chart.days.map { ($0.day.written, $0.events) },
                language),
            AuditChart(
                "hours", Phrase("Theo giờ trong ngày", "By the hour of the day")(language),
                chart.hours.enumerated().map { ("\($0.offset):00", $0.element) }, language),
        ]
    }
}
