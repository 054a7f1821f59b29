/// From where a new connection goes on (vị trí gửi lại).
///
/// Plain syslog acknowledges nothing. What was handed to the system may still lie in this machine, on the wire, or in a
/// buffer of the collector's when the connection breaks; so a position is safe only once its connection has lived on for
/// ``settling``, and what came after it is sent again. A line may come twice, with the same number.
struct SafePosition: Sendable {
    /// Longer, by more than a mark's second, than a connection lives on without an acknowledgement.
    static let settling = Duration.seconds(30)
    /// So many lines are sent again by a program that has just started, and does not know when they were sent.
    static let overlap = 1000

    private(set) var safe: ShippedTo
    private var marks: [(position: ShippedTo, at: ContinuousClock.Instant)] = []

    init(known: ShippedTo) { safe = ShippedTo(log: known.log, size: max(0, known.size - Self.overlap)) }

    /// Lines up to here were handed over.
    mutating func sent(_ position: ShippedTo, at instant: ContinuousClock.Instant = .now) {
        // A mark a second is enough, and bounds how many there are.
        if let last = marks.indices.last, instant - marks[last].at < .seconds(1) {
            marks[last].position = position
        } else {
            marks.append((position, instant))
        }
    }

    /// The connection lives.
    mutating func lives(at instant: ContinuousClock.Instant = .now) {
        while let first = marks.first, instant - first.at > Self.settling {
            safe = max(safe, first.position)
            marks.removeFirst()
        }
    }

    /// The connection broke: what was not safe is sent again.
    mutating func broke() { marks = [] }
}
