import Foundation
import Glibc
import Postgres
import Records
import Synchronization
import TestOffice
import Workflow

/// A PostgreSQL of one test's own, which it may stop, kill and set up badly.
final class PrivateCluster: Sendable {
    let folder: String
    private let account: String?
    private let programs: String
    private let server = Mutex<ChildProcess?>(nil)

    private var data: String { folder + "/data" }
    private var socket: String { folder + "/socket" }

    /// How its superuser connects.
    var owner: String { "host=\(socket) user=office dbname=office" }
    /// How the service connects.
    var service: String { "host=\(socket) user=congvan_service dbname=office" }
    /// Where the service keeps its files.
    var files: String { folder + "-files" }

    /// Makes the cluster and starts it; it blocks.
    init() throws {
        // PostgreSQL refuses to run as root.
        account = getuid() == 0 ? "postgres" : nil
        programs = try Self.newestPrograms()
        folder = "/tmp/congvan-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        chmod(folder, 0o755)
        for part in [folder + "/data", folder + "/socket"] { try makeFolder(part) }
        let made = try ChildProcess.run(
            [
                programs + "/initdb", "--pgdata=\(data)", "--username=office", "--encoding=UTF8", "--locale=C.UTF-8",
                "--data-checksums", "--auth=trust", "--no-sync",
            ], as: account)
        guard made.ending == .exited(0) else { throw Failed("initdb: \(made.output)") }
        try start()
        let created = try ChildProcess.run(
            [
                "/usr/bin/psql", "-X", "-q", "-d", "host=\(socket) user=office dbname=postgres", "-c",
                "CREATE DATABASE office",
            ])
        guard created.ending == .exited(0) else { throw Failed("CREATE DATABASE: \(created.output)") }
    }

    /// Starts the server with settings such as `fsync=off`, and waits until it takes connections; it blocks.
    func start(_ settings: String...) throws {
        let limit = Date(timeIntervalSinceNow: 60)
        while Date() < limit {
            let child = try startServer(settings)
            while child.poll() == nil {
                if try ChildProcess.run([programs + "/pg_isready", "-q", "-h", socket]).ending == .exited(0) { return }
                usleep(20_000)
            }
            // Children of a server that was killed need a moment to notice; until then no other can start.
            usleep(200_000)
        }
        throw Failed(
            "PostgreSQL does not start: \((try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? "")")
    }

    private func startServer(_ settings: [String]) throws -> ChildProcess {
        let all =
            ["listen_addresses=", "unix_socket_directories=\(socket)", "shared_buffers=32MB", "max_connections=60"]
            + settings
        let child = try ChildProcess(
            [programs + "/postgres", "-D", data] + all.flatMap { ["-c", $0] }, as: account, output: folder + "/log")
        server.withLock { $0 = child }
        return child
    }

    /// Stops the server in good order; its clients are cut off.
    func stop() throws { try end(SIGINT) }

    /// Ends the server as a power cut would.
    func kill() throws { try end(SIGKILL) }

    private func end(_ signal: Int32) throws {
        guard let child = server.withLock({ $0 }) else { return }
        child.send(signal)
        _ = try child.wait()
    }

    func remove() {
        try? kill()
        try? FileManager.default.removeItem(atPath: folder)
        try? FileManager.default.removeItem(atPath: files)
    }

    private func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        chmod(path, 0o700)
        guard let account else { return }
        guard let entry = getpwnam(account) else { throw Failed("there is no account \(account)") }
        chown(path, entry.pointee.pw_uid, entry.pointee.pw_gid)
    }

    private static func newestPrograms() throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = try FileManager.default.contentsOfDirectory(atPath: root).compactMap { Int($0) }
        guard let newest = versions.max() else { throw Failed("PostgreSQL is not installed") }
        return "\(root)/\(newest)/bin"
    }
}

extension PrivateCluster {
    /// Migrates the database and puts an agency with a few people into it, all with ``TestOffice/password``.
    fileprivate func furnish() async throws {
        _ = try await Migrator(migrations: try Schema.migrations(), conninfo: owner).apply()
        var configuration = Workflow.Configuration(conninfo: service, connections: 2, files: files)
        configuration.passwordCost = TestOffice.passwordCost
        let workflow = try Workflow(configuration)
        let agency = try await workflow.foundAgency(
            code: "H99.18", name: "Hội Liên hiệp Phụ nữ tỉnh Mẫu", units: ["Văn phòng", "Ban A"])
        let people: [(String, String, Role)] = [
            ("van.thu", "Trần Thị Văn", .registrar), ("chu.tich", "Nguyễn Thị Lan", .leader),
            ("kiem.tra", "Hoàng Thị Tra", .auditor),
        ]
        for (login, name, role) in people {
            _ = try await workflow.addOfficer(
                NewOfficer(
                    login: login, name: name, position: "", unit: nil, roles: [role], password: TestOffice.password),
                by: .service(in: agency.id))
        }
        await workflow.shutdown()
    }
}

/// Runs a test on a PostgreSQL of its own, with an agency in it.
func withPrivateCluster(_ test: @Sendable (PrivateCluster) async throws -> Void) async throws {
    let cluster = try await onThread { try PrivateCluster() }
    do {
        try await cluster.furnish()
        try await test(cluster)
    } catch {
        try? await onThread { cluster.remove() }
        throw error
    }
    try await onThread { cluster.remove() }
}

/// Asks a database something as its owner, whom row security does not bind.
func asOwner<Result: Sendable>(_ conninfo: String, _ body: (Database) async throws -> Result) async throws -> Result {
    let database = Database(.init(conninfo: conninfo, connections: 1))
    do {
        let result = try await body(database)
        await database.shutdown()
        return result
    } catch {
        await database.shutdown()
        throw error
    }
}
