/// Commits entries of many callers together: one thread, one connection, and a transaction for all that came meanwhile.
///
/// It writes as soon as the previous write has returned, so an idle system pays no delay and a busy one writes many
/// entries at the price of one. An entry is durable when its ticket says so; it is not part of the caller's
/// transaction.
public final class GroupCommit<Entry: Sendable>: Sendable {
    private let writer: GroupWriter<Entry>

    /// Starts the thread; the connection is opened for the first entry.
    ///
    /// `flush` writes the entries, at most a thousand. It may run again with the same entries, or with some of them,
    /// so it touches nothing but the transaction.
    public init(
        _ configuration: Database.Configuration,
        flush: @escaping @Sendable (borrowing Transaction, [Entry]) throws -> Void
    ) {
        let writer = GroupWriter(flush)
        self.writer = writer
        startThread { writer.run(Session(ConnectionParameters(configuration))) }
    }

    deinit {
        writer.stop()
    }

    /// Hands an entry over.
    ///
    /// The ticket fails with ``PostgresError`` of the kind `busy` if ten thousand entries are waiting.
    public func submit(_ entry: Entry) -> Ticket {
        let ticket = Ticket()
        writer.append(entry, ticket)
        return ticket
    }

    /// Ends the thread after everything that was submitted has been written.
    public func shutdown() async {
        writer.stop()
        await writer.stopped()
    }
}
