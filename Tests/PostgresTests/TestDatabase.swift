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
        await Places.shared.take()
        defer { Places.shared.giveBack() }
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
        guard !hosts.isEmpty, hosts.allSatisfy({ $0.hasPrefix("/") || ["localhost", "127.0.0.1", "::1"].contains($0) })
        else {
            throw Unusable(description: "CONGVAN_TEST_DATABASE must name a host that is this machine, not \(hosts).")
        }
        return conninfo
    }

    private static func hosts(of conninfo: String) -> [String] {
        let given = ConnectionParameters.given(conninfo)
        return ["host", "hostaddr"].flatMap { (given[$0] ?? "").split(separator: ",").map(String.init) }
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

/// So many tests have a database at the same time that the server has connections for all.
private final class Places: Sendable {
    static let shared = Places()

    private struct State {
        var free = 6
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Locked(State())

    func take() async {
        await withCheckedContinuation { continuation in
            let isTaken = state.withLock { state in
                guard state.free > 0 else {
                    state.waiting.append(continuation)
                    return false
                }
                state.free -= 1
                return true
            }
            if isTaken { continuation.resume() }
        }
    }

    func giveBack() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
