import Foundation
import Postgres
import Records
import TransparencyLog

extension Workflow {
    /// Recomputes the whole trail from the database and compares it with what was sealed and signed (kiểm tra nhật ký).
    ///
    /// The file `state` says what earlier runs compared; this one goes on from there, and keeps in it how far it came.
    /// Without one, everything is compared. `progress` is told now and then how many entries are checked, of how many;
    /// `note` is told what there is to know besides the verdict.
    public func verifyTrail(
        by caller: Caller, state: String? = nil, progress: @escaping @Sendable (TrailProgress) -> Void = { _ in },
        note: @escaping @Sendable (TrailNote) -> Void = { _ in }
    ) async throws -> TrailVerdict {
        let attempt = AuditEvent(.trailVerified, on: .trail)
        let _: Bool = try await look(attempt, by: caller) { _ in
            try AccessRule.require(.readTrail, of: caller.officer.roles)
            return Audited(true, attempt)
        }
        var own = configuration.reports
        // Each waits for the database half of its time.
        own.connections = max(2, ProcessInfo.processInfo.activeProcessorCount + 1)
        own.applicationName = "congvan verify"
        let database = Database(own)
        let verification = TrailVerification(
            database: database, sealFolder: configuration.sealFolder, archiveFolder: configuration.trail.archiveFolder,
            state: state, width: own.connections, progress: progress, note: note)
        do {
            let verdict = try await verification.verdict()
            await database.shutdown()
            return verdict
        } catch {
            await database.shutdown()
            throw error
        }
    }

    func sealFolder(of log: Int = 1) throws -> SealFolder { try SealFolder(root: configuration.sealFolder, log: log) }
}
