import Foundation

/// Tells whether a clock was stepped, by one that nobody can set (giám sát đồng hồ).
///
/// What NTP corrects little by little is no step, as long as both clocks follow it; two clocks that drift apart are told
/// once they are ``tolerance`` apart.
struct ClockWatch: Sendable {
    /// In seconds.
    static let tolerance = 1.0

    /// By how much the clock was ahead of the one that nobody sets, when it was last told or first read.
    private var ahead: Double?
    private let start = ContinuousClock.now

    /// Takes a reading of the clock, at a moment of the other.
    ///
    /// - Returns: by how many milliseconds it was stepped, forward or back; `nil` where it was not.
    mutating func read(_ time: Date, at instant: ContinuousClock.Instant) -> Int? {
        let now = time.timeIntervalSince1970 - (instant - start) / .seconds(1)
        guard let before = ahead else {
            ahead = now
            return nil
        }
        guard abs(now - before) > Self.tolerance else { return nil }
        ahead = now
        return Int(((now - before) * 1000).rounded())
    }
}
