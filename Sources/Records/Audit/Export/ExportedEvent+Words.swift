import Foundation

extension ExportedEvent {
    /// Milliseconds since 1970.
    ///
    /// The database counts microseconds, which a `Date` holds only nearly: they are made whole before they are cut, or
    /// .678 would become .677 now and then.
    var milliseconds: Int {
        let microseconds = Int((at.timeIntervalSince1970 * 1_000_000).rounded())
        return (microseconds - Self.remainder(microseconds, 1000)) / 1000
    }

    /// The instant as RFC 3339 writes it in UTC: `2026-01-05T01:23:45.678Z`.
    var timestamp: String {
        let ofDay = Self.remainder(milliseconds, 86_400_000)
        // When UTC's day begins it is seven o'clock in Vietnam, on the same day.
        let day = Day(in: Date(timeIntervalSince1970: Double((milliseconds - ofDay) / 1000)))
        func digits(_ number: Int, _ count: Int) -> String { String(String(number + 1000).suffix(count)) }
        let (hour, minute, second) = (ofDay / 3_600_000, ofDay / 60_000 % 60, ofDay / 1000 % 60)
        return "\(day)T\(digits(hour, 2)):\(digits(minute, 2)):\(digits(second, 2)).\(digits(ofDay % 1000, 3))Z"
    }

    /// How grave it is: what the action is by itself, or worse by how it ended.
    var severity: ActionMeaning.Severity {
        switch outcome {
        case .allowed: meaning.severity
        case .refused: max(meaning.severity, .warning)
        case .failed: .critical
        }
    }

    /// How it ended, in the word that CEF, ECS and OCSF know: a refusal is a failure there.
    var plainOutcome: String { outcome == .allowed ? "success" : "failure" }

    /// How it ended, in the word of our own lines, which tell a refusal from a fault.
    var exactOutcome: String { outcome == .refused ? "refused" : plainOutcome }

    /// The last word of the action, `registered`.
    var verb: String { action.split(separator: ".").last.map { String($0) } ?? action }

    /// What it is about is a file, with a name and perhaps a content.
    var concernsFile: Bool { meaning.activity.family == .fileHosting }

    var sortedDetail: [(key: String, value: String)] { detail.sorted { $0.key < $1.key } }

    private static func remainder(_ number: Int, _ divisor: Int) -> Int {
        let remainder = number % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}
