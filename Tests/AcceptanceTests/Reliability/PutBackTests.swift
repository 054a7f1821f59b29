import Foundation
import Postgres
import TestOffice
import Testing

/// A database that comes back from a dump, in a cluster that has counted fewer transactions.
@Suite("A database that was put back", .serialized, .oneAtATime)
struct PutBackTests {
    @Test func intoAnotherClusterIsNotSignedUntilTheNextLogIsOpenedAndThenWholly() async throws {
        try await withRunningOffice { office, house in
            // The old cluster has counted far beyond what a new one begins with.
            let counting = "DO 'BEGIN FOR i IN 1..4000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END'"
            try await psql(["-c", "SET synchronous_commit = off", "-c", counting], house.ownerConninfo)
            let clerk = try await Program.signedIn("van.thu", to: office)
            for number in 1...4 {
                #expect(try await clerk.post("/incoming", .object(Papers.details("\(number)"))).status == 201)
            }
            let trail = house.folder + "/trail"
            let events = try await house.count("SELECT count(*) AS n FROM audit.event")
            try await eventually("everything is sealed") { Self.size(trail) ?? 0 >= events }
            office.terminate()
            _ = try await onThread { try office.waitForEnd() }
            let dump = house.folder + "/dump.sql"
            let conninfo = house.ownerConninfo
            let dumped = try await onThread {
                try ChildProcess.run(["/usr/bin/pg_dump", "--no-owner", "-d", conninfo, "-f", dump])
            }
            #expect(dumped.ending == .exited(0), "\(dumped.output)")
            let old = try await house.count("SELECT pg_current_xact_id()::text::bigint AS n")

            let cluster = try await onThread { try PrivateCluster() }
            do {
                try await psql(["-c", "CREATE ROLE congvan_service LOGIN"], cluster.owner)
                try await psql(["-1", "-f", dump], cluster.owner)
                let new = try await count("SELECT pg_current_xact_id()::text::bigint AS n", cluster)
                try #require(new < old, "the new cluster counts from lower: \(new), \(old)")
                try await goOn(house, cluster, trail)
            } catch {
                try? await onThread { cluster.remove() }
                throw error
            }
            try await onThread { cluster.remove() }
        }
    }

    /// The office works on in the new cluster.
    private func goOn(_ house: TestOffice, _ cluster: PrivateCluster, _ trail: String) async throws {
        let before = try #require(Self.size(trail))
        let office = try RunningOffice(
            cluster.service, files: house.folder, environment: ["CONGVAN_DATABASE_CONNECTIONS": "6"])
        try await serve(office) { office in
            let clerk = try await Program.signedIn("van.thu", to: office)
            #expect(try await clerk.post("/incoming", .object(Papers.details("5"))).status == 201)
            try await eventually("the service says what is wrong") {
                let log = (try? String(contentsOfFile: office.log, encoding: .utf8)) ?? ""
                return log.contains("counts transactions from a lower number") && log.contains("open-log")
            }
            try await Task.sleep(for: .seconds(2))
            #expect(Self.size(trail) == before, "nothing is signed")
            let waiting = try await count("SELECT max(id) AS n FROM audit.event WHERE agency_id = 1", cluster)

            let command = [
                try RunningOffice.program, "audit", "open-log", "--files", house.folder, "--as", "kiem.tra",
                "--incident", "phục hồi từ bản sao, biên bản 7/2026", "--database",
            ]
            let refused = try await onThread { try ChildProcess.run(command + [cluster.service]) }
            #expect(refused.ending != .exited(0), "the service's role opens none")
            let opened = try await onThread { try ChildProcess.run(command + [cluster.owner]) }
            #expect(opened.ending == .exited(0) && opened.output.contains("key\tcongvan/2+"), "\(opened.output)")
            #expect(opened.output.contains("agreed\tup to \(before)"), "\(opened.output)")

            // It goes on without a restart, and nothing is lost.
            for number in 6...8 {
                #expect(try await clerk.post("/incoming", .object(Papers.details("\(number)"))).status == 201)
            }
            try await eventually("everything is sealed") {
                let all = try await count("SELECT count(*) AS n FROM audit.event", cluster)
                return Self.size(trail + "/log-2") ?? 0 == all - before + 1
            }
            #expect(Self.size(trail) == before)
            let last = try await count("SELECT max(id) AS n FROM audit.event WHERE agency_id = 1", cluster)
            let first = try await count("SELECT min(id) AS n FROM audit.event WHERE agency_id = 1", cluster)
            for (event, folder) in [(first, trail), (waiting, trail + "/log-2"), (last, trail + "/log-2")] {
                let proven = try await onThread {
                    try ChildProcess.run([
                        RunningOffice.program, "audit", "prove", "\(event)", "--as", "kiem.tra", "--into",
                        house.folder, "--database", cluster.service, "--files", house.folder,
                    ])
                }
                #expect(proven.ending == .exited(0), "event \(event): \(proven.output)")
                let evidence = "\(house.folder)/event-\(event)"
                try await outsider([
                    "--vkey", folder + "/verifier-key", "--proof", evidence + ".tlog-proof", "--entry",
                    evidence + ".json",
                ])
            }
            try await outsider([
                "--vkey", trail + "/verifier-key", "--vkey", trail + "/log-2/verifier-key", trail,
            ])
            let verified = try await onThread {
                try ChildProcess.run([
                    RunningOffice.program, "audit", "verify", "--as", "kiem.tra", "--database", cluster.service,
                    "--files", house.folder,
                ])
            }
            #expect(verified.ending == .exited(0) && verified.output.contains("whole"), "\(verified.output)")
        }
    }

    /// The size of the checkpoint that is published in a folder.
    private static func size(_ folder: String) -> Int? {
        let note = try? String(contentsOfFile: folder + "/checkpoint", encoding: .utf8)
        return note?.split(separator: "\n").dropFirst().first.flatMap { Int($0) }
    }

    private func count(_ query: SQL, _ cluster: PrivateCluster) async throws -> Int {
        try await asOwner(cluster.owner) { try await $0.row(query) { try $0["n"] as Int } } ?? -1
    }

    private func psql(_ arguments: [String], _ conninfo: String) async throws {
        let run = try await onThread {
            try ChildProcess.run(["/usr/bin/psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", conninfo] + arguments)
        }
        guard run.ending == .exited(0) else { throw Failed(run.output) }
    }

    /// The auditor's own verifier.
    private func outsider(_ arguments: [String]) async throws {
        let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").path
        let command = ["/usr/bin/python3", repository + "/deploy/auditor/verify_trail.py"] + arguments
        let run = try await onThread { try ChildProcess.run(command) }
        #expect(run.ending == .exited(0), "\(run.output)")
    }
}
