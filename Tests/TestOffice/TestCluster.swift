import Foundation
import Postgres
import Records
import Workflow

/// The scratch cluster that tests run on, with a template database that is made once in a run.
actor TestCluster {
    static let shared = TestCluster()

    struct Ready: Sendable {
        let conninfo: String
        let template: String

        /// Runs one statement outside any transaction.
        func psql(_ statement: String) async throws {
            let arguments = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", "\(conninfo) dbname=postgres", "-c", statement]
            try await onThread {
                let process = Process()
                process.executableURL = URL(filePath: "/usr/bin/psql")
                process.arguments = arguments
                try process.run()
                process.waitUntilExit()
                guard process.terminationStatus == 0 else { throw Failed("psql cannot \(statement)") }
            }
        }
    }

    /// Each office has some ten connections, of which the cluster has not many more than a hundred.
    static let offices = Gate(places: 8)

    private var ready: Task<Ready, any Error>?

    func ready() async throws -> Ready {
        let task = ready ?? Task { try await Self.prepare() }
        ready = task
        return try await task.value
    }

    private static func prepare() async throws -> Ready {
        guard let conninfo = ProcessInfo.processInfo.environment["CONGVAN_TEST_DATABASE"] else {
            throw Failed("CONGVAN_TEST_DATABASE is not set: run deploy/test, which starts a scratch cluster")
        }
        guard conninfo.contains("host=/") || conninfo.contains("host=localhost") || conninfo.contains("host=127.")
        else {
            throw Failed("tests create and drop databases, and only do so on this machine")
        }
        let cluster = Ready(conninfo: conninfo, template: "template_\(ProcessInfo.processInfo.processIdentifier)")
        try await cluster.psql("DROP DATABASE IF EXISTS \(cluster.template)")
        try await cluster.psql("CREATE DATABASE \(cluster.template)")
        let template = "\(conninfo) dbname=\(cluster.template)"
        _ = try await Migrator(migrations: try Schema.migrations(), conninfo: template).apply()
        let folder = NSTemporaryDirectory() + cluster.template
        var configuration = Workflow.Configuration(
            conninfo: "\(template) user=congvan_service", connections: 2, files: folder)
        configuration.passwordCost = TestOffice.passwordCost
        let workflow = try Workflow(configuration)
        try await people(in: workflow)
        await workflow.shutdown()
        try? FileManager.default.removeItem(atPath: folder)
        return cluster
    }

    private static func people(in workflow: Workflow) async throws {
        let agency = try await workflow.foundAgency(
            code: "H99.18", name: "Hội Liên hiệp Phụ nữ tỉnh Mẫu", units: ["Văn phòng", "Ban A", "Ban B"],
            correspondents: [("H99.18.01", "Hội LHPN huyện Thử")])
        let other = try await workflow.foundAgency(code: "H99.77", name: "Cơ quan khác", units: ["Phòng Khác"])
        let all: [(Agency, String, String, String?, Set<Role>)] = [
            (agency, "van.thu", "Trần Thị Văn", "Văn phòng", [.registrar]),
            (agency, "van.thu2", "Lê Thị Thư", "Văn phòng", [.registrar]),
            (agency, "chu.tich", "Nguyễn Thị Lan", nil, [.leader]),
            (agency, "truong.a", "Phạm Thị An", "Ban A", [.unitHead]),
            (agency, "chuyen.a", "Đỗ Thị Ánh", "Ban A", [.specialist]),
            (agency, "chuyen.a2", "Đặng Thị Ái", "Ban A", [.specialist]),
            (agency, "truong.b", "Bùi Thị Bình", "Ban B", [.unitHead]),
            (agency, "chuyen.b", "Vũ Thị Bích", "Ban B", [.specialist]),
            (agency, "kiem.tra", "Hoàng Thị Tra", nil, [.auditor]),
            (agency, "quan.tri", "Ngô Văn Quản", nil, [.administrator]),
            (other, "van.thu.khac", "Người Khác", "Phòng Khác", [.registrar]),
            (other, "chu.tich.khac", "Lãnh Đạo Khác", nil, [.leader]),
        ]
        for (agency, login, name, unit, roles) in all {
            _ = try await workflow.addOfficer(
                NewOfficer(
                    login: login, name: name, position: "", unit: unit, roles: roles, password: TestOffice.password),
                by: .service(in: agency.id))
        }
    }
}
