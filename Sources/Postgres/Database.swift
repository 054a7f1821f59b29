/// The database: a few threads, each with at most one libpq connection.
///
/// There are as many threads as connections, so a closure that has a thread always has a connection, and waiting for
/// one is waiting for a thread. Connections are opened when they are first needed, and again when they were lost.
public final class Database: Sendable {
    private let pool: WorkerPool

    /// Starts the threads; nothing is connected yet.
    public init(_ configuration: Configuration) {
        pool = WorkerPool(
            threads: max(1, configuration.connections), patience: configuration.connectionWait,
            ConnectionParameters(configuration))
    }

    deinit {
        pool.stop()
    }

    /// Runs `body` in a transaction that may write, and commits it.
    ///
    /// If `body` throws, nothing was written.
    ///
    /// `body` runs again, three times in all, when PostgreSQL asks for that (a deadlock, a serialization failure) or
    /// when the connection is lost before `COMMIT` is sent; so it touches nothing but the transaction. If the connection
    /// is lost during `COMMIT` the error is of the kind `commitUnknown`, and nothing is tried again.
    ///
    /// `prelude` runs right after `BEGIN`, such as a statement that sets who is acting.
    public func write<Value: Sendable>(
        prelude: SQL? = nil, _ body: @Sendable (borrowing Transaction) throws -> Value
    ) async throws -> Value {
        try await run { try $0.transact(.write, prelude: prelude, $1, body) }
    }

    /// Runs `body` in a transaction that sees one snapshot and cannot write.
    ///
    /// `body` may run again, as in ``write(prelude:_:)``.
    public func read<Value: Sendable>(
        prelude: SQL? = nil, _ body: @Sendable (borrowing Transaction) throws -> Value
    ) async throws -> Value {
        try await run { try $0.transact(.read, prelude: prelude, $1, body) }
    }

    /// Runs one query that returns at most one row, in one round trip and without a transaction around it.
    ///
    /// Only for reading: the query runs again when the connection is lost, whatever it did before.
    public func row<Value: Sendable>(
        _ query: SQL, _ decode: @Sendable (borrowing Row) throws -> Value
    ) async throws -> Value? {
        try await run { session, cancellation in
            try session.transact(.statement, cancellation) { try $0.row(query, decode) }
        }
    }

    /// Runs `body` on the pool's threads: in it, ``write(prelude:_:)`` and ``read(prelude:_:)`` cost no change of thread.
    ///
    /// While `body` awaits something else its thread is free for others. Use it around handlers that need the
    /// database, not around a whole service: slow queries would keep everything else waiting.
    ///
    /// - Throws: ``PostgresError`` of the kind `busy` if no thread is free in time.
    public func onPool<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        if Worker.current?.pool === pool { return try await body() }
        return try await withTaskExecutorPreference(pool) { try await admitted(body) }
    }

    private func admitted<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        _ = try session()
        return try await body()
    }

    /// Ends the threads and closes the connections, after everything that waits has run.
    public func shutdown() async {
        pool.stop()
        await pool.stopped()
    }

    /// How full the pool is.
    public struct Gauges: Sendable {
        /// Connections that are open.
        public let connections: Int
        /// Threads that are at work.
        public let busy: Int
        /// Callers that wait for a thread.
        public let waiting: Int
    }

    /// How full the pool is now, for metrics.
    public var gauges: Gauges {
        let counts = pool.counts
        return Gauges(connections: pool.openConnections.current, busy: counts.busy, waiting: counts.waiting)
    }
}

extension Database {
    /// Runs `work` with the connection of a thread of the pool: the calling one, if it is one of them.
    func run<Value: Sendable>(
        _ work: @Sendable (Session, Cancellation) throws -> Value
    ) async throws -> Value {
        if Worker.current?.pool === pool { return try await here(work) }
        return try await withTaskExecutorPreference(pool) { try await here(work) }
    }

    private func here<Value: Sendable>(
        _ work: @Sendable (Session, Cancellation) throws -> Value
    ) async throws -> Value {
        let cancellation = Cancellation()
        return try await withTaskCancellationHandler {
            try work(session(), cancellation)
        } onCancel: {
            cancellation.cancel()
        }
    }

    private func session() throws(PostgresError) -> Session {
        guard let worker = Worker.current, worker.pool === pool else {
            throw PostgresError(.connection, "the database was shut down")
        }
        guard let session = worker.session else {
            throw PostgresError(.busy, "no connection was free in time")
        }
        return session
    }
}
