internal import CPostgres

extension Session {
    /// Runs `COPY … FROM STDIN` with these lines and returns how many rows came in.
    func copyIn(_ statement: SQL, _ lines: some Sequence<String>, _ cancellation: Cancellation) throws -> Int {
        try withoutPipeline(cancellation) { connection in
            try connection.begin(statement, PGRES_COPY_IN)
            do {
                for line in lines { try connection.put(line) }
            } catch {
                connection.abandonCopyIn()
                throw error
            }
            return try connection.endCopyIn(statement.text)
        }
    }

    /// Runs `COPY … TO STDOUT` and hands over its lines.
    func copyOut(_ statement: SQL, _ cancellation: Cancellation, _ onLine: (String) throws -> Void) throws {
        try withoutPipeline(cancellation) { connection in
            try connection.begin(statement, PGRES_COPY_OUT)
            while let line = try connection.nextCopiedLine(statement.text) { try onLine(line) }
            try connection.drain(statement.text)
        }
    }
}

extension Connection {
    fileprivate func begin(_ statement: SQL, _ expected: ExecStatusType) throws {
        guard statement.parameters.isEmpty else {
            throw PostgresError(.encoding, "COPY takes no parameters", statement: statement.text)
        }
        let answer = try run(statement.text)
        guard PQresultStatus(answer.result) == expected else {
            throw PostgresError(.encoding, "this is no COPY of that direction", statement: statement.text)
        }
    }

    fileprivate func put(_ line: String) throws {
        var line = line + "\n"
        let isPut = line.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { PQputCopyData(handle, $0.baseAddress, Int32($0.count)) }
        }
        guard isPut == 1 else { throw PostgresError(.connection, errorMessage) }
    }

    fileprivate func endCopyIn(_ statement: String) throws(PostgresError) -> Int {
        guard PQputCopyEnd(handle, nil) == 1 else {
            throw PostgresError(.connection, errorMessage, statement: statement)
        }
        do {
            return try drain(statement).affectedRows
        } catch  where error.kind == .connection {
            throw error.asKind(.commitUnknown)
        }
    }

    /// Makes the server forget what it was given.
    fileprivate func abandonCopyIn() {
        // If not even that can be said, the connection is not idle afterwards and will be closed.
        guard PQputCopyEnd(handle, "the source of the data failed") == 1 else { return }
        // It answers with the error we asked for.
        while let result = PQgetResult(handle) { PQclear(result) }
    }

    fileprivate func nextCopiedLine(_ statement: String) throws -> String? {
        var bytes: UnsafeMutablePointer<CChar>?
        let count = PQgetCopyData(handle, &bytes, 0)
        defer { PQfreemem(bytes) }
        // -1 is the end and -2 an error; both are explained by the result that follows.
        guard count > 0, let bytes else { return nil }
        return String(
            decoding: UnsafeRawBufferPointer(start: bytes, count: Int(count)), as: UTF8.self
        ).withoutTrailingNewline
    }

    /// Reads what the server says at the end.
    @discardableResult
    fileprivate func drain(_ statement: String) throws(PostgresError) -> Answer {
        let answer = Answer()
        var failure: PostgresError?
        while let result = PQgetResult(handle) {
            if PQresultStatus(result) == PGRES_COMMAND_OK {
                PQclear(answer.result)
                answer.result = result
            } else {
                failure = failure ?? PostgresError(result, statement: statement)
                PQclear(result)
            }
        }
        if let failure { throw failure }
        guard answer.result != nil else {
            throw PostgresError(.connection, errorMessage, statement: statement)
        }
        return answer
    }
}
