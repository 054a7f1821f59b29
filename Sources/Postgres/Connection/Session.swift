internal import Glibc

/// A thread's connection over time: opened when it is needed, opened again when it was lost, and its transactions.
final class Session {
    /// How a transaction begins.
    enum Mode {
        case write
        case read
        /// One statement on its own: the server begins and commits.
        case statement

        fileprivate var begin: SQL? {
            switch self {
            case .write: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
            case .read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            case .statement: nil
            }
        }
    }

    private static let mostPreparedStatements = 512
    /// So many statements are sent even if no answer is needed: memory stays bounded, and errors do not come too late.
    private static let mostQueuedStatements = 256

    private let parameters: ConnectionParameters
    private let openConnections: ConnectionCount?
    private var pipeline: Pipeline?
    private var lastUse: Int64 = 0

    // Of the transaction at hand.
    private var mode = Mode.write
    private var prelude: SQL?
    private var hasBegun = false
    private var isCommitting = false
    private var cancellation = Cancellation()
    /// Once a statement has failed, the transaction has: whatever its body does with the error, it is not committed.
    private var failure: PostgresError?
    /// The depth of open cursors, which gives them their names.
    var cursors = 0

    init(_ parameters: ConnectionParameters, _ openConnections: ConnectionCount? = nil) {
        self.parameters = parameters
        self.openConnections = openConnections
    }

    deinit {
        close()
    }

    func close() {
        if pipeline != nil { openConnections?.closed() }
        pipeline = nil
    }

    // MARK: - Transactions

    /// Runs a whole transaction on the calling thread.
    ///
    /// The body runs again when the transaction failed for a reason that lies outside it, and nothing can have been
    /// committed.
    func transact<Value>(
        _ mode: Mode, prelude: SQL? = nil, _ cancellation: Cancellation,
        _ body: (borrowing Transaction) throws -> Value
    ) throws -> Value {
        var value: Value?
        try run(mode, prelude, cancellation) { value = try body($0) }
        guard let value else { preconditionFailure("a transaction ended without its body") }
        return value
    }

    // Swift 6.3.1 crashes in its optimizer when the function that makes the noncopyable Transaction is generic or
    // inlined.
    @inline(never)
    private func run(
        _ mode: Mode, _ prelude: SQL?, _ cancellation: Cancellation, _ body: (borrowing Transaction) throws -> Void
    ) throws {
        self.mode = mode
        self.prelude = prelude
        self.cancellation = cancellation
        var attempt = 1
        while true {
            do {
                try open()
                try body(Transaction(session: self))
                try finish()
                return cancellation.detach()
            } catch {
                cancellation.detach()
                settle()
                guard attempt < 3, failure?.isTransient == true, !cancellation.isCancelled else { throw error }
            }
            // Two transactions that stood in each other's way shall not meet again at once.
            usleep(UInt32.random(in: 0...2_000) * UInt32(attempt))
            attempt += 1
        }
    }

    /// Lends the connection outside of pipeline mode, in which COPY is not possible.
    func withoutPipeline<Value>(_ cancellation: Cancellation, _ body: (Connection) throws -> Value) throws -> Value {
        self.cancellation = cancellation
        try open()
        defer { cancellation.detach() }
        guard let pipeline else { preconditionFailure("an open session has a pipeline") }
        do {
            let value = try pipeline.suspended(body)
            lastUse = monotonicNanoseconds()
            return value
        } catch let error as PostgresError {
            if !pipeline.connection.isIdle { close() }
            throw meaning(of: error)
        } catch {
            // The rest of the copied lines may still be on their way.
            if !pipeline.connection.isIdle { close() }
            throw error
        }
    }

    private func open() throws(PostgresError) {
        hasBegun = false
        isCommitting = false
        failure = nil
        cursors = 0
        if let pipeline, !isUsable(pipeline) { close() }
        if pipeline == nil {
            pipeline = try Pipeline(Connection(parameters))
            openConnections?.opened()
        }
        pipeline?.forgetStatements(over: Self.mostPreparedStatements)
        try cancellation.attach(pipeline?.connection.cancelHandle)
    }

