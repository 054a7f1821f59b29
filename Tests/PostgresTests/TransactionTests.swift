import Testing

@testable import Postgres

private let schema = "CREATE TABLE entry (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, word text NOT NULL)"

struct Refusal: Error {}

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
}

private func entries(_ body: (Database) async throws -> Void) async throws {
    try await TestDatabase.with(schema) { test in
        try await Database.with(test.configuration(), body)
    }
}

private func words(_ database: Database) async throws -> [String] {
    try await database.read { try $0.rows("SELECT word FROM entry ORDER BY id") { try $0["word"] } }
}
