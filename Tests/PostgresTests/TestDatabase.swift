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
    static func with(
        _ schema: String = "", _ body: (TestDatabase) async throws -> Void
    ) async throws {
        let admin = try admin()
        let name = "test_" + UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "")
        try run("CREATE DATABASE \(name)", in: admin)
        let database = TestDatabase(name: name, conninfo: admin + " dbname=\(name)")
        do {
            if !schema.isEmpty { try run(schema, in: database.conninfo) }
            try await body(database)
        } catch {
            try run("DROP DATABASE \(name) (FORCE)", in: admin)
            throw error
        }
        try run("DROP DATABASE \(name) (FORCE)", in: admin)
    }

    /// Runs statements as somebody else would: on a connection of their own, at once.
    func run(_ text: String) throws {
        try Self.run(text, in: conninfo)
    }

    func configuration(
        connections: Int = 4, connectionWait: Duration = .seconds(20), statementTimeout: Duration = .seconds(10)
    ) -> Database.Configuration {
        Database.Configuration(
            conninfo: conninfo, connections: connections, connectionWait: connectionWait,
            statementTimeout: statementTimeout, applicationName: name)
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
