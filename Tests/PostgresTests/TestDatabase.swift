import CPostgres
import Foundation
import Testing

@testable import Postgres

/// A database of its own for one test, dropped at its end.
///
/// `CONGVAN_TEST_DATABASE` names a scratch cluster on this machine and a superuser of it.
struct TestDatabase {
    let name: String
    let conninfo: String

    /// Makes an empty database, lends it to `body` and drops it.
    ///
    /// On threads of their own, because making one takes long and the other tests' tasks must go on meanwhile.
    static func with<Value>(
        _ schema: String = "", _ body: (TestDatabase) async throws -> Value
    ) async throws -> Value {
        let admin = try admin()
        let name = "test_" + UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "")
        try await onOwnThread { try run("CREATE DATABASE \(name)", in: admin) }
        let database = TestDatabase(name: name, conninfo: admin + " dbname=\(name)")
        do {
            if !schema.isEmpty { try await onOwnThread { try run(schema, in: database.conninfo) } }
            let value = try await body(database)
            try await onOwnThread { try run("DROP DATABASE \(name) (FORCE)", in: admin) }
            return value
        } catch {
            try await onOwnThread { try run("DROP DATABASE \(name) (FORCE)", in: admin) }
            throw error
        }
    }

    /// The cluster's own database, for tests that leave nothing in it.
    static func common() throws -> TestDatabase {
        TestDatabase(name: "common", conninfo: try admin())
    }

    /// Runs statements as somebody else would: on a connection of their own, at once.
    func run(_ text: String) throws {
        try Self.run(text, in: conninfo)
    }

    /// What a query returns as its only value, on a connection of its own.
    func value<Value: SQLValue>(_ query: String, as type: Value.Type = Value.self) throws -> Value {
        let connection = try Connection(
            ConnectionParameters(conninfo, applicationName: "tests", connectTimeout: .seconds(3), settings: []))
        let values: [Value] = try connection.run("SELECT (\(query)) AS value").rows { try $0["value"] }
        return values[0]
    }

    /// Waits until a query returns true.
    func wait(until query: String) async throws {
        for _ in 0..<500 {
            if try value(query, as: Bool.self) { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw Unusable(description: "it never became true that \(query)")
    }

    func configuration(
        connections: Int = 4, connectionWait: Duration = .seconds(20), statementTimeout: Duration = .seconds(10)
    ) -> Database.Configuration {
        Database.Configuration(
            conninfo: conninfo, connections: connections, connectionWait: connectionWait,
            statementTimeout: statementTimeout, applicationName: name)
    }

    /// Ends a connection's server process, and returns when it is gone.
    func terminate(_ pid: Int) throws {
        try run("SELECT pg_terminate_backend(\(pid), 5000)")
    }

    /// Ends all connections to the database except the one that does it.
    func terminateAll() throws {
        try run(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                + "WHERE datname = current_database() AND pid <> pg_backend_pid()")
    }

    private static func run(_ text: String, in conninfo: String) throws {
        try Connection(
            ConnectionParameters(conninfo, applicationName: "tests", connectTimeout: .seconds(3), settings: [])
        )
        .run(text)
    }

    struct Unusable: Error, CustomStringConvertible {
        let description: String
    }

    /// The cluster's conninfo, if it is certainly one of this machine.
    private static func admin() throws -> String {
        guard let conninfo = ProcessInfo.processInfo.environment["CONGVAN_TEST_DATABASE"], !conninfo.isEmpty else {
            throw Unusable(
                description:
                    "These tests need a scratch PostgreSQL in CONGVAN_TEST_DATABASE: run them with deploy/test.")
        }
        let hosts = hosts(of: conninfo)
        guard hosts.allSatisfy({ $0.hasPrefix("/") || ["localhost", "127.0.0.1", "::1"].contains($0) }) else {
            throw Unusable(description: "CONGVAN_TEST_DATABASE must be on this machine, not on \(hosts).")
        }
        return conninfo
    }

    private static func hosts(of conninfo: String) -> [String] {
        guard let options = PQconninfoParse(conninfo, nil) else { return [conninfo] }
        defer { PQconninfoFree(options) }
        var hosts: [String] = []
        var option = options
        while let keyword = option.pointee.keyword {
            if ["host", "hostaddr"].contains(String(cString: keyword)), let value = option.pointee.val {
                hosts += String(cString: value).split(separator: ",").map(String.init)
            }
            option += 1
        }
        return hosts
    }
}

extension Database {
    /// Makes a database, lends it, and shuts it down.
    static func with<Value>(
        _ configuration: Configuration, _ body: (Database) async throws -> Value
    ) async throws -> Value {
        let database = Database(configuration)
        do {
            let value = try await body(database)
            await database.shutdown()
            return value
        } catch {
            await database.shutdown()
            throw error
        }
    }
}

/// The error that `body` throws, if it is PostgreSQL's.
func failure<Value>(of body: () async throws -> Value) async -> PostgresError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? PostgresError
    }
}

/// Waits until something is true.
func eventually(_ condition: () -> Bool) async throws {
    for _ in 0..<2_000 {
        if condition() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    throw TestDatabase.Unusable(description: "it never became true")
}

/// Counts from several threads.
final class Counter: Sendable {
    private let value = Locked(0)

    var count: Int { value.withLock { $0 } }

    @discardableResult
    func next() -> Int {
        value.withLock { value in
            value += 1
            return value
        }
    }
}
