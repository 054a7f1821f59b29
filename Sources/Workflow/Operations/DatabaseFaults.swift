import Foundation
import Postgres

/// Why a service does not start.
public struct StartupRefusal: Error, Sendable, CustomStringConvertible {
    public let reasons: [String]
    public var description: String { reasons.joined(separator: "\n") }
}

extension Database {
    /// What is wrong with a database for a service that says what it kept; `nil` where it is empty, of which one line is
    /// enough.
    ///
    /// `table` is one of the service's tables, with its schema; `role` is the role that it is to run as, which owns
    /// nothing.
    func faults(holding table: String, as role: String, now: Date) async throws -> [String]? {
        try await row(
            """
            SELECT current_setting('server_version_num')::int AS version, current_setting('fsync') AS fsync,
                   current_setting('full_page_writes') AS full_page_writes,
                   current_setting('synchronous_commit') AS synchronous_commit,
                   current_setting('data_checksums') AS data_checksums,
                   (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user) AS mighty,
                   pg_has_role(c.relowner, 'USAGE') AS owns, clock_timestamp() AS now
            FROM pg_class c WHERE c.oid = to_regclass(\(table))
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
                faults.append("The service must not connect as a superuser: use the role \(role).")
            } else if try row["owns"] {
                faults.append("The service must not own its tables: use the role \(role).")
            }
            if abs((try row["now"] as Date).timeIntervalSince(now)) > 5 {
                faults.append("The clocks of this machine and of the database differ by more than five seconds.")
            }
            return faults
        }
    }
}
