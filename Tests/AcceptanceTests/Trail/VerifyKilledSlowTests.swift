import Foundation
import Glibc
import Postgres
import TestOffice
import Testing

/// A verification that somebody breaks off, as an auditor who closes the window does.
@Suite("A verification that is killed", .serialized, .oneAtATime)
struct VerifyKilledSlowTests {
    @Test("goes on from where it was, and finds what was altered since")
    func goesOn() async throws {
        try await withRunningOffice { office, house in
            try await asOwner(house.ownerConninfo) { database in
                for _ in 0..<20 {
                    try await database.write { transaction in
                        try transaction.execute(
                            """
                            INSERT INTO audit.event (actor_roles, channel, action, outcome, object_kind, object_id)
                            SELECT '', 'service', 'files.swept', 'allowed', 'office', i FROM generate_series(1, 10000) i
                            """)
                    }
                }
            }
            try await eventually(within: 240, "everything is sealed") {
                try await house.count("SELECT coalesce(max(size), 0) AS n FROM audit.checkpoint") > 200_000
            }
            let state = house.folder + "/verified.json"
            let verify =
                [try RunningOffice.program] + ["audit", "verify", "--as", "kiem.tra", "--state", state]
                + ["--database", house.conninfo, "--files", house.folder]
            // The last part waits for a file that somebody has to write: nobody does.
            let bundle = house.folder + "/trail/tile/entries/768"
            try FileManager.default.moveItem(atPath: bundle, toPath: bundle + ".aside")
            #expect(mkfifo(bundle, 0o600) == 0)
            let killed = try ChildProcess(verify, output: house.folder + "/killed")
            try await eventually("the parts before it are checked") {
                FileManager.default.contents(atPath: state).map { String(decoding: $0, as: UTF8.self) }?
                    .contains("196608") ?? (killed.poll() != nil)
            }
            killed.send(SIGKILL)
            #expect(try await onThread { try killed.wait() } == .killed(signal: SIGKILL))
            try FileManager.default.removeItem(atPath: bundle)
            try FileManager.default.moveItem(atPath: bundle + ".aside", toPath: bundle)

            let second = try await onThread { try ChildProcess.run(verify) }
            #expect(second.ending == .exited(0) && second.output.contains("whole"), "\(second.output)")
            #expect(second.output.contains("were compared by an earlier run"), "\(second.output)")

            let last = try await house.count("SELECT max(id) AS n FROM audit.event WHERE object_id = 10000")
            try await asOwner(house.ownerConninfo) { database in
                try await database.write { transaction in
                    try transaction.execute("SET LOCAL session_replication_role = replica")
                    try transaction.execute("UPDATE audit.event SET outcome = 'refused' WHERE id = \(last)")
                }
            }
            try FileManager.default.removeItem(atPath: state)
            let third = try await onThread { try ChildProcess.run(verify) }
            #expect(third.ending == .exited(1) && third.output.contains("event \(last) (entry"), "\(third.output)")
        }
    }
}