    private func isUsable(_ pipeline: Pipeline) -> Bool {
        if pipeline.isUnread {
            do { try pipeline.receive() } catch { return false }
        }
        return pipeline.connection.isIdle && isStillThere(pipeline)
    }

    /// Looks for the server's goodbye, unless it answered just now.
    private func isStillThere(_ pipeline: Pipeline) -> Bool {
        monotonicNanoseconds() - lastUse < 10_000_000 || pipeline.connection.isStillOpen()
    }

    private func finish() throws {
        if let failure { throw failure }
        guard hasBegun, let pipeline else { return }
        switch mode {
        case .statement: if pipeline.queuedCount > 0 { try roundTrip() }
        case .read: try leave(pipeline)
        case .write: try commit(pipeline)
        }
    }

    /// Ends a reading transaction without waiting for the server, whose answer is read before the next one.
    private func leave(_ pipeline: Pipeline) throws {
        let isAwaited = pipeline.queuedCount > 0
        try pipeline.queue("COMMIT")
        if isAwaited { return try roundTrip() }
        // Everything was read, so it does not matter to the caller whether this succeeds.
        do { try pipeline.send() } catch { close() }
    }

    private func commit(_ pipeline: Pipeline) throws {
        // Before COMMIT is sent, a lost connection means that nothing was committed.
        guard isStillThere(pipeline) else { throw fail(PostgresError(.connection, "the server closed the connection")) }
        let answer = Answer()
        try pipeline.queue("COMMIT", answer: answer)
        isCommitting = true
        try roundTrip()
        guard answer.command == "COMMIT" else {
            throw fail(PostgresError(.server(sqlState: "25P02"), "the server rolled the transaction back"))
        }
    }

    /// Leaves the connection as if the failed transaction had not been, or closes it.
    private func settle() {
        guard let pipeline else { return }
        pipeline.dropQueued()
        do {
            guard !pipeline.connection.isBroken, !pipeline.isUnread, failure?.isStale != true else { return close() }
            if !pipeline.connection.isIdle {
                try pipeline.queue("ROLLBACK")
                try pipeline.roundTrip()
            }
            if !pipeline.connection.isIdle { close() }
        } catch {
            close()
        }
    }

    // MARK: - Statements

    /// Puts a statement, and BEGIN before the first, into the next round trip.
    func queue(_ statement: SQL, isPrepared: Bool = true, isBinary: Bool = false, answer: Answer? = nil) throws {
        if let failure { throw failure }
        guard let pipeline else { preconditionFailure("a statement outside a transaction") }
        if !hasBegun {
            hasBegun = true
            if let begin = mode.begin { try pipeline.queue(begin) }
            if let prelude { try pipeline.queue(prelude) }
        }
        try pipeline.queue(statement, isPrepared: isPrepared, isBinary: isBinary, answer: answer)
        if pipeline.queuedCount >= Self.mostQueuedStatements { try roundTrip() }
    }

    /// Runs a statement now, with everything that was queued before.
    func ask(_ statement: SQL, isPrepared: Bool = true, isBinary: Bool = false) throws -> Answer {
        let answer = Answer()
        try queue(statement, isPrepared: isPrepared, isBinary: isBinary, answer: answer)
        if answer.result == nil { try roundTrip() }
        return answer
    }

    func roundTrip() throws(PostgresError) {
        if let failure { throw failure }
        guard let pipeline else { preconditionFailure("a round trip outside a transaction") }
        do {
            try pipeline.roundTrip()
            lastUse = monotonicNanoseconds()
        } catch {
            throw fail(error)
        }
    }

    /// Remembers why the transaction failed.
    private func fail(_ error: PostgresError) -> PostgresError {
        let failure = meaning(of: error)
        self.failure = failure
        return failure
    }

    private func meaning(of error: PostgresError) -> PostgresError {
        if error.sqlState == "57014", cancellation.isCancelled { return error.asKind(.cancelled) }
        let isLost = error.kind == .connection
        if isLost, isCommitting, pipeline?.failedBeforeLast == false { return error.asKind(.commitUnknown) }
        return error
    }
}
