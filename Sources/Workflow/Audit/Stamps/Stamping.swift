import Postgres

/// Has others say when a checkpoint was there (xin dấu thời gian, RFC 3161): hourly, and at the first checkpoint of a month.
///
/// A stamp is over the exact bytes of the checkpoint's note, and kept only once it was checked.
public actor Stamping {
    /// A stamp with a chain of certificates is some ten kilobytes.
    private static let longestAnswer = 64 << 10

    private struct Due: Sendable {
        let log: Int
        let size: Int
        let note: String
    }

    private let database: Database
    private let address: String
    private let enquiry: Enquiry
    private let tool: TimeStampTool
    private var backoff = Backoff(first: .seconds(60), longest: .seconds(900))
    private var told: String?

    init(_ database: Database, address: String, roots: String?, patience: Duration = .seconds(20)) {
        self.database = database
        self.address = address
        enquiry = Enquiry(address: address, limit: Self.longestAnswer, patience: patience)
        tool = TimeStampTool(roots: roots)
    }

    /// Asks whenever a stamp is due, until the task is cancelled.
    ///
    /// - Parameter report: is told why there is none, once for each reason.
    public func run(_ report: @Sendable (String) -> Void) async {
        while !Task.isCancelled {
            if backoff.isDue {
                do {
                    _ = try await stamp()
                    backoff.succeeded()
                    told = nil
                } catch {
                    backoff.failed()
                    if told != "\(error)" { report("\(address): \(error)") }
                    told = "\(error)"
                }
            }
            try? await Task.sleep(for: .seconds(Int.random(in: 20...40)))
        }
    }

    /// Asks for a stamp, if one is due.
    ///
    /// - Returns: the size of the checkpoint that was stamped.
    func stamp() async throws -> Int? {
        guard let due = try await due() else { return nil }
        let query = try await tool.query(over: Array(due.note.utf8))
        let reply = try await enquiry.post(query, type: "application/timestamp-query")
        guard reply.status == 200, reply.type.lowercased().hasPrefix("application/timestamp-reply") else {
            throw Enquiry.Fault.unreachable(
                "the server of time stamps answered \(reply.status) \(reply.type.prefix(80))")
        }
        try await tool.check(reply.body, to: query)
        let address = address
        try await database.write { transaction in
            // Another instance may have been faster.
            try transaction.execute(
                """
                INSERT INTO audit.stamp (log_id, size, token, authority)
                VALUES (\(due.log)::int, \(due.size), \(reply.body), \(address)) ON CONFLICT DO NOTHING
                """)
        }
        return due.size
    }

    /// The newest checkpoint, if an hour or the end of a month in Vietnam went by since the last stamp.
    private func due() async throws -> Due? {
        let address = address
        return try await database.row(
            """
            SELECT c.log_id, c.size, c.note
            FROM (SELECT log_id, size, note, signed_at FROM audit.checkpoint WHERE log_id = audit.current_log()
                  ORDER BY size DESC LIMIT 1) c
            LEFT JOIN LATERAL (SELECT size, stamped_at FROM audit.stamp
                               WHERE log_id = c.log_id AND authority = \(address) ORDER BY size DESC LIMIT 1) s ON true
            WHERE s.size IS NULL OR s.size < c.size
                AND (clock_timestamp() - s.stamped_at >= interval '1 hour'
                     OR date_trunc('month', c.signed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')
                        > date_trunc('month', s.stamped_at AT TIME ZONE 'Asia/Ho_Chi_Minh'))
            """
        ) { Due(log: try $0["log_id"], size: try $0["size"], note: try $0["note"]) }
    }
}

extension Workflow {
    /// What has the log stamped; `nil` where the settings name no server.
    public func makeStamping() -> Stamping? {
        configuration.trail.stampAddress.map {
            Stamping(reports, address: $0, roots: configuration.trail.stampRoots)
        }
    }
}
