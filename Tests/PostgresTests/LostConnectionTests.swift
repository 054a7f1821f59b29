import Testing

@testable import Postgres

private let schema = "CREATE TABLE entry (word text NOT NULL)"

/// An entry's commit takes twenty seconds: time enough to break the connection in it.
private let slowCommit = """
    CREATE TABLE entry (word text NOT NULL);
    CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(20); RETURN NULL; END';
    CREATE CONSTRAINT TRIGGER entry_dawdles AFTER INSERT ON entry DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION dawdle();
    """

private let sleeps = """
    SELECT count(*) = 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'
    """

private let ownPID: SQL = "SELECT pg_backend_pid() AS pid"

@Suite("A lost connection")
struct LostConnectionTests {
    @Test func beforeCommitMakesTheBodyRunAgain() async throws {
        try await TestDatabase.with(schema) { test in
            try await Database.with(test.configuration(connections: 1)) { database in
                let runs = Counter()
                try await database.write { transaction in
                    try transaction.execute("INSERT INTO entry VALUES ('once')")
                    let pid = try transaction.row(ownPID) { try $0["pid"] as Int }
                    if runs.next() == 1 { try test.terminate(pid ?? 0) }
                    _ = try transaction.rows("SELECT 1") { _ in }
                }
                #expect(runs.count == 2)
                #expect(try test.value("SELECT count(*) FROM entry") == 1)
            }
        }
    }

    @Test func whileOnlyCommitIsLeftToSendMakesTheBodyRunAgain() async throws {
        try await TestDatabase.with(schema) { test in
            try await Database.with(test.configuration(connections: 1)) { database in
                let runs = Counter()
                try await database.write { transaction in
                    let pid = try transaction.row(ownPID) { try $0["pid"] as Int }
                    try transaction.execute("INSERT INTO entry VALUES ('once')")
                    if runs.next() == 1 {
                        try test.terminate(pid ?? 0)
                        // Long enough that the server's goodbye is looked for.
                        try test.run("SELECT pg_sleep(0.05)")
                    }
                }
                #expect(runs.count == 2)
                #expect(try test.value("SELECT count(*) FROM entry") == 1)
            }
        }
    }

    /// COMMIT has been sent with the statement before it, but the server says that it died in that statement.
    @Test func inAStatementThatTravelsWithCommitMakesTheBodyRunAgain() async throws {
        try await TestDatabase.with(schema) { test in
            try await Database.with(test.configuration(connections: 1)) { database in
                let runs = Counter()
                async let writing: Void = database.write { transaction in
                    try transaction.execute("INSERT INTO entry VALUES ('once')")
                    if runs.next() == 1 { try transaction.execute("SELECT pg_sleep(20)") }
                }
                try await test.wait(until: sleeps)
                try test.terminateAll()
                try await writing
                #expect(runs.count == 2)
                #expect(try test.value("SELECT count(*) FROM entry") == 1)
            }
        }
    }

    @Test func duringCommitIsAnUnknownOutcomeAndNothingRunsAgain() async throws {
        try await TestDatabase.with(slowCommit) { test in
            try await Database.with(test.configuration(connections: 1, statementTimeout: .seconds(30))) { database in
                let runs = Counter()
                async let error = failure {
                    try await database.write { transaction in
                        runs.next()
                        try transaction.execute("INSERT INTO entry VALUES ('perhaps')")
                    }
                }
                try await test.wait(until: sleeps)
                try test.terminateAll()
                #expect(await error?.kind == .commitUnknown)
                #expect(runs.count == 1)
                // The next one has a new connection.
                #expect(try await database.row(ownPID) { try $0["pid"] as Int } != nil)
            }
        }
    }

