import Foundation
import Postgres
import Records

/// Why the service does not start.
public struct StartupRefusal: Error, Sendable, CustomStringConvertible {
    public let reasons: [String]
    public var description: String { reasons.joined(separator: "\n") }
}

extension Workflow {
    /// Refuses to serve on a database that could lose what was acknowledged, or that is not this program's.
    public func checkBeforeServing() async throws {
        guard var reasons = try await databaseFaults() else {
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
    /// - Parameter settings: what the office runs with, by key; a change since the last start is on record, without values.
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

    /// What is wrong with the database; `nil` where it is empty, of which one line is enough.
    private func databaseFaults() async throws -> [String]? {
        let now = now()
        return try await database.row(
            """
            SELECT current_setting('server_version_num')::int AS version, current_setting('fsync') AS fsync,
                   current_setting('full_page_writes') AS full_page_writes,
                   current_setting('synchronous_commit') AS synchronous_commit,
                   current_setting('data_checksums') AS data_checksums,
                   (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user) AS mighty,
                   pg_has_role(c.relowner, 'USAGE') AS owns, clock_timestamp() AS now
            FROM pg_class c WHERE c.oid = to_regclass('public.incoming_document')
            """
        ) { row in
            var faults: [String] = []
            if try 150_000 > row["version"] as Int { faults.append("PostgreSQL 15 or later is needed.") }
            for setting in ["fsync", "full_page_writes", "data_checksums"] where try row[setting] as String != "on" {
                faults.append("PostgreSQL runs with \(setting) off: a power cut could lose documents. Turn it on.")
            }
            if ["off", "local"].contains(try row["synchronous_commit"] as String) {
                faults.append("PostgreSQL runs with synchronous_commit off: a crash could lose documents. Turn it on.")
            }
            if try row["mighty"] {
                faults.append("The service must not connect as a superuser: use the role congvan_service.")
            } else if try row["owns"] {
                faults.append("The service must not own its tables: use the role congvan_service.")
            }
            if abs((try row["now"] as Date).timeIntervalSince(now)) > 5 {
                faults.append("The clocks of this machine and of the database differ by more than five seconds.")
            }
            return faults
        }
    }
}
