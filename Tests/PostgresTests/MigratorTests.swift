import Foundation
import Testing

@testable import Postgres

private let first = Migration(version: 1, name: "boxes", sql: "CREATE TABLE box (id int); CREATE TABLE lid (id int);")
private let second = Migration(version: 2, name: "notes", sql: "ALTER TABLE box ADD COLUMN note text")

@Suite("The migrator")
struct MigratorTests {
    @Test func appliesWhatIsMissingInOrderAndOnlyOnce() async throws {
        try await TestDatabase.with { test in
            let migrator = Migrator(migrations: [second, first], conninfo: test.conninfo)
            #expect(try await migrator.status().pending == [first, second])
            #expect(try await Migrator(migrations: [first], conninfo: test.conninfo).apply() == [first])
            let seen = Locked<[Int]>([])
            let applied = try await migrator.apply { migration in seen.withLock { $0.append(migration.version) } }
            #expect(applied == [second])
            #expect(seen.withLock(\.self) == [2])
            let again = try await migrator.apply()
            #expect(again.isEmpty)
            let status = try await migrator.status()
            #expect(status.isCurrent)
            #expect(status.applied == [first, second])
            try test.run("INSERT INTO box (id, note) VALUES (1, '')")
        }
    }

    @Test func waitsForAnotherThatIsAtWork() async throws {
        try await TestDatabase.with { test in
            let slow = Migration(version: 1, name: "slow", sql: "SELECT pg_sleep(0.5); CREATE TABLE box (id int)")
            let migrator = Migrator(migrations: [slow, second], conninfo: test.conninfo)
            async let one = migrator.apply()
            async let other = migrator.apply()
            let counts = try await [one.count, other.count]
            #expect(counts.sorted() == [0, 2])
        }
    }

    @Test func leavesNothingOfAMigrationThatFails() async throws {
        try await TestDatabase.with { test in
            let bad = Migration(version: 2, name: "bad", sql: "CREATE TABLE half (id int); SELECT 1 / 0;")
            let migrator = Migrator(migrations: [first, bad], conninfo: test.conninfo)
            let error = await migrationError { try await migrator.apply() }
            guard case .failed(2, "bad", let reason) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(reason.kind == .server(sqlState: "22012"))
            let tables: [String] = try test.value(
                "SELECT array_agg(relname) FROM pg_class WHERE relname IN ('box', 'half')")
            #expect(tables == ["box"])
            #expect(try test.value("SELECT count(*) FROM schema_migration") == 1)
        }
    }

    @Test func refusesAConstraintThatIsOnlyCheckedAtTheEnd() async throws {
        try await TestDatabase.with { test in
            let bad = Migration(
                version: 1, name: "late",
                sql: """
                    CREATE TABLE box (id int PRIMARY KEY, other int REFERENCES box DEFERRABLE INITIALLY DEFERRED);
                    INSERT INTO box VALUES (1, 2);
                    """)
            let error = await migrationError {
                try await Migrator(migrations: [bad], conninfo: test.conninfo).apply()
            }
            guard case .failed = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            let count: Int = try test.value("SELECT count(*) FROM schema_migration")
            #expect(count == 0)
        }
    }

    @Test func namesWhatDoesNotFit() async throws {
        try await TestDatabase.with { test in
            func error(_ migrations: [Migration]) async -> MigrationError? {
                let migrator = Migrator(migrations: migrations, conninfo: test.conninfo)
                let applying = await migrationError { try await migrator.apply() }
                let looking = await migrationError { try await migrator.status() }
                #expect(applying == looking)
                return applying
            }
            let third = Migration(version: 3, name: "third", sql: "SELECT 3")
            _ = try await Migrator(migrations: [first, third], conninfo: test.conninfo).apply()

            let changed = Migration(version: 1, name: "boxes", sql: first.sql + " ")
            #expect(await error([changed, third]) == .changed(version: 1, name: "boxes"))
            #expect(await error([first]) == .newer(version: 3, name: "third"))
            #expect(await error([third]) == .missing(version: 1, name: "boxes"))
            #expect(await error([first, second, third]) == .skipped(version: 2, name: "notes"))
            #expect(await error([first, first]) == .duplicate(version: 1))
        }
    }

    @Test func refusesAMigrationThatEndsItsTransaction() async throws {
        try await TestDatabase.with { test in
            let bad = Migration(version: 1, name: "bad", sql: "COMMIT; CREATE TABLE box (id int)")
            let error = await migrationError {
                try await Migrator(migrations: [bad], conninfo: test.conninfo).apply()
            }
            #expect(error == .endsTransaction(version: 1, name: "bad"))
        }
    }

    @Test func doesNotLetAMigrationsSettingsReachTheNext() async throws {
        try await TestDatabase.with { test in
            let one = Migration(version: 1, name: "one", sql: "SET search_path = pg_catalog; SET work_mem = '1MB'")
            let two = Migration(version: 2, name: "two", sql: "CREATE TABLE box (id int)")
            _ = try await Migrator(migrations: [one, two], conninfo: test.conninfo).apply()
            #expect(try test.value("SELECT to_regclass('public.box') IS NOT NULL") == true)
        }
    }

    @Test func readsAFolderInTheOrderOfItsNumbers() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ file: String, _ text: String) throws {
            try Data(text.utf8).write(to: folder.appendingPathComponent(file))
        }
        try write("0010_later_on.sql", "SELECT 'ắ'")
        try write("0009_first.sql", "SELECT 1")
        try write("README", "no migration")
        #expect(
            try Migration.all(inFolder: folder.path) == [
                Migration(version: 9, name: "first", sql: "SELECT 1"),
                Migration(version: 10, name: "later on", sql: "SELECT 'ắ'"),
            ])
        try write("draft.sql", "")
        #expect(throws: MigrationError.misnamed(file: "draft.sql")) { try Migration.all(inFolder: folder.path) }
    }

    private func migrationError<Value>(_ body: () async throws -> Value) async -> MigrationError? {
        do {
            _ = try await body()
            return nil
        } catch {
            return error as? MigrationError
        }
    }
}
