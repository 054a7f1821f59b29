import Postgres
import Records

extension Workflow {
    /// Ends the sessions whose time is over and records the end of each (hết phiên); once a minute.
    ///
    /// - Returns: how many ended.
    @discardableResult
    public func expireSessions() async throws -> Int {
        try await reports.write { transaction in
            let ended = try transaction.rows("SELECT * FROM close_expired_sessions()") { row in
                let officer = Officer(
                    id: try row["id"], agency: try row["agency_id"], unit: nil, login: "", name: "", position: "",
                    roles: Set(try row["roles"] as [Role]))
                let idle: Bool = try row["idle"]
                return Look(
                    event: AuditEvent(
                        .sessionExpired, on: .officer(officer.id), detail: ["why": idle ? "idle" : "limit"]),
                    caller: Caller(
                        officer: officer,
                        origin: Origin(channel: .service, source: nil, session: try row["name"])))
            }
            try transaction.append(ended)
            return ended.count
        }
    }
}
