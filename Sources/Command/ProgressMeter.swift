import Foundation
import Synchronization
import Workflow

/// Tells on standard error how far a check has come, and how fast.
final class ProgressMeter: Sendable {
    private struct State {
        var first: (at: ContinuousClock.Instant, log: Int, done: Int)?
        var hasSpoken = false
    }

    private let state = Mutex(State())

    func show(_ progress: TrailProgress) {
        let line = state.withLock { state in
            let first = state.first ?? (.now, progress.log, progress.done)
            let isSame = first.log == progress.log
            state.first = isSame ? first : (.now, progress.log, progress.done)
            state.hasSpoken = true
            let seconds = (ContinuousClock.now - first.at) / .seconds(1)
            let rate = isSame && seconds > 0 ? Int(Double(progress.done - first.done) / seconds) : 0
            return "\rlog \(progress.log): \(progress.done) of \(progress.all) entries, \(rate) a second   "
        }
        FileHandle.standardError.write(Data(line.utf8))
    }

    func end() {
        if state.withLock({ $0.hasSpoken }) { FileHandle.standardError.write(Data("\n".utf8)) }
    }
}

extension TrailNote {
    /// A line for whoever runs the check.
    var sentence: String {
        switch self {
        case .comparedBefore(let log, let entries):
            "note\tentries 0 to \(entries - 1) of log \(log) were compared by an earlier run, and not again"
        case .withoutParticulars(let count): "note\tthe particulars of \(count) events are no longer here"
        case .inArchives(let count): "note\t\(count) events are in archives, which were read and are good"
        case .lostBefore(let log, let signed, let found):
            "note\tlog \(log) was signed at \(signed) entries, of which the database has \(found): it went back"
        }
    }
}
