import Foundation
import Records

/// The mail of a saved question: how much there is since the last one, and the newest of it.
struct QuestionLetter: Sendable {
    let subject: String
    let text: String

    /// The letter of a question; `office` is how people reach the office, empty for no link.
    init(_ question: SavedQuestion, _ found: TrailPage, through: Date, office: String) {
        let count = found.count.map { $0 >= TrailPortion.mostInAChart ? "\($0)+" : "\($0)" } ?? "?"
        subject = "[CongVan] \(question.name.inOneLine): \(count)"
        var lines = [
            question.name.inOneLine, "",
            "Từ \(question.mailedThrough.writtenExactly) đến \(through.writtenExactly): \(count) sự kiện.",
            "From \(question.mailedThrough.writtenExactly) to \(through.writtenExactly): \(count) events.", "",
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
        return ([row.at.writtenExactly, who, what, object, outcome, row.source] as [String?]).compactMap { $0 }
            .joined(separator: " | ")
    }
}
