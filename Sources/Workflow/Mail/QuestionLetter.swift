import Foundation
import Records

/// The mail of a saved question: how much there is since the last one, and the newest of it.
struct QuestionLetter: Sendable {
    let subject: String
    let text: String

    /// - Parameter office: how people reach the office; empty for no link.
    init(_ question: SavedQuestion, _ found: TrailPage, through: Date, office: String) {
        let count = found.count.map { $0 >= TrailPortion.mostInAChart ? "\($0)+" : "\($0)" } ?? "?"
        subject = "[CongVan] \(question.name.inOneLine): \(count)"
        var lines = [
            question.name.inOneLine, "",
            "Từ \(Self.written(question.mailedThrough)) đến \(Self.written(through)): \(count) sự kiện.",
            "From \(Self.written(question.mailedThrough)) to \(Self.written(through)): \(count) events.", "",
        ]
        lines += found.rows.map(Self.line)
        if found.next != nil { lines += ["…", "Chỉ gồm \(found.rows.count) sự kiện mới nhất. / The newest only."] }
        if !office.isEmpty {
            lines += ["", "\(office.hasSuffix("/") ? String(office.dropLast()) : office)/audit?\(question.query)"]
        }
        text = lines.map(\.inOneLine).joined(separator: "\n") + "\n"
    }

    private static func line(_ row: TrailRow) -> String {
        let who = row.actorName.isEmpty ? "Hệ thống" : row.actorName
        let what = "\(row.action.label.vietnamese) (\(row.action.rawValue))"
        let object =
            row.document.map { "số đến \($0.number)/\($0.year)" }
            ?? row.objectID.map { "\(row.objectKind) \($0)" }
        let outcome = row.outcome == .allowed ? nil : [row.outcome.label.vietnamese, row.reason].joined(separator: " ")
        return ([written(row.at), who, what, object, outcome, row.source] as [String?]).compactMap { $0 }
            .joined(separator: " | ")
    }

    /// `22/11/2026 14:05:06`
    private static func written(_ instant: Date) -> String {
        let day = Day(in: instant)
        let second = Int(instant.timeIntervalSince(day.start))
        return String(format: "%@ %02d:%02d:%02d", day.written, second / 3600, second / 60 % 60, second % 60)
    }
}

extension String {
    /// Without line breaks, so that what somebody typed stays where it is put.
    fileprivate var inOneLine: String { split(whereSeparator: \.isNewline).joined(separator: " ") }
}
