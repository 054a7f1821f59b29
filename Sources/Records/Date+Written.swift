public import Foundation

extension Date {
    /// The instant as a clock in Vietnam shows it: `22/11/2026 14:05`.
    public var written: String { "\(Day(in: self).written) \(clock(seconds: false))" }

    /// The same with seconds, for the audit trail.
    public var writtenExactly: String { "\(Day(in: self).written) \(clock(seconds: true))" }

    /// The time of day: `14:05`, or `14:05:06`.
    public func clock(seconds: Bool) -> String {
        let second = Int(timeIntervalSince(Day(in: self).start))
        let parts = [second / 3600, second / 60 % 60] + (seconds ? [second % 60] : [])
        return parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
