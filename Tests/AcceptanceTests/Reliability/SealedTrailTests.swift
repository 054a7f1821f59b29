import Foundation
import Postgres
import TestOffice
import Testing

/// The trail of a running office, as an auditor and an outsider check it.
@Suite("The sealed trail", .serialized, .oneAtATime)
struct SealedTrailTests {
    @Test func isWholeForTheAuditorAndForAProgramThatIsNotOurs() async throws {
        try await withRunningOffice { office, house in
            let clerk = try await Program.signedIn("van.thu", to: office)
            for number in 1...5 {
                #expect(try await clerk.post("/incoming", .object(Papers.details("\(number)"))).status == 201)
            }
            let checkpoint = house.folder + "/trail/checkpoint", kept = house.folder + "/kept"
            try await eventually("everything is sealed") { try await isSealed(house) }
            try FileManager.default.copyItem(atPath: checkpoint, toPath: kept)
            for number in 6...9 {
                #expect(try await clerk.post("/incoming", .object(Papers.details("\(number)"))).status == 201)
            }
            try await eventually("everything is sealed") { try await isSealed(house) }

            let verified = try await congvan(["audit", "verify", "--as", "kiem.tra"], house)
            #expect(verified.ending == .exited(0) && verified.output.contains("whole"), "\(verified.output)")
            let event = try await house.count("SELECT min(id) AS n FROM audit.event WHERE agency_id = 1")
            let proven = try await congvan(
                ["audit", "prove", "\(event)", "--as", "kiem.tra", "--into", house.folder], house)
            #expect(proven.ending == .exited(0), "\(proven.output)")

            let key = house.folder + "/trail/verifier-key"
            let whole = try await outsider(["--vkey", key, house.folder + "/trail", "--checkpoint", kept])
            #expect(whole.ending == .exited(0), "\(whole.output)")
            let evidence = house.folder + "/event-\(event)"
            let one = try await outsider(
                ["--vkey", key, "--proof", evidence + ".tlog-proof", "--entry", evidence + ".json"])
            #expect(one.ending == .exited(0), "\(one.output)")

            let life = try await congvan(
                ["audit", "prove", "--document", "1", "--as", "kiem.tra", "--into", house.folder + "/life"], house)
            #expect(life.ending == .exited(0) && life.output.contains("proven\t1 events"), "\(life.output)")
            let lives = try FileManager.default.contentsOfDirectory(atPath: house.folder + "/life").sorted()
            try #require(lives.count == 2)
            let lived = try await outsider(
                [
                    "--vkey", key, "--proof", "\(house.folder)/life/\(lives[1])", "--entry",
                    "\(house.folder)/life/\(lives[0])",
                ])
            #expect(lived.ending == .exited(0), "\(lived.output)")
            let nothing = try await congvan(
                ["audit", "prove", "--document", "4711/1999", "--as", "kiem.tra", "--into", house.folder + "/no"], house
            )
            #expect(nothing.ending != .exited(0) && nothing.output.contains("4711"), "\(nothing.output)")

            try await asOwner(house.ownerConninfo) { database in
                try await database.write { transaction in
                    try transaction.execute("SET LOCAL session_replication_role = replica")
                    try transaction.execute("UPDATE audit.event SET actor_id = 1 WHERE id = \(event)")
                }
            }
            let forged = try await congvan(["audit", "verify", "--as", "kiem.tra"], house)
            #expect(forged.ending == .exited(1), "\(forged.output)")
            #expect(forged.output.contains("event \(event) (entry"), "\(forged.output)")
        }
    }

    @Test func staysWholeWhenTheServiceIsKilledAgainAndAgain() async throws {
        try await withRunningOffice { office, house in
            let clerk = try await Program.signedIn("van.thu", to: office)
            var number = 0
            for _ in 0..<4 {
                for _ in 0..<15 {
                    number += 1
                    #expect(try await clerk.post("/incoming", .object(Papers.details("\(number)"))).status == 201)
                }
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...700)))
                try await onThread {
                    try office.kill()
                    try office.start()
                }
            }
            try await eventually("everything is sealed") { try await isSealed(house) }
            let verified = try await congvan(["audit", "verify", "--as", "kiem.tra"], house)
            #expect(verified.ending == .exited(0) && verified.output.contains("whole"), "\(verified.output)")
        }
    }

    /// Whether nothing waits for the seal, and the folder says so, too.
    private func isSealed(_ house: TestOffice) async throws -> Bool {
        let events = try await house.count("SELECT count(*) AS n FROM audit.event")
        let sealed = try await house.count("SELECT coalesce(max(size), 0) AS n FROM audit.checkpoint")
        let published = try? String(contentsOfFile: house.folder + "/trail/checkpoint", encoding: .utf8)
        return events == sealed && published?.split(separator: "\n").dropFirst().first == "\(sealed)"
    }

    private func congvan(
        _ arguments: [String], _ house: TestOffice
    ) async throws -> (ending: ChildProcess.Ending, output: String) {
        let command =
            [try RunningOffice.program] + arguments + ["--database", house.conninfo, "--files", house.folder]
        return try await onThread { try ChildProcess.run(command) }
    }

    /// Asks the auditor's own verifier.
    private func outsider(_ arguments: [String]) async throws -> (ending: ChildProcess.Ending, output: String) {
        let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").path
        let command = ["/usr/bin/python3", repository + "/deploy/auditor/verify_trail.py"] + arguments
        return try await onThread { try ChildProcess.run(command) }
    }
}
