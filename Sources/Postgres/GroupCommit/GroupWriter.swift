/// The thread behind a ``GroupCommit`` and its queue.
///
/// `@unchecked` because everything that changes is guarded by `lock`.
final class GroupWriter<Entry: Sendable>: @unchecked Sendable {
    private struct Item {
        let entry: Entry
        let ticket: GroupCommit<Entry>.Ticket
    }

    private static var mostWaiting: Int { 10_000 }
    private static var mostTogether: Int { 1_000 }

    private let flush: @Sendable (borrowing Transaction, [Entry]) throws -> Void
    private let lock = Lock()
    private let signal = Signal()

    // Guarded by `lock`.
    private var waiting: [Item] = []
    private var isSleeping = false
    private var isStopping = false
    private var hasStopped = false
    private var continuations: [CheckedContinuation<Void, Never>] = []

    init(_ flush: @escaping @Sendable (borrowing Transaction, [Entry]) throws -> Void) {
        self.flush = flush
    }

    func append(_ entry: Entry, _ ticket: GroupCommit<Entry>.Ticket) {
        lock.lock()
        let isOpen = !isStopping
        let isTaken = isOpen && waiting.count < Self.mostWaiting
        if isTaken { waiting.append(Item(entry: entry, ticket: ticket)) }
        let wake = isTaken && isSleeping
        if wake { isSleeping = false }
        lock.unlock()
        if wake { signal.raise() }
        if isTaken { return }
        ticket.finish(
            .failure(
                isOpen
                    ? PostgresError(.busy, "too many entries are waiting to be written")
                    : PostgresError(.connection, "the group commit was shut down")))
    }

    func stop() {
        lock.lock()
        isStopping = true
        isSleeping = false
        lock.unlock()
        signal.raise()
    }

    func stopped() async {
        await withCheckedContinuation { continuation in
            lock.lock()
            let isOver = hasStopped
            if !isOver { continuations.append(continuation) }
            lock.unlock()
            if isOver { continuation.resume() }
        }
    }

    /// The thread: writes until it is stopped and nothing waits.
    func run(_ session: Session) {
        while let items = next() {
            var rest = items[...]
            while !rest.isEmpty {
                write(rest.prefix(Self.mostTogether), session)
                rest = rest.dropFirst(Self.mostTogether)
            }
        }
        session.close()
        lock.lock()
        hasStopped = true
        let continuations = continuations
        lock.unlock()
        for continuation in continuations { continuation.resume() }
    }

    private func next() -> [Item]? {
        lock.lock()
        defer { lock.unlock() }
        while waiting.isEmpty, !isStopping {
            isSleeping = true
            signal.wait(lock)
        }
        isSleeping = false
        if waiting.isEmpty { return nil }
        defer { waiting = [] }
        return waiting
    }

    private func write(_ items: ArraySlice<Item>, _ session: Session) {
        do {
            let entries = items.map(\.entry)
            try session.transact(.write, Cancellation()) { try flush($0, entries) }
            for item in items { item.ticket.finish(.success(())) }
        } catch {
            // One bad entry fails all that travel with it: halves are tried until it is alone.
            if items.count > 1, isAboutEntries(error) {
                let middle = items.startIndex + items.count / 2
                write(items[..<middle], session)
                write(items[middle...], session)
            } else {
                for item in items { item.ticket.finish(.failure(error)) }
            }
        }
    }

    /// Whether fewer entries may succeed: not when the database is away or slow, and never when the outcome is unknown.
    private func isAboutEntries(_ error: any Error) -> Bool {
        guard let error = error as? PostgresError else { return true }
        return switch error.kind {
        case .server, .encoding, .decoding, .tooManyRows: true
        case .connection, .busy, .timeout, .cancelled, .commitUnknown: false
        }
    }
}
