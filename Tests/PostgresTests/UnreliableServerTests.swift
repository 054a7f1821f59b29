import Glibc
import Testing

@testable import Postgres

/// Connections are ended at random while writers are at work, for about two seconds.
@Suite("An unreliable server")
struct UnreliableServerTests {
    private enum Outcome {
        case committed
        case failed
        case unknown
    }

    @Test func neverMakesAnAnswerWrong() async throws {
        try await TestDatabase.with("CREATE TABLE entry (n int NOT NULL)") { test in
            try await Database.with(test.configuration(connections: 4)) { database in
                let isOver = Locked(false)
                async let kills = onOwnThread { try endConnections(of: test, until: isOver) }
                let outcomes = try await write(database, for: .seconds(2))
                isOver.withLock { $0 = true }
                #expect(try await kills > 0)

                let rows = try await database.read { transaction in
                    try transaction.rows("SELECT n, count(*) AS times FROM entry GROUP BY n") { row in
                        (try row["n"] as Int, try row["times"] as Int)
                    }
                }
                let times = Dictionary(uniqueKeysWithValues: rows)
                let wrong = outcomes.filter { n, outcome in
                    switch outcome {
                    case .committed: times[n] != 1
                    case .failed: times[n] != nil
                    case .unknown: (times[n] ?? 0) > 1
                    }
                }
                #expect(wrong.isEmpty)
                #expect(outcomes.values.count { $0 == .committed } > 0)
            }
        }
    }

    private func write(_ database: Database, for duration: Duration) async throws -> [Int: Outcome] {
        let numbers = Counter()
        let end = ContinuousClock.now + duration
        return try await withThrowingTaskGroup(of: [Int: Outcome].self) { group in
            for _ in 1...8 {
                group.addTask {
                    var outcomes: [Int: Outcome] = [:]
                    while ContinuousClock.now < end {
                        let n = numbers.next()
                        outcomes[n] = try await Self.write(n, database)
                    }
                    return outcomes
                }
            }
            return try await group.reduce(into: [:]) { $0.merge($1) { one, _ in one } }
        }
    }

    /// Every other one asks something before it commits.
    private static func write(_ n: Int, _ database: Database) async throws -> Outcome {
        do {
            try await database.write { transaction in
                try transaction.execute("INSERT INTO entry VALUES (\(n))")
                if n.isMultiple(of: 2) { _ = try transaction.rows("SELECT 1") { _ in } }
            }
            return .committed
        } catch let error as PostgresError {
            switch error.kind {
            case .connection: return .failed
            case .commitUnknown: return .unknown
            default: throw error
            }
        }
    }
}

/// Ends one connection after the other, and returns how many it were.
private func endConnections(of test: TestDatabase, until isOver: Locked<Bool>) throws -> Int {
    var kills = 0
    while !isOver.withLock(\.self) {
        let isDone: Bool? = try test.value(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1
            """)
        if isDone == true { kills += 1 }
        usleep(5_000)
    }
    return kills
}
