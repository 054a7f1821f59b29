import Foundation
public import Postgres
public import Workflow

/// A hub of its own for one test: a database migrated for it, a folder, and two systems with three agencies.
///
/// `so-mau` serves `H99.01`, `chi-cuc` serves `H99.02` and `H99.03`; `H99.09` is only in the directory.
public struct TestHub: Sendable {
    public static let secrets = ["so-mau": "bi mat cua so mau".hubSecret, "chi-cuc": "bi mat cua chi cuc".hubSecret]

    public let hub: Hub
    /// What the hub connects with.
    public let conninfo: String
    public let folder: String
    public let owner: Database

    /// How many rows a query on the owner's connection counts; `SELECT count(*) AS n …`.
    public func count(_ query: SQL) async throws -> Int { try await owner.row(query) { try $0["n"] as Int } ?? -1 }

    /// The files of the store, and those on their way in.
    public var files: (stored: Int, temporary: Int) {
        let all = FileManager.default.enumerator(atPath: folder + "/files")?.compactMap { $0 as? String } ?? []
        let plain = all.filter { path in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(folder)/files/\(path)", isDirectory: &isFolder)
                && !isFolder.boolValue
        }
        return (plain.filter { !$0.hasPrefix("incoming/") }.count, plain.filter { $0.hasPrefix("incoming/") }.count)
    }
}

/// Runs a test with a hub of its own and removes it afterwards.
public func withHub<Result>(
    _ change: (inout Hub.Configuration) -> Void = { _ in }, _ test: (TestHub) async throws -> Result
) async throws -> Result {
    let cluster = try await TestCluster.shared.ready()
    let name = "hub_" + UUID().uuidString.lowercased().replacing("-", with: "")
    try await cluster.psql("CREATE DATABASE \(name)")
    let ownerConninfo = "\(cluster.conninfo) dbname=\(name)"
    _ = try await Migrator(migrations: try HubSchema.migrations(), conninfo: ownerConninfo).apply()
    var configuration = Hub.Configuration(
        conninfo: "\(cluster.conninfo) user=congvan_hub dbname=\(name)", connections: 4,
        folder: NSTemporaryDirectory() + name)
    change(&configuration)
    let hub = try Hub(configuration)
    let owner = Database(.init(conninfo: ownerConninfo, connections: 1))
    for (system, secret) in TestHub.secrets { try await hub.admitSystem(system, secret: secret) }
    _ = try await hub.enter([
        NewHubAgency(code: "H99.01", name: "Sở Mẫu", system: "so-mau"),
        NewHubAgency(code: "H99.02", name: "Chi cục Thử", system: "chi-cuc"),
        NewHubAgency(code: "H99.03", name: "Trung tâm Thử", system: "chi-cuc"),
        NewHubAgency(code: "H99.09", name: "Chỉ có trong danh mục"),
    ])
    let made = TestHub(
        hub: hub, conninfo: configuration.database.conninfo, folder: configuration.folder, owner: owner)
    func close() async throws {
        await hub.shutdown()
        await owner.shutdown()
        try? FileManager.default.removeItem(atPath: configuration.folder)
        try await cluster.psql("DROP DATABASE \(name) WITH (FORCE)")
    }
    do {
        let result = try await test(made)
        try await close()
        return result
    } catch {
        try await close()
        throw error
    }
}

extension String {
    /// A secret as headers take it.
    fileprivate var hubSecret: String { replacing(" ", with: "-") }
}
