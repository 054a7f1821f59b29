import Testing

@testable import Postgres

private let schema =
    "CREATE TABLE entry (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, word text NOT NULL CONSTRAINT word_once UNIQUE)"

private struct Refusal: Error {}

@Suite("A transaction")
struct TransactionTests {
    @Test func commitsWhatItsBodyWrote() async throws {
        try await entries { database in
            let id = try await database.write { transaction in
                try transaction.execute("INSERT INTO entry (word) VALUES ('one')")
                return try transaction.row("INSERT INTO entry (word) VALUES (\("two")) RETURNING id") { row -> Int in
                    try row["id"]
                }
            }
            #expect(id == 2)
            #expect(try await words(database) == ["one", "two"])
        }
    }

    @Test func leavesNothingWhenItsBodyThrows() async throws {
        try await entries { database in
            await #expect(throws: Refusal.self) {
                try await database.write { transaction in
                    try transaction.execute("INSERT INTO entry (word) VALUES ('queued')")
                    throw Refusal()
                }
            }
            await #expect(throws: Refusal.self) {
                try await database.write { transaction in
                    _ = try transaction.affected("INSERT INTO entry (word) VALUES ('written')")
                    try transaction.execute("INSERT INTO entry (word) VALUES ('queued')")
                    throw Refusal()
                }
            }
            let left = try await words(database)
            #expect(left.isEmpty)
        }
    }

    @Test func failsAtTheNextRoundTripWhenAQueuedStatementFailed() async throws {
        try await entries { database in
            let atCommit = await failure {
                try await database.write { transaction in
                    try transaction.execute("INSERT INTO entry (word) VALUES ('one')")
                    try transaction.execute("SELECT 1 / (\(1)::int - 1)")
                    try transaction.execute("INSERT INTO entry (word) VALUES ('two')")
                }
            }
            #expect(atCommit?.kind == .server(sqlState: "22012"))
            #expect(atCommit?.statement == "SELECT 1 / ($1::int - 1)")

            let reached = Counter()
            let atQuery = await failure {
                try await database.write { transaction in
                    try transaction.execute("SELECT 1 / (\(1)::int - 1)")
                    _ = try transaction.rows("SELECT 1") { _ in }
                    reached.next()
                }
            }
            #expect(atQuery?.kind == .server(sqlState: "22012"))
            #expect(reached.count == 0)
            let left = try await words(database)
            #expect(left.isEmpty)
        }
    }

    @Test func isNotCommittedWhenItsBodyHidesAnError() async throws {
        try await entries { database in
            let error = await failure {
                try await database.write { transaction in
                    try transaction.execute("INSERT INTO entry (word) VALUES ('one')")
                    _ = try? transaction.affected("INSERT INTO nowhere VALUES (1)")
                }
            }
            #expect(error?.kind == .server(sqlState: "42P01"))
            let left = try await words(database)
            #expect(left.isEmpty)
        }
    }

    @Test func namesTheConstraintAndNoValue() async throws {
        try await entries { database in
            let error = await failure {
                try await database.write { transaction in
                    for _ in 1...2 { _ = try transaction.affected("INSERT INTO entry (word) VALUES (\("secret"))") }
                }
            }
            #expect(error?.kind == .server(sqlState: "23505"))
            #expect(error?.constraint == "word_once")
            #expect(error?.description.contains("secret") == false)
            let malformed = await failure { try await database.row("SELECT \("secret")::text::int") { _ in } }
            #expect(malformed?.kind == .server(sqlState: "22P02"))
            #expect(malformed?.description.contains("secret") == false)
        }
    }

    @Test func doesNotRememberAFailedPreparation() async throws {
        try await TestDatabase.with { test in
            try await Database.with(test.configuration(connections: 1)) { database in
                for _ in 1...2 {
                    let error = await failure {
                        try await database.write { try $0.execute("SELECT * FROM entry WHERE id = \(1)") }
                    }
                    #expect(error?.kind == .server(sqlState: "42P01"))
                }
                try test.run(schema)
                try await database.write { try $0.execute("SELECT * FROM entry WHERE id = \(1)") }
            }
        }
    }

    @Test func readsWhatWasQueuedInOneRoundTrip() async throws {
        try await entries { database in
            let (first, second, none) = try await database.write { transaction in
                let first = try transaction.later("INSERT INTO entry (word) VALUES ('a') RETURNING id") {
                    try $0["id"] as Int
                }
                let second = try transaction.later("SELECT word FROM entry") { try $0["word"] as String }
                let none = try transaction.later("SELECT word FROM entry WHERE false") { try $0["word"] as String }
                return (try transaction.rows(first), try transaction.rows(second), try transaction.row(none))
            }
            #expect(first == [1])
            #expect(second == ["a"])
            #expect(none == nil)
        }
    }

    @Test func refusesASecondRowWhereOneWasExpected() async throws {
        try await entries { database in
            let error = await failure {
                try await database.read { try $0.row("SELECT generate_series(1, 2)") { _ in } }
            }
            #expect(error?.kind == .tooManyRows)
            let none = try await database.read { try $0.row("SELECT 1 AS n WHERE false") { try $0["n"] as Int } }
            #expect(none == nil)
        }
    }

    @Test func tellsHowManyRowsAStatementTouched() async throws {
        try await entries { database in
            let counts = try await database.write { transaction in
                [
                    try transaction.affected("INSERT INTO entry (word) SELECT 'w' || generate_series(1, 5)"),
                    try transaction.affected("DELETE FROM entry WHERE id > \(3)"),
                    try transaction.affected("UPDATE entry SET word = 'x' WHERE false"),
                ]
            }
            #expect(counts == [5, 2, 0])
        }
    }

    @Test func runsItsPreludeRightAfterItBegan() async throws {
        try await entries { database in
            let who = try await database.read(prelude: "SELECT set_config('app.who', \("lan"), true)") { transaction in
                try transaction.row("SELECT current_setting('app.who') AS who") { try $0["who"] as String }
            }
            #expect(who == "lan")
            let after = try await database.write { transaction in
                try transaction.row("SELECT coalesce(current_setting('app.who', true), '') AS who") {
                    try $0["who"] as String
                }
            }
            #expect(after == "")
        }
    }

    @Test func thatReadsCannotWriteAndSeesOneSnapshot() async throws {
        try await TestDatabase.with(schema) { test in
            try await Database.with(test.configuration(connections: 1)) { database in
                let error = await failure {
                    try await database.read { try $0.execute("INSERT INTO entry (word) VALUES ('x')") }
                }
                #expect(error?.kind == .server(sqlState: "25006"))
                let counts = try await database.read { transaction in
                    let count: SQL = "SELECT count(*) AS n FROM entry"
                    let before = try transaction.row(count) { try $0["n"] as Int }
                    try test.run("INSERT INTO entry (word) VALUES ('meanwhile')")
                    return [before, try transaction.row(count) { try $0["n"] as Int }]
                }
                #expect(counts == [0, 0])
                #expect(try await words(database) == ["meanwhile"])
            }
        }
    }

    @Test func sendsThousandsOfQueuedStatements() async throws {
        try await entries { database in
            try await database.write { transaction in
                for number in 1...3_000 {
                    try transaction.execute("INSERT INTO entry (word) VALUES (\("w\(number)"))")
                }
            }
            let count = try await words(database).count
            #expect(count == 3_000)
        }
    }

    /// The server blocks while it sends, and we must not block while we send.
    @Test func doesNotLockUpWhenMuchGoesBothWays() async throws {
        try await entries { database in
            let text = String(repeating: "x", count: 200_000)
            let lengths = try await database.read { transaction in
                let pending = try (1...100).map { _ in
                    try transaction.later("SELECT \(text)::text AS text") { (try $0["text"] as String).utf8.count }
                }
                return try pending.flatMap { try transaction.rows($0) }
            }
            #expect(lengths == Array(repeating: 200_000, count: 100))
        }
    }

    @Test func handsOverManyRowsOneByOne() async throws {
        try await entries { database in
            let sum = try await database.read { transaction in
                var sum = 0
                try transaction.each("SELECT generate_series(1, \(2_500)) AS n") { sum += try $0["n"] as Int }
                try transaction.each("SELECT 1 AS n FROM entry") { sum += try $0["n"] as Int }
                do {
                    try transaction.each("SELECT 1 AS n") { _ in throw Refusal() }
                } catch is Refusal {}
                // A cursor inside a cursor.
                try transaction.each("SELECT generate_series(1, 2) AS n") { _ in
                    try transaction.each("SELECT 1000 AS n") { sum += try $0["n"] as Int }
                }
                return sum
            }
            #expect(sum == 2_500 * 2_501 / 2 + 2_000)
        }
    }

    @Test func refusesCopyWithALeadToTheRightCall() async throws {
        try await entries { database in
            let error = await failure { try await database.write { try $0.execute("COPY entry FROM STDIN") } }
            #expect(error?.kind == .encoding)
            let left = try await words(database)
            #expect(left.isEmpty)
        }
    }

    @Test func refusesMoreValuesThanTheProtocolCarries() async throws {
        let test = try TestDatabase.common()
        try await Database.with(test.configuration(connections: 1)) { database in
            var values: SQL = "\(1)::int"
            for _ in 1...16 { values = "\(values), \(values)" }
            let statement: SQL = "SELECT cardinality(ARRAY[\(values)]) AS n"
            #expect(await failure { try await database.row(statement) { _ in } }?.kind == .encoding)
            let one = try await database.row("SELECT 1 AS n") { try $0["n"] as Int }
            #expect(one == 1)
        }
    }

    @Test func keepsTheNumberOfPreparedStatementsBounded() async throws {
        try await TestDatabase.with { test in
            try await Database.with(test.configuration(connections: 1)) { database in
                for round in 0..<30 {
                    try await database.write { transaction in
                        for number in 0..<50 {
                            // Different texts, as only this module can make them.
                            try transaction.execute(SQL(trusted: "SELECT \(round * 50 + number)"))
                        }
                    }
                }
                let count = try await database.row("SELECT count(*) AS n FROM pg_prepared_statements") {
                    try $0["n"] as Int
                }
                #expect((1...600).contains(count ?? 0))
            }
        }
    }
}

private func entries(_ body: (Database) async throws -> Void) async throws {
    try await TestDatabase.with(schema) { test in
        try await Database.with(test.configuration(), body)
    }
}

private func words(_ database: Database) async throws -> [String] {
    try await database.read { try $0.rows("SELECT word FROM entry ORDER BY id") { try $0["word"] } }
}
