import Postgres
import TestOffice
import Testing

extension PrivateCluster {
    /// That the trail was sealed while the database was killed, and is what was sealed.
    func mustHaveWholeTrail() async throws {
        try await eventually("everything is sealed") {
            try await asOwner(owner) { database in
                try await database.row(
                    """
                    SELECT (SELECT count(*) FROM audit.event) = (SELECT max(size) FROM audit.checkpoint) AS sealed
                    """
                ) { try $0["sealed"] as Bool? }
            } == true
        }
        let command = [
            try RunningOffice.program, "audit", "verify", "--as", "kiem.tra", "--database", service, "--files", files,
        ]
        let verified = try await onThread { try ChildProcess.run(command) }
        #expect(verified.ending == .exited(0) && verified.output.contains("whole"), "\(verified.output)")
    }
}
