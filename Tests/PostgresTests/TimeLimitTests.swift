import Testing

@testable import Postgres

private let nap: SQL = "SELECT pg_sleep(20), 1 AS n"

@Suite("The time limit")
struct TimeLimitTests {
    @Test func ofAStatementEndsItAndLeavesTheConnectionUsable() async throws {
        let test = try TestDatabase.common()
        let configuration = test.configuration(connections: 1, statementTimeout: .milliseconds(200))
        try await Database.with(configuration) { database in
            let pid = try await pid(database)
            let error = await failure { try await database.write { try $0.rows(nap) { _ in } } }
            #expect(error?.kind == .timeout)
            #expect(error?.sqlState == "57014")
            #expect(try await self.pid(database) == pid)
        }
    }

    @Test func ofALockTellsThatItWasTheLock() async throws {
        try await TestDatabase.with("CREATE TABLE box (id int); INSERT INTO box VALUES (1)") { test in
            var configuration = test.configuration(connections: 2)
            configuration.lockTimeout = .milliseconds(100)
            try await Database.with(configuration) { database in
                async let holding: Void = database.write { transaction in
                    _ = try transaction.affected("UPDATE box SET id = 2")
                    _ = try transaction.rows("SELECT pg_sleep(1)") { _ in }
                }
                try await test.wait(
                    until: """
                        SELECT count(*) = 1 FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event = 'PgSleep'
                        """)
                let error = await failure { try await database.write { try $0.execute("UPDATE box SET id = 3") } }
                #expect(error?.kind == .timeout)
                #expect(error?.sqlState == "55P03")
                try await holding
            }
        }
    }

    /// The server must see an open transaction between two of our round trips.
    @Test func ofAnIdleTransactionEndsItAndDoesNotRunItAgain() async throws {
        let test = try TestDatabase.common()
        var configuration = test.configuration(connections: 1)
        configuration.idleInTransactionTimeout = .milliseconds(100)
        try await Database.with(configuration) { database in
            let runs = Counter()
            let error = await failure {
                try await database.write { transaction in
                    runs.next()
                    _ = try transaction.rows("SELECT 1") { _ in }
                    try test.run("SELECT pg_sleep(0.5)")
                    _ = try transaction.rows("SELECT 1") { _ in }
                }
            }
            #expect(error?.kind == .timeout)
            #expect(runs.count == 1)
            // A new connection serves the next.
            _ = try await pid(database)
        }
    }

    @Test func thatTheOperatorSetsInTheConninfoWins() async throws {
        var configuration = try TestDatabase.common().configuration(connections: 1)
        configuration.conninfo += " options='-c statement_timeout=1234ms' application_name=mine"
        try await Database.with(configuration) { database in
            let limits = try await database.row(
                """
                SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
                    current_setting('application_name') AS name, current_setting('TimeZone') AS zone
                """
            ) { row in
                [try row["statement"], try row["lock"], try row["name"], try row["zone"] as String]
            }
            #expect(limits == ["1234ms", "3s", "mine", "UTC"])
        }
    }

    @Test func isAlsoTheEndOfItsTask() async throws {
        let test = try TestDatabase.common()
        try await Database.with(test.configuration(connections: 1)) { database in
            let pid = try await pid(database)
            let napping = Task { try await database.write { try $0.rows(nap) { _ in } } }
            try await test.wait(
                until: "SELECT count(*) = 1 FROM pg_stat_activity WHERE pid = \(pid) AND wait_event = 'PgSleep'")
            let start = ContinuousClock.now
            napping.cancel()
            let error = await failure { try await napping.value }
            #expect(error?.kind == .cancelled)
            #expect(ContinuousClock.now - start < .seconds(5))
            #expect(try await self.pid(database) == pid)

            let early = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await database.row("SELECT 1 AS n") { try $0["n"] as Int }
            }
            #expect(await failure { try await early.value }?.kind == .cancelled)
        }
    }

    /// A cancellation races with the end of its statement, and must not hit the next one on that connection.
    @Test func ofOneTaskNeverHitsTheStatementOfAnother() async throws {
        let test = try TestDatabase.common()
        try await Database.with(test.configuration(connections: 1)) { database in
            var strays = 0
            for round in 0..<400 {
                let task = Task { try await database.write { try $0.rows("SELECT 1") { _ in } } }
                if !round.isMultiple(of: 2) { try await Task.sleep(for: .microseconds(Int.random(in: 1...300))) }
                task.cancel()
                let next = await failure { try await database.row("SELECT 1") { _ in } }
                if next != nil { strays += 1 }
                _ = await task.result
            }
            #expect(strays == 0)
        }
    }

    private func pid(_ database: Database) async throws -> Int {
        try #require(try await database.row("SELECT pg_backend_pid() AS pid") { try $0["pid"] as Int })
    }
}
