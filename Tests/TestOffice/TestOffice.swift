import Foundation
public import Postgres
public import Records
public import Workflow

/// An office of its own for one test: a database copied from a migrated one with invented officers, and a file store.
///
/// The officers: `van.thu` and `van.thu2` (registrars), `chu.tich` (leader), `truong.a`, `chuyen.a`, `chuyen.a2` (unit A),
/// `truong.b`, `chuyen.b` (unit B), `kiem.tra` (auditor), `quan.tri` (administrator); every password is ``password``.
/// A second agency, `H99.77`, has `van.thu.khac` and `chu.tich.khac`. The peers `a`, `b` and `truc` belong to the first,
/// `H99.18`.
public struct TestOffice: Sendable {
    public static let password = "mot mat khau dai"
    /// A thirtieth of the real one: in a program that is not optimized each password would take a second.
    public static let passwordCost = 10

    public let workflow: Workflow
    /// What the service connects with.
    public let conninfo: String
    /// The owner's connection, which row security does not bind.
    public let owner: Database
    public let folder: String
    /// The conninfo of ``owner``.
    public let ownerConninfo: String

    /// Someone acting from a browser.
    public func caller(_ login: String, channel: Origin.Channel = .web) async throws -> Caller {
        let officer = try await owner.row(
            "SELECT id, agency_id, unit_id, login, name, position, roles FROM officer WHERE login = \(login)"
        ) { row in
            Officer(
                id: try row["id"], agency: try row["agency_id"], unit: try row["unit_id"], login: login,
                name: try row["name"], position: try row["position"], roles: Set(try row["roles"] as [Role]))
        }
        guard let officer else { throw Failed("there is no \(login)") }
        return Caller(officer: officer, origin: Origin(channel: channel, source: "192.0.2.7", session: "test"))
    }

    public func unit(_ name: String) async throws -> Records.Unit.ID {
        guard
            let id = try await owner.row(
                "SELECT min(id) AS id FROM unit WHERE name = \(name)", { try $0["id"] as Int? }),
            let id
        else { throw Failed("there is no \(name)") }
        return id
    }

    /// How many rows a query on the owner's connection counts; `SELECT count(*) AS n …`.
    public func count(_ query: SQL) async throws -> Int { try await owner.row(query) { try $0["n"] as Int } ?? -1 }

    /// A file in the store with these bytes.
    public func file(_ name: String, _ bytes: [UInt8]) throws -> ReceivedFile {
        let upload = try workflow.beginFile(named: name)
        try bytes.withUnsafeBytes { try upload.write($0) }
        return try upload.finish()
    }

}

/// Runs a test in an office of its own and removes it afterwards.
public func withOffice<Result>(
    _ change: (inout Workflow.Configuration) -> Void = { _ in }, _ test: (TestOffice) async throws -> Result
) async throws -> Result {
    try await TestCluster.offices.pass { try await withOneMoreOffice(change, test) }
}

private func withOneMoreOffice<Result>(
    _ change: (inout Workflow.Configuration) -> Void, _ test: (TestOffice) async throws -> Result
) async throws -> Result {
    let cluster = try await TestCluster.shared.ready()
    let name = "test_" + UUID().uuidString.lowercased().replacing("-", with: "")
    try await cluster.psql("CREATE DATABASE \(name) TEMPLATE \(cluster.template)")
    let folder = NSTemporaryDirectory() + name
    let ownerConninfo = "\(cluster.conninfo) dbname=\(name)"
    let conninfo = "\(cluster.conninfo) user=congvan_service dbname=\(name)"
    var configuration = Workflow.Configuration(conninfo: conninfo, connections: 4, files: folder)
    configuration.passwordCost = TestOffice.passwordCost
    configuration.exchange.carriers = ["a": "H99.18", "b": "H99.18", "truc": "H99.18"]
    change(&configuration)
    let owner = Database(.init(conninfo: ownerConninfo, connections: 1))
    let office = TestOffice(
        workflow: try Workflow(configuration), conninfo: conninfo, owner: owner, folder: folder,
        ownerConninfo: ownerConninfo)
    func close() async throws {
        await office.workflow.shutdown()
        await owner.shutdown()
        try? FileManager.default.removeItem(atPath: folder)
        try await cluster.psql("DROP DATABASE \(name) WITH (FORCE)")
    }
    do {
        let result = try await test(office)
        try await close()
        return result
    } catch {
        try await close()
        throw error
    }
}
