import Foundation
import Postgres
import Records
import TestOffice
import Testing

@testable import Workflow

@Suite("Time stamps over the log", .serialized)
struct StampingTests {
    private func seal(_ office: TestOffice, _ sealer: Sealer, atLeast size: Int) async throws {
        try await eventually("it is sealed") {
            try await sealer.seal()
            return office.workflow.seal.size >= size
        }
    }

    private func withServer(_ test: (TimeStampServer) async throws -> Void) async throws {
        let server = try await onThread { Transfer(value: try TimeStampServer()) }.value
        defer { server.stop() }
        try await test(server)
    }

    private struct Transfer: @unchecked Sendable {
        // The server is handed from the thread that started it to the test, and used by it alone.
        let value: TimeStampServer
    }

    @Test("come hourly and after the end of a month, are checked, and stand without us")
    func stamps() async throws {
        try await withServer { server in
            try await withOffice { office in
                let people = try await People(office)
                let sealer = try office.workflow.makeSealer()
                let database = Database(.init(conninfo: office.conninfo, connections: 1))
                let stamping = Stamping(database, address: server.address("honest"), roots: server.roots)
                #expect(try await stamping.stamp() == nil, "nothing is sealed yet")
                _ = try await office.register(by: people.clerk)
                try await seal(office, sealer, atLeast: 1)
                let first = try #require(try await stamping.stamp())
                #expect(try await stamping.stamp() == nil, "once")
                _ = try await office.workflow.incomingList(IncomingFilter(), by: people.clerk)
                try await seal(office, sealer, atLeast: first + 1)
                #expect(try await stamping.stamp() == nil, "not twice an hour")
                try await office.owner.write {
                    try $0.execute("UPDATE audit.stamp SET stamped_at = stamped_at - interval '61 minutes'")
                }
                let second = try #require(try await stamping.stamp())
                #expect(second > first)
                // A month's end: the stamp is minutes old, and of the month before.
                _ = try await office.workflow.incomingList(IncomingFilter(), by: people.clerk)
                try await seal(office, sealer, atLeast: second + 1)
                try await office.owner.write { transaction in
                    try transaction.execute("SET LOCAL session_replication_role = replica")
                    try transaction.execute("UPDATE audit.stamp SET stamped_at = clock_timestamp()")
                    try transaction.execute(
                        "UPDATE audit.checkpoint SET signed_at = signed_at + interval '32 days' WHERE size > \(second)")
                }
                #expect(try await stamping.stamp() ?? 0 > second)

                let out = URL(filePath: server.folder)
                var files: [(String, String)] = []
                let count = try await office.workflow.stamps(by: people.auditor) { stamp in
                    let name = "checkpoint-\(stamp.log)-\(stamp.size)"
                    try Data(stamp.note.utf8).write(to: out.appending(path: name))
                    try Data(stamp.token).write(to: out.appending(path: name + ".tsr"))
                    files.append((name, name + ".tsr"))
                }
                #expect(count == 3 && files.count == 3)
                for (data, token) in files {
                    let process = Process()
                    process.executableURL = URL(filePath: "/usr/bin/openssl")
                    process.currentDirectoryURL = out
                    process.standardOutput = FileHandle.nullDevice
                    process.standardError = FileHandle.nullDevice
                    process.arguments = ["ts", "-verify", "-data", data, "-in", token, "-CAfile", "honest.ca.pem"]
                    try process.run()
                    process.waitUntilExit()
                    #expect(process.terminationStatus == 0)
                }
                #expect(await refusal { try await office.workflow.stamps(by: people.clerk) { _ in } } == "not-in-role")
                await database.shutdown()
                await sealer.shutdown()
            }
        }
    }

    @Test(
        "that lie are not kept",
        arguments: [
            "other-digest", "other-nonce", "stranger", "bent", "cut", "nothing", "page", "refusal", "slow", "drip",
            "endless", "away",
        ])
    func lies(lie: String) async throws {
        try await withServer { server in
            try await withOffice { office in
                let people = try await People(office)
                let sealer = try office.workflow.makeSealer()
                _ = try await office.register(by: people.clerk)
                try await seal(office, sealer, atLeast: 1)
                let database = Database(.init(conninfo: office.conninfo, connections: 1))
                let stamping = Stamping(
                    database, address: server.address(lie), roots: server.roots, patience: .seconds(3))
                let begin = ContinuousClock.now
                await #expect(throws: (any Error).self) { try await stamping.stamp() }
                #expect(ContinuousClock.now - begin < .seconds(30))
                #expect(try await office.count("SELECT count(*) AS n FROM audit.stamp") == 0)
                // The same asked of the honest one is kept: it was the lie.
                if lie == "stranger" {
                    let honest = Stamping(database, address: server.address("honest"), roots: server.roots)
                    #expect(try await honest.stamp() != nil)
                }
                await database.shutdown()
                await sealer.shutdown()
            }
        }
    }

    @Test("of the vectors hold, and none does after a change of one bit", .enabled(if: TestData.isPresent))
    func vectors() async throws {
        let folder = TestData.root.appending(path: "transparency/rfc3161").path
        let query = try TestData.bytes("transparency/rfc3161/checkpoint.tsq")
        let reply = try TestData.bytes("transparency/rfc3161/checkpoint.tsr")
        let tool = TimeStampTool(roots: folder + "/ca.cert.pem")
        try await tool.check(reply, to: query)
        for place in stride(from: 0, to: reply.count, by: reply.count / 12) {
            var bent = reply
            bent[place] ^= 0x10
            await #expect(throws: TimeStampTool.Fault.refused, "byte \(place)") {
                try await tool.check(bent, to: query)
            }
        }
        let own = try await tool.query(over: TestData.bytes("transparency/rfc3161/checkpoint.txt"))
        await #expect(throws: TimeStampTool.Fault.refused, "another nonce") { try await tool.check(reply, to: own) }
    }
}
