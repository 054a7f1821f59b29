import Foundation
import Records

extension Date {
    /// The instant as a clock in Vietnam shows it: `22/11/2026 14:05`.
    var written: String { "\(Day(in: self).written) \(clock(seconds: false))" }

    /// The same with seconds, for the audit trail.
    var writtenExactly: String { "\(Day(in: self).written) \(clock(seconds: true))" }

    private func clock(seconds: Bool) -> String {
        let second = Int(timeIntervalSince(Day(in: self).start))
        let parts = [second / 3600, second / 60 % 60] + (seconds ? [second % 60] : [])
        return parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}

/// A file's size as people read it: `1,4 MB`.
struct WrittenSize {
    let text: String

    init(_ bytes: Int, _ language: Language) {
        let unit = bytes < 1_000_000 ? ("kB", 1000.0) : ("MB", 1_000_000.0)
        let tenths = Int((Double(bytes) / unit.1 * 10).rounded(.up))
        let mark = language == .vietnamese ? "," : "."
        text = "\(tenths / 10)\(mark)\(tenths % 10) \(unit.0)"
    }
}
