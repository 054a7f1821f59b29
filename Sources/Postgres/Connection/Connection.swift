internal import CPostgres
internal import Glibc

/// One libpq connection, used by one thread.
///
/// libpq's calls block.
final class Connection {
    let handle: OpaquePointer
    /// For another thread, to cancel what runs here.
    let cancelHandle: OpaquePointer?

    init(_ parameters: ConnectionParameters) throws(PostgresError) {
        let keywords = CStrings(["dbname"] + parameters.additions.map(\.keyword) + [nil])
        let values = CStrings([parameters.conninfo] + parameters.additions.map(\.value) + [nil])
        // With 1, `dbname` may be a whole conninfo or URI; what stands after it wins over what it contains.
        guard let handle = PQconnectdbParams(keywords.pointers, values.pointers, 1) else {
            throw PostgresError(.connection, "out of memory")
        }
        guard PQstatus(handle) == CONNECTION_OK else {
            defer { PQfinish(handle) }
            throw PostgresError(.connection, String(cString: PQerrorMessage(handle)).withoutTrailingNewline)
        }
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        self.handle = handle
        cancelHandle = PQgetCancel(handle)
    }

    deinit {
        PQfreeCancel(cancelHandle)
        PQfinish(handle)
    }

    var isBroken: Bool { PQstatus(handle) != CONNECTION_OK }

    var isIdle: Bool { PQtransactionStatus(handle) == PQTRANS_IDLE }

    var isInTransaction: Bool { PQtransactionStatus(handle) == PQTRANS_INTRANS }

    var errorMessage: String { String(cString: PQerrorMessage(handle)).withoutTrailingNewline }

    /// Whether the server is still there, without asking it: it says goodbye when it closes an idle connection.
    func isStillOpen() -> Bool {
        var byte: UInt8 = 0
        while !isBroken {
            let count = recv(PQsocket(handle), &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
            if count < 0 { return errno == EAGAIN || errno == EWOULDBLOCK }
            // A notice or a changed setting is no reason to reconnect: libpq reads it, then there is nothing more.
            guard count > 0, PQconsumeInput(handle) == 1 else { return false }
            _ = PQisBusy(handle)
        }
        return false
    }

    /// Runs one statement or several, outside a pipeline, without parameters.
    @discardableResult
    func run(_ text: String) throws(PostgresError) -> Answer {
        try checked(PQexec(handle, text), text)
    }

    /// Runs one statement outside a pipeline.
    @discardableResult
    func run(_ statement: SQL) throws(PostgresError) -> Answer {
        let text = statement.text
        let parameters = CStrings(statement.parameters)
        let count = Int32(statement.parameters.count)
        return try checked(PQexecParams(handle, text, count, nil, parameters.pointers, nil, nil, 0), text)
    }

    private func checked(_ result: OpaquePointer?, _ text: String) throws(PostgresError) -> Answer {
        guard let result else { throw PostgresError(.connection, errorMessage, statement: text) }
        let answer = Answer()
        answer.result = result
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY, PGRES_COPY_IN, PGRES_COPY_OUT: return answer
        default: throw PostgresError(result, statement: text)
        }
    }
}

/// An array of C strings, `nil` for `NULL`, that lives as long as this object.
final class CStrings {
    let pointers: [UnsafePointer<CChar>?]

    init(_ strings: [String?]) {
        pointers = strings.map { $0.flatMap { UnsafePointer(strdup($0)) } }
    }

    deinit {
        for pointer in pointers { free(UnsafeMutableRawPointer(mutating: pointer)) }
    }
}
