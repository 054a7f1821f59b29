import Postgres

/// Compares what stands apart of a batch of events with what the events commit to.
///
/// The particulars are read by the time of their events, in the order of their own index, and found among the events of
/// the batch by their numbers; what was erased is not there to compare, and is counted.
struct CommitmentCheck {
    private static let page = 32_768
    private static let hashLength = 32

    private struct Event {
        let index: Int
        let at: Int
        let id: Int
        let agency: Int?
        let hasCommitment: Bool
    }

    private var events: [Event] = []
    private var commitments: [UInt8] = []
    /// The places in `events`, found by number; -1 where there is none.
    private var table: [Int32]

    init(capacity: Int) {
        var slots = 64
        while slots < capacity * 2 { slots *= 2 }
        table = Array(repeating: -1, count: slots)
        events.reserveCapacity(capacity)
        commitments.reserveCapacity(capacity * Self.hashLength)
    }

    mutating func add(_ promise: ParticularsPromise, at index: Int) {
        var slot = slot(of: promise.id)
        while table[slot] >= 0 { slot = (slot + 1) & (table.count - 1) }
        table[slot] = Int32(events.count)
        let isHash = promise.commitment?.count == Self.hashLength
        events.append(
            Event(
                index: index, at: promise.at, id: promise.id, agency: promise.agency, hasCommitment: isHash))
        if isHash, let commitment = promise.commitment {
            commitments.append(contentsOf: commitment)
        } else {
            commitments.append(contentsOf: repeatElement(0, count: Self.hashLength))
        }
    }

    /// The first event whose particulars are there and are not what it committed to, and how many have none any more.
    func wrong(_ transaction: borrowing Transaction) throws -> (finding: TrailFinding?, missing: Int) {
        guard let first = events.lazy.map(\.at).min(), let last = events.lazy.map(\.at).max() else { return (nil, 0) }
        var isThere = [Bool](repeating: false, count: events.count)
        var wrong: Int?
        var (at, id) = (first, Int.min)
        while true {
            let count = try transaction.binaryRows(
                """
                SELECT event_at, event_id, agency_id, commitment
                FROM audit.committed(\(Self.text(at))::timestamptz, \(id), \(Self.text(last))::timestamptz, \(Self.page)::int)
                """
            ) { row in
                at = try row.integer(0) ?? 0
                id = try row.integer(1) ?? 0
                guard let event = place(of: id, at: at) else { return }
                isThere[event] = true
                let isRight =
                    try events[event].hasCommitment && row.integer(2) == events[event].agency
                    && row.bytes(3).map { isCommitment($0, of: event) } == true
                if !isRight, event < wrong ?? .max { wrong = event }
            }
            if count < Self.page { break }
        }
        let missing = events.indices.count { events[$0].hasCommitment && !isThere[$0] }
        return (wrong.map { .particulars(index: events[$0].index, event: events[$0].id) }, missing)
    }

    private func isCommitment(_ hash: UnsafeRawBufferPointer, of event: Int) -> Bool {
        commitments.withUnsafeBytes { all in
            let first = event * Self.hashLength
            return hash.isEqual(to: UnsafeRawBufferPointer(rebasing: all[first..<first + Self.hashLength]))
        }
    }

    private func place(of id: Int, at: Int) -> Int? {
        var slot = slot(of: id)
        while table[slot] >= 0 {
            let event = Int(table[slot])
            if events[event].id == id, events[event].at == at { return event }
            slot = (slot + 1) & (table.count - 1)
        }
        return nil
    }

    private func slot(of id: Int) -> Int {
        Int(truncatingIfNeeded: UInt(bitPattern: id) &* 0x9E37_79B9_7F4A_7C15 >> 32) & (table.count - 1)
    }

    /// A moment in microseconds since 2000, as PostgreSQL reads it.
    private static func text(_ microseconds: Int) -> String {
        var bytes: [UInt8] = []
        bytes.append(timestamp: microseconds)
        return String(decoding: bytes, as: UTF8.self)
    }
}
