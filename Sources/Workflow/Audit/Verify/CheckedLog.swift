import Foundation
import TransparencyLog

/// A log that was found whole, for the one that follows it.
struct CheckedLog: Sendable {
    let log: TrailLog
    let key: VerifierKey
    /// The last event that it seals.
    let through: TrailPlace
    let published: Checkpoint?
    var size = 0
    var root = TreeHash.empty
    var withoutParticulars = 0

    /// The first entry of a log that follows another: a JSON object with these members, in this order.
    private struct Opening: Decodable {
        let v: Int
        /// The log's own name.
        let opens: String
        /// The last checkpoint of the log before, as a signed note.
        let follows: String
    }

    /// Checks that the next log begins where this one ended.
    ///
    /// `quoted` is the key and last state of the log that its first entry must quote.
    func check(isContinuedBy next: TrailLog, quoted: (key: VerifierKey, state: Checkpoint?)) throws {
        guard next.after == through else {
            throw TrailFinding.unsound("Log \(next.id) does not begin after the last event that log \(log.id) seals.")
        }
        guard let text = next.opening,
            let opening = try? JSONDecoder().decode(Opening.self, from: Data(text.utf8)), opening.v == 1,
            opening.opens == next.origin
        else { throw TrailFinding.unsound("The opening of log \(next.id) is none.") }
        guard let signed = try? SignedCheckpoint(SignedNote(Array(opening.follows.utf8)), of: quoted.key).checkpoint,
            quoted.state == nil || signed.size == quoted.state?.size && signed.root == quoted.state?.root
        else { throw TrailFinding.unsound("The opening of log \(next.id) does not follow the log before it.") }
    }
}
