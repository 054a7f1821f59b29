import Crypto
import Exchange
import Foundation
import Postgres
import Records

/// An envelope of the outbox that one worker is sending.
struct LeasedEnvelope: Sendable, Codable {
    let id: Int
    let agency: Agency.ID
    let messageID: String
    let sender: String
    let recipient: String
    let kind: ParcelKind
    let attempts: Int
    let postedAt: Date
    let digest: [UInt8]
    let size: Int
    /// Its bytes, where they stand in the row and not in the store.
    let body: [UInt8]?

    init(_ row: borrowing Row, agency: Agency.ID) throws {
        id = try row["id"]
        self.agency = agency
        messageID = try row["message_id"]
        sender = try row["sender"]
        recipient = try row["recipient"]
        kind = try row["kind"] as String == "status" ? .status : .document
        attempts = try row["attempts"]
        postedAt = try row["posted_at"]
        body = try row["body"]
        digest = try body.map { Array(SHA256.hash(data: $0)) } ?? row["digest"]
        size = try body?.count ?? row["size"]
    }
}

/// There is nothing to send now, or somebody else is sending it.
private struct NothingDue: Error {}

extension Workflow {
    /// Whether anything waits for a peer that may be sent now; one look at an index, however much waits.
    ///
    /// The order is for the planner: without it a scan of the table seems to find one soon.
    func isEnvelopeDue(through peer: String, of agency: Agency.ID) async throws -> Bool {
        try await glance(by: .service(in: agency)) { transaction in
            try transaction.row(
                """
                SELECT id FROM outgoing_envelope
                WHERE agency_id = \(agency) AND peer = \(peer) AND state = 'waiting' AND next_attempt_at <= now()
                  AND (leased_until IS NULL OR leased_until < now())
                ORDER BY next_attempt_at, id LIMIT 1
                """
            ) { try $0["id"] as Int } != nil
        }
    }

    /// What the same recipient must get before the envelope `w`: the document that it takes back, updates or replaces.
    ///
    /// Overtaken by its recall, a document that comes later would stay in force there. Written so that it is asked of each
    /// envelope by itself, by indexes.
    private static let earlier: SQL = """
        SELECT f.id FROM dispatch_recipient r JOIN dispatch d ON d.id = r.dispatch_id
             JOIN dispatch_recipient n ON n.dispatch_id = d.concerns_id AND n.code_key = r.code_key
             JOIN outgoing_envelope f ON f.id = n.outgoing_id
        WHERE r.outgoing_id = w.id AND f.state = 'waiting' LIMIT 1
        """

    /// Takes the envelope that is due longest, for one worker; that it begins is on record before a byte leaves.
    ///
    /// A request about a document waits until that document has left.
    ///
    /// - Returns: `nil` where nothing is due that nobody else is sending.
    func leaseEnvelope(through peer: String, of agency: Agency.ID, by worker: UUID) async throws -> LeasedEnvelope? {
        let lease = configuration.exchange.lease / .seconds(1)
        let attempt = AuditEvent(.sendingStarted, on: .envelope(0))
        do {
            return try await act(attempt, by: .service(in: agency), key: nil) { transaction in
                let taken = try transaction.row(
                    """
                    WITH due AS (
                        SELECT id FROM outgoing_envelope w
                        WHERE agency_id = \(agency) AND peer = \(peer) AND state = 'waiting' AND next_attempt_at <= now()
                          AND (leased_until IS NULL OR leased_until < now()) AND (\(Self.earlier)) IS NULL
                        ORDER BY next_attempt_at, id LIMIT 1 FOR UPDATE OF w SKIP LOCKED)
                    UPDATE outgoing_envelope e SET attempts = attempts + 1, leased_by = \(worker),
                        leased_until = now() + make_interval(secs => \(lease)::float8)
                    FROM due WHERE e.id = due.id
                    RETURNING e.id, message_id, sender, recipient, kind, attempts, posted_at, digest, body,
                              (SELECT size FROM stored_file f WHERE f.digest = e.digest) AS size
                    """
                ) { try LeasedEnvelope($0, agency: agency) }
                guard let taken else { throw NothingDue() }
                return Audited(
                    taken,
                    AuditEvent(
                        .sendingStarted, on: .envelope(taken.id),
                        detail: ["peer": peer, "attempt": "\(taken.attempts)", "message": taken.messageID]))
            }
        } catch is NothingDue {
            return nil
        }
    }

    /// Says that a worker is still at it.
    func renewLease(of leased: LeasedEnvelope, by worker: UUID) async throws {
        let lease = configuration.exchange.lease / .seconds(1)
        try await database.write(prelude: Self.wall(leased.agency)) { transaction in
            try transaction.execute(
                """
                UPDATE outgoing_envelope SET leased_until = now() + make_interval(secs => \(lease)::float8)
                WHERE id = \(leased.id) AND leased_by = \(worker) AND state = 'waiting'
                """)
        }
    }
}
