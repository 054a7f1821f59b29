import Foundation
import Glibc
import Postgres
import TestOffice
import Testing

@Suite("The directory of a hub")
struct DirectoryOfAHubTests {
    @Test("is taken over by command and by the service, each in their programs")
    func takenOver() async throws {
        try await withHub { made in
            let hub = try RunningHub(made)
            defer { hub.remove() }
            try await onThread { try hub.start() }
            try await withOffice { office in
                let sync = HubDirectory(office, hub)
                try sync.writePeers(directory: "")
                var done = try sync.run(["--dry-run", "--peer", "truc"])
                #expect(done.ending == .exited(0) && done.output.contains("would be 4 added"), "\(done.output)")
                #expect(try await office.count("SELECT count(*) AS n FROM correspondent") == 0)
                #expect(try sync.run([]).ending == .exited(64), "no peer has a list")
                done = try sync.run(["--peer", "truc"])
                #expect(done.ending == .exited(0) && done.output.contains("4 listed; 4 added"), "\(done.output)")
                #expect(
                    try await office.count("SELECT count(*) AS n FROM correspondent WHERE peer = 'truc'") == 4)
                try await made.owner.write { try $0.execute("UPDATE hub_agency SET active = code = 'H99.01'") }
                done = try sync.run(["--peer", "truc"])
                #expect(done.ending != .exited(0) && done.output.contains("lacks 3 of 4"), "\(done.output)")
                try await made.owner.write { transaction in
                    try transaction.execute("UPDATE hub_agency SET active = code <> 'H99.09'")
                    // As somebody's program wrote it, behind the hub's back.
                    try transaction.execute("UPDATE hub_agency SET name = E'Sở\\tMẫu' WHERE code = 'H99.01'")
                }
                done = try sync.run(["--peer", "truc", "--most-lost", "25"])
                #expect(done.ending == .exited(65), "\(done.output)")
                #expect(done.output.contains("H99.01\tname: control-characters"), "\(done.output)")
                #expect(done.output.contains("1 left") && done.output.contains("1 lines wrong"), "\(done.output)")

                try sync.writePeers(directory: "directory: true")
                try await made.owner.write { transaction in
                    try transaction.execute("UPDATE hub_agency SET active = true, name = 'Tên mới ' || code")
                }
                try await office.owner.write { transaction in
                    try transaction.execute(
                        """
                        INSERT INTO audit.event (actor_roles, channel, action, outcome, object_kind)
                        VALUES ('service', 'service', 'directory.synchronised', 'allowed', 'service')
                        """)
                    try transaction.execute("UPDATE directory_sync SET next_at = now()")
                }
                let running = try RunningOffice(
                    office.conninfo, files: office.folder,
                    environment: ["CONGVAN_EXCHANGE_PEERS": sync.peers, "CONGVAN_LOG_LEVEL": "notice"])
                try await onThread { try running.start() }
                try await eventually("the service has asked") {
                    try await office.count(
                        "SELECT count(*) AS n FROM correspondent WHERE name LIKE 'Tên mới %' AND left_at IS NULL") == 4
                }
                try await onThread { try running.kill() }
            }
        }
    }
}

/// An office that has a hub as its peer, and the command that takes its list over.
struct HubDirectory {
    let office: TestOffice
    let hub: RunningHub
    var peers: String { office.folder + "/peers.yaml" }

    init(_ office: TestOffice, _ hub: RunningHub) {
        self.office = office
        self.hub = hub
    }

    func writePeers(directory: String) throws {
        try Data("\(TestHub.secrets["so-mau"] ?? "")\n".utf8).write(to: URL(filePath: office.folder + "/secret"))
        let text = """
            peers:
              - name: truc
                agency: H99.18
                transport: axis
                address: http://127.0.0.1:\(hub.port)
                internal: true
                system: so-mau
                secret-file: \(office.folder)/secret
                \(directory)
            """
        try Data(text.utf8).write(to: URL(filePath: peers))
    }

    /// Runs `congvan directory sync`; it blocks.
    func run(_ more: [String]) throws -> (ending: ChildProcess.Ending, output: String) {
        try ChildProcess.run(
            [
                "/usr/bin/env", "CONGVAN_EXCHANGE_PEERS=\(peers)", RunningOffice.program, "directory", "sync", "--as",
                "quan.tri", "--database", office.conninfo, "--files", office.folder,
            ] + more, within: 600)
    }
}
