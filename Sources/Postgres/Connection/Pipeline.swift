internal import CPostgres

/// A connection in pipeline mode: statements are queued here and travel together, with their answers, in one round trip.
///
/// It dies with its connection, and so does what it knows of prepared statements.
final class Pipeline {
    private struct Command {
        let text: String
        let parameters: [String?]
        let isPrepared: Bool
        var isBinary = false
        let answer: Answer?
    }

    /// What the server owes an answer for, in order.
    private enum Sent {
        case preparation(of: String)
        case execution(of: Command)

        var text: String {
            switch self {
            case .preparation(let text): text
            case .execution(let command): command.text
            }
        }
    }

    /// The protocol counts them with two bytes.
    private static let mostParameters = 65_535

    let connection: Connection
    private var queued: [Command] = []
    private var sent: [Sent] = []
    private var parameters = Parameters()
    /// The names of the prepared statements, by text.
    private var prepared: [String: String] = [:]
    private var lastName = 0
    /// The server still has prepared statements that are forgotten here.
    private var hasForgotten = false

    /// The server refused a statement before the last one of this round trip, so it did not run the last one.
    private(set) var failedBeforeLast = false
    /// Answers are on their way that nobody has read yet, or never will because the connection is no longer usable.
    private(set) var isUnread = false

    init(_ connection: Connection) throws(PostgresError) {
        self.connection = connection
        guard PQenterPipelineMode(connection.handle) == 1 else {
            throw PostgresError(.connection, connection.errorMessage)
        }
    }

    /// Leaves pipeline mode for the time of `body`.
    ///
    /// If it cannot be entered again afterwards, the connection is not idle and nobody may use it.
    func suspended<Value>(_ body: (Connection) throws -> Value) throws -> Value {
        guard PQexitPipelineMode(connection.handle) == 1 else {
            throw PostgresError(.connection, connection.errorMessage)
        }
        defer { _ = PQenterPipelineMode(connection.handle) }
        return try body(connection)
    }

    var queuedCount: Int { queued.count }

    /// Puts a statement into the next round trip.
    ///
    /// With `isBinary` its rows are wanted in binary form.
    func queue(
        _ statement: SQL, isPrepared: Bool = true, isBinary: Bool = false, answer: Answer? = nil
    ) throws(PostgresError) {
        // C strings end at NUL, so a value with one would be cut off silently.
        guard !statement.parameters.contains(where: { $0?.utf8.contains(0) == true }) else {
            throw PostgresError(.encoding, "a value contains NUL", statement: statement.text)
        }
        guard statement.parameters.count <= Self.mostParameters else {
            throw PostgresError(.encoding, "\(statement.parameters.count) values; bind one array instead")
        }
        queued.append(
            Command(
                text: statement.text, parameters: statement.parameters, isPrepared: isPrepared, isBinary: isBinary,
                answer: answer))
    }

    /// Forgets what was queued and not sent.
    func dropQueued() {
        queued.removeAll(keepingCapacity: true)
    }

    /// Sends what is queued and reads all the answers.
    ///
    /// After an error the server has skipped what came after it.
    func roundTrip() throws(PostgresError) {
        try send()
        try receive()
    }

    /// Sends what is queued; ``receive()`` must come next.
    func send() throws(PostgresError) {
        defer { queued.removeAll(keepingCapacity: true) }
        failedBeforeLast = false
        isUnread = true
        if hasForgotten {
            hasForgotten = false
            try send(Command(text: "DEALLOCATE ALL", parameters: [], isPrepared: false, answer: nil))
        }
        for command in queued { try send(command) }
        guard PQpipelineSync(connection.handle) == 1 else { throw lost() }
    }

    private func send(_ command: Command) throws(PostgresError) {
        let handle = connection.handle
        let name = command.isPrepared ? try name(of: command.text) : nil
        let format: Int32 = command.isBinary ? 1 : 0
        let isSent = parameters.withCStrings(command.parameters) { count, values in
            if let name {
                PQsendQueryPrepared(handle, name, count, values, nil, nil, format)
            } else {
                PQsendQueryParams(handle, command.text, count, nil, values, nil, nil, format)
            }
        }
        guard isSent == 1 else { throw lost() }
        sent.append(.execution(of: command))
    }

    /// The name of a prepared statement, which is prepared in the same round trip if it is new.
    private func name(of text: String) throws(PostgresError) -> String {
        if let name = prepared[text] { return name }
        lastName += 1
        let name = "s\(lastName)"
        guard PQsendPrepare(connection.handle, name, text, 0, nil) == 1 else { throw lost() }
        prepared[text] = name
        sent.append(.preparation(of: text))
        return name
    }

    /// Keeps the number of prepared statements bounded.
    ///
    /// Call it between two transactions: in a failed one the server would refuse it.
    func forgetStatements(over limit: Int) {
        guard prepared.count > limit else { return }
        prepared.removeAll()
        hasForgotten = true
    }

    /// Reads the answers of what was sent, and throws the first error among them.
    func receive() throws(PostgresError) {
        defer { sent.removeAll(keepingCapacity: true) }
        var failure: PostgresError?
        for (index, step) in sent.enumerated() {
            guard let result = PQgetResult(connection.handle) else { throw lost(step.text) }
            if let error = take(result, for: step) {
                failure = failure ?? error.error
                // Without a code it is libpq's own word for a lost connection, and says nothing about the server.
                if index < sent.count - 1, error.error.sqlState != nil { failedBeforeLast = true }
                if error.isFatal { throw failure ?? error.error }
            }
            // NULL ends each statement's results.
            PQclear(PQgetResult(connection.handle))
        }
        let end = PQgetResult(connection.handle)
        defer { PQclear(end) }
        guard PQresultStatus(end) == PGRES_PIPELINE_SYNC else { throw failure ?? lost() }
        isUnread = false
        if let failure { throw failure }
    }

    /// Gives a result to whoever asked for it, or returns the error it is.
    private func take(_ result: OpaquePointer, for step: Sent) -> (error: PostgresError, isFatal: Bool)? {
        let status = PQresultStatus(result)
        if status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY {
            if case .execution(let command) = step, let answer = command.answer {
                answer.result = result
            } else {
                PQclear(result)
            }
            return nil
        }
        defer { PQclear(result) }
        // Not prepared after all.
        if case .preparation(let text) = step { prepared[text] = nil }
        switch status {
        case PGRES_PIPELINE_ABORTED: return nil
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            return (PostgresError(.encoding, "COPY is not possible here", statement: step.text), true)
        default:
            let isFatal = PostgresError.isFatal(result) || connection.isBroken
            return (PostgresError(result, statement: step.text), isFatal)
        }
    }

    private func lost(_ statement: String? = nil) -> PostgresError {
        PostgresError(.connection, connection.errorMessage, statement: statement)
    }
}
