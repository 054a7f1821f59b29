import Foundation
import Postgres
import TestOffice
import Testing

/// Agencies that vouch for each other, as they run it.
@Suite("Agencies that cosign each other", .serialized, .oneAtATime)
struct CosigningTests {
    @Test func keepEachOthersCheckpoints() async throws {
        let first = try await onThread { try RunningWitness("witness.a.example") }
        let second = try await onThread { try RunningWitness("witness.b.example") }
        defer {
            first.remove()
            second.remove()
        }
        let ofA = ["CONGVAN_TRAIL_ORIGIN": "a.example/trail", "CONGVAN_TRAIL_WITNESSES": second.asSetting]
        let ofB = ["CONGVAN_TRAIL_ORIGIN": "b.example/trail", "CONGVAN_TRAIL_WITNESSES": first.asSetting]
        try await withRunningOffice(ofA) { officeA, houseA in
            try await withRunningOffice(ofB) { officeB, houseB in
                // Their witnesses come later than they: who is away is asked again.
                let (keyA, keyB) = (try Self.key(houseA), try Self.key(houseB))
                try await onThread {
                    try first.start(peers: [keyB])
                    try second.start(peers: [keyA])
                }
                for (office, house, witness) in [(officeA, houseA, second), (officeB, houseB, first)] {
                    let clerk = try await Program.signedIn("van.thu", to: office)
                    for number in 1...3 {
                        #expect(try await clerk.post("/incoming", .object(Papers.details("\(number)"))).status == 201)
                    }
                    let sealed = try await house.count("SELECT count(*) AS n FROM audit.event")
                    let cosigned = house.folder + "/trail/checkpoint.cosigned"
                    try await eventually("the witness has cosigned") {
                        guard let text = try? String(contentsOfFile: cosigned, encoding: .utf8) else { return false }
                        let lines = text.split(separator: "\n")
                        return Int(lines[1]) ?? 0 >= sealed && lines.count == 5 && lines[4].contains("witness.")
                    }
                    let seen = try #require(witness.seen)
                    #expect(seen.hasPrefix(house.folder == houseA.folder ? "a.example" : "b.example"))
                    let event = try await house.count("SELECT min(id) AS n FROM audit.event WHERE agency_id = 1")
                    let proven = try await congvan(
                        ["audit", "prove", "\(event)", "--as", "kiem.tra", "--into", house.folder], house)
                    #expect(proven.ending == .exited(0), "\(proven.output)")
                    let proof = try String(
                        contentsOfFile: "\(house.folder)/event-\(event).tlog-proof", encoding: .utf8)
                    #expect(proof.contains("\u{2014} witness."), "the evidence has the cosignature")
                }
            }
        }
    }

    /// A witness makes durable what it cosigns before it answers: whenever it is killed, it knows what it may have said.
    @Test func neverForgetWhatTheyCosignedHoweverTheyEnd() async throws {
        let witness = try await onThread { try RunningWitness("witness.example") }
        defer { witness.remove() }
        try await withRunningOffice { office, house in
            let clerk = try await Program.signedIn("van.thu", to: office)
            let key = try Self.key(house)
            var kept = try await grown(clerk, house, 0)
            try await onThread { try witness.start(peers: [key]) }
            let first = kept
            let answer = try await onThread { try witness.post(Array("old 0\n\n\(first)".utf8)) }
            #expect(answer.status == 200 && answer.text.hasPrefix("\u{2014} witness.example "), "\(answer)")
            for round in 1...8 {
                let old = kept
                kept = try await grown(clerk, house, round)
                let new = kept
                let since = house.folder + "/since"
                try old.write(toFile: since, atomically: true, encoding: .utf8)
                let proven = try await congvan(["audit", "prove", "--since", since, "--as", "kiem.tra"], house)
                #expect(proven.ending == .exited(0), "\(proven.output)")
                // Its proof may lead to a newer checkpoint than the one that was kept.
                let request = Array(proven.output.utf8)
                kept = String(proven.output[try #require(proven.output.range(of: "\n\n")).upperBound...])
                let asked = kept
                try await onThread {
                    var post = Request("POST", "/add-checkpoint")
                    post.body = request
                    let wire = try Wire(port: witness.port)
                    try wire.send(post.bytes(to: witness.port))
                    // In odd rounds at any moment, in even ones between making it durable and the answer.
                    if round % 2 == 0 {
                        let limit = Date(timeIntervalSinceNow: 20)
                        while witness.seen != asked, Date() < limit { usleep(200) }
                    } else {
                        usleep(UInt32.random(in: 0...4000))
                    }
                    try witness.kill()
                    try witness.start(peers: [key])
                }
                let seen = try #require(witness.seen)
                #expect(seen == old || seen == asked, "old or new, and nothing between")
                #expect(round % 2 == 1 || seen == asked)
                let again = try await onThread { try witness.post(request) }
                if seen == asked {
                    let size = try #require(asked.split(separator: "\n").dropFirst().first)
                    #expect(again.status == 409 && again.text == "\(size)\n", "\(again)")
                    let whole = try await onThread { try witness.post(Array("old \(size)\n\n\(asked)".utf8)) }
                    #expect(whole.status == 200, "\(whole)")
                } else {
                    #expect(again.status == 200, "\(again)")
                }
                // What came before is never cosigned again.
                let back = try await onThread { try witness.post(Array("old 0\n\n\(old)".utf8)) }
                #expect(back.status == 409, "\(back)")
                _ = new
            }
        }
    }

    /// Registers a document, waits for the seal and gives the checkpoint that has it.
    private func grown(_ clerk: Program, _ house: TestOffice, _ number: Int) async throws -> String {
        #expect(try await clerk.post("/incoming", .object(Papers.details("\(number + 1)"))).status == 201)
        let events = try await house.count("SELECT count(*) AS n FROM audit.event")
        var note = ""
        try await eventually("it is sealed") {
            note = (try? String(contentsOfFile: house.folder + "/trail/checkpoint", encoding: .utf8)) ?? ""
            return Int(note.split(separator: "\n").dropFirst().first ?? "") ?? 0 >= events
        }
        return note
    }

    private static func key(_ house: TestOffice) throws -> String {
        try String(contentsOfFile: house.folder + "/trail/verifier-key", encoding: .utf8)
            .trimmingCharacters(in: .newlines)
    }

    private func congvan(
        _ arguments: [String], _ house: TestOffice
    ) async throws -> (ending: ChildProcess.Ending, output: String) {
        let command =
            [try RunningOffice.program] + arguments + ["--database", house.conninfo, "--files", house.folder]
        return try await onThread { try ChildProcess.run(command) }
    }
}
