extension Transaction {
    /// Runs a query and hands over its rows one by one, without holding all of them in memory.
    ///
    /// For exports: the rows come by a cursor, a thousand in a round trip.
    public borrowing func each(_ query: SQL, _ body: (borrowing Row) throws -> Void) throws {
        session.cursors += 1
        defer { session.cursors -= 1 }
        let cursor = "each_\(session.cursors)"

        try session.queue(query.prefixed(by: "DECLARE \(cursor) NO SCROLL CURSOR FOR "), isPrepared: false)
        let fetch = SQL(trusted: "FETCH FORWARD 1000 FROM \(cursor)")
        let close = SQL(trusted: "CLOSE \(cursor)")
        while true {
            let answer = try session.ask(fetch, isPrepared: false)
            do {
                _ = try answer.rows(body)
            } catch {
                // The transaction may go on without the rest.
                try session.queue(close, isPrepared: false)
                throw error
            }
            guard answer.affectedRows == 1000 else { break }
        }
        try session.queue(close, isPrepared: false)
    }
}
