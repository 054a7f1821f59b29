import Postgres
import Records

extension Workflow {
    /// Refuses to serve on a database that could lose what was acknowledged, or that is not this program's.
    public func checkBeforeServing() async throws {
        let asked = try await database.faults(holding: "public.incoming_document", as: "congvan_service", now: now())
        guard var reasons = asked else {
            throw StartupRefusal(reasons: ["The database is not set up: run “congvan migrate”."])
        }
        let status = try await Migrator(migrations: try Schema.migrations(), conninfo: configuration.database.conninfo)
            .status()
        if !status.isCurrent {
            reasons.append("The database's schema is older than this program: run “congvan migrate”.")
        }
        if !store.isWritable { reasons.append("The file store \(store.root) cannot be written.") }
        reasons += await papers.faults()
        guard reasons.isEmpty else { throw StartupRefusal(reasons: reasons) }
    }

    /// Makes the partitions of the trail for the months ahead, and forgets attempts to sign in, sessions and answers
    /// to repeated requests that have been over for a month; once a day is often enough.
    public func keepHouse() async throws {
        try await reports.write { transaction in
            try transaction.execute("SELECT audit.make_partitions()")
            try transaction.execute("SELECT forget_what_is_over()")
            try transaction.append([AuditEvent(.houseKept, on: .service)], by: .service(in: 0))
        }
    }

    /// Records that the service starts, with the trail ready for it and the file store swept.
    ///
    /// The `settings` are what the office runs with, by key; a change since the last start is on record, without
    /// values.
    public func begin(settings: [String: String] = [:]) async throws {
        try await keepHouse()
        try await sweepFiles()
        try await recordSettings(settings)
        let started = AuditEvent(.serviceStarted, on: .service, detail: ["version": Self.version])
        try await looks.submit([Look(event: started, caller: .service(in: 0))])
    }

    /// Records that the service stops.
    public func end() async throws {
        try await looks.submit([Look(event: AuditEvent(.serviceStopped, on: .service), caller: .service(in: 0))])
    }
}
