import Testing

@testable import Postgres

private let schema = "CREATE TABLE box (id int PRIMARY KEY, label text)"

private struct Refusal: Error {}

@Suite("Copying many rows")
struct CopyTests {
    @Test func bringsThemInAndOut() async throws {
        try await boxes { database in
            let lines = (1...10_000).lazy.map { "\($0)\tnhãn \($0)" }
            #expect(try await database.copyIn("COPY box FROM STDIN", lines: Array(lines)) == 10_000)
            let out = Locked<[String]>([])
            try await database.copyOut("COPY (SELECT * FROM box ORDER BY id) TO STDOUT (FORMAT csv)") { line in
                out.withLock { $0.append(line) }
            }
            let seen = out.withLock(\.self)
            #expect(seen.count == 10_000)
            #expect(seen.last == "10000,nhãn 10000")
            try await isStillUsable(database, rows: 10_000)
        }
    }

    @Test func leavesNothingWhenALineIsBad() async throws {
        try await boxes { database in
            let error = await failure {
                try await database.copyIn("COPY box FROM STDIN", lines: ["1\ta", "x\tb"])
            }
            #expect(error?.kind == .server(sqlState: "22P02"))
            try await isStillUsable(database, rows: 0)
        }
    }

    @Test func endsWhenTheReaderHasHadEnough() async throws {
        try await boxes { database in
            await #expect(throws: Refusal.self) {
                try await database.copyOut("COPY (SELECT generate_series(1, 1000000)) TO STDOUT") { line in
                    if line == "1000" { throw Refusal() }
                }
            }
            try await isStillUsable(database, rows: 0)
        }
    }

    @Test func refusesAStatementThatIsNone() async throws {
        try await boxes { database in
            let select = await failure { try await database.copyIn("SELECT 1", lines: []) }
            #expect(select?.kind == .encoding)
            let wrongWay = await failure { try await database.copyOut("COPY box FROM STDIN") { _ in } }
            #expect(wrongWay?.kind == .encoding)
            let bound = await failure { try await database.copyOut("COPY (SELECT \(1)) TO STDOUT") { _ in } }
            #expect(bound?.kind == .encoding)
            try await isStillUsable(database, rows: 0)
        }
    }

    @Test func stopsWithItsTask() async throws {
        try await boxes { database in
            let copying = Task {
                try await database.copyOut("COPY (SELECT pg_sleep(0.01) FROM generate_series(1, 2000)) TO STDOUT") {
                    _ in
                }
            }
            try await Task.sleep(for: .milliseconds(200))
            copying.cancel()
            #expect(await failure { try await copying.value }?.kind == .cancelled)
            try await isStillUsable(database, rows: 0)
        }
    }

    private func boxes(_ body: (Database) async throws -> Void) async throws {
        try await TestDatabase.with(schema) { test in
            try await Database.with(test.configuration(connections: 1), body)
        }
    }

    private func isStillUsable(_ database: Database, rows: Int) async throws {
        let count = try await database.write { try $0.row("SELECT count(*) AS n FROM box") { try $0["n"] as Int } }
        #expect(count == rows)
    }
}