    @Test func thatWasIdleIsNoticedBeforeItIsUsed() async throws {
        try await TestDatabase.with(schema) { test in
            try await Database.with(test.configuration(connections: 4)) { database in
                for round in 1...3 {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for _ in 1...8 {
                            group.addTask {
                                // In one round trip with COMMIT: a loss that was not noticed before would be unknown.
                                try await database.write { try $0.execute("INSERT INTO entry VALUES ('x')") }
                            }
                        }
                        try await group.waitForAll()
                    }
                    try await Task.sleep(for: .milliseconds(20))
                    try test.terminateAll()
                    #expect(try test.value("SELECT count(*) FROM entry") == 8 * round)
                }
            }
        }
    }

    @Test func inAReadOrASingleStatementIsNeverSeen() async throws {
        try await TestDatabase.with { test in
            try await Database.with(test.configuration(connections: 1)) { database in
                let runs = Counter()
                async let slept = database.row("SELECT pg_sleep(\(0.5)::float8), 1 AS n") { row -> Int in
                    runs.next()
                    return try row["n"]
                }
                try await test.wait(until: sleeps)
                try test.terminateAll()
                #expect(try await slept == 1)
                let read = try await database.read { transaction in
                    let pid = try transaction.row(ownPID) { try $0["pid"] as Int }
                    if runs.next() == 2 { try test.terminate(pid ?? 0) }
                    return try transaction.row("SELECT 7 AS n") { try $0["n"] as Int }
                }
                #expect(read == 7)
                #expect(runs.count == 3)
            }
        }
    }

    @Test func thatCannotBeMadeIsAnError() async throws {
        let configuration = Database.Configuration(conninfo: "host=/nowhere user=postgres", connections: 1)
        try await Database.with(configuration) { database in
            let error = await failure { try await database.read { _ in } }
            #expect(error?.kind == .connection)
            #expect(error?.message.contains("/nowhere") == true)
        }
        let malformed = Database.Configuration(conninfo: "host=/tmp nonsense", connections: 1)
        try await Database.with(malformed) { database in
            #expect(await failure { try await database.read { _ in } }?.kind == .connection)
        }
    }

    @Test func isNotTheOperatorsReloadOfTheSettings() async throws {
        try await TestDatabase.with { test in
            try await Database.with(test.configuration(connections: 1)) { database in
                let before = try await database.row(ownPID) { try $0["pid"] as Int }
                try test.run("SELECT pg_reload_conf()")
                try await Task.sleep(for: .milliseconds(50))
                #expect(try await database.row(ownPID) { try $0["pid"] as Int } == before)
            }
        }
    }

    /// A migration beside the running program changes a table that prepared statements use.
    @Test func isWhatAStalePreparedStatementIsTreatedAs() async throws {
        try await TestDatabase.with(schema + "; INSERT INTO entry VALUES ('x')") { test in
            try await Database.with(test.configuration(connections: 1)) { database in
                let words = { @Sendable (transaction: borrowing Transaction) throws -> [String] in
                    try transaction.rows("SELECT * FROM entry") { try $0["word"] }
                }
                #expect(try await database.read(words) == ["x"])
                try test.run("ALTER TABLE entry ADD COLUMN note text")
                #expect(try await database.read(words) == ["x"])
                try test.run("ALTER TABLE entry DROP COLUMN note")
                #expect(try await database.write(words) == ["x"])
            }
        }
    }

    @Test func isNotWhatADeadlockIsButTheBodyRunsAgainToo() async throws {
        try await TestDatabase.with("CREATE TABLE box (id int PRIMARY KEY); INSERT INTO box VALUES (1), (2)") { test in
            var configuration = test.configuration(connections: 2)
            configuration.conninfo += " options='-c deadlock_timeout=50ms'"
            try await Database.with(configuration) { database in
                let runs = Counter()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for order in [[1, 2], [2, 1]] {
                        group.addTask {
                            try await database.write { transaction in
                                runs.next()
                                for id in order {
                                    _ = try transaction.affected("UPDATE box SET id = id WHERE id = \(id)")
                                    _ = try transaction.rows("SELECT pg_sleep(0.2)") { _ in }
                                }
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                #expect(runs.count >= 3)
            }
        }
    }
}
