public import Foundation
import Postgres

/// What became of an envelope at one of its recipients, as its sender is told.
public struct SentEntry: Sendable {
    /// The sender's receipt of the envelope.
    public let receipt: String
    /// The recipient's receipt of its delivery.
    public let deliveryReceipt: String
    public let sender: String
    public let recipient: String
    public let kind: String
    public let notation: String
    public let title: String
    public let sentAt: Date
    /// When the recipient said that it has it.
    public let receivedAt: Date?
    public let state: String
}

extension Hub {
    /// What the caller's agencies sent, the newest first, a line for each recipient (danh sách gói tin đã gửi).
    ///
    /// `kind` is `edoc` or `status`; `nil` lists both. `receipt` says where the list goes on: it is the recipient's in
    /// the last line before; an empty one begins at the newest.
    ///
    /// - Throws: ``HubRefusal/notFound`` where that line is none of the caller's.
    public func sent(_ kind: String?, before receipt: String = "", by caller: HubCaller) async throws -> [SentEntry] {
        let ids = caller.agencies.values.sorted()
        let longest = configuration.longestList
        return try await database.read { transaction in
            let place = try transaction.place(of: receipt, sentBy: ids)
            return try transaction.rows(
                """
                SELECT e.receipt, d.receipt AS delivery, s.code AS sender, r.code AS recipient, e.kind, e.notation, e.title,
                    e.accepted_at, CASE WHEN d.state = 'done' THEN d.updated_at END AS received_at, d.state
                FROM hub_envelope e JOIN hub_delivery d ON d.envelope_id = e.id
                    JOIN hub_agency s ON s.id = e.sender_id JOIN hub_agency r ON r.id = d.recipient_id
                WHERE e.sender_id = ANY(\(ids)::bigint[]) AND (\(kind)::text IS NULL OR e.kind = \(kind))
                    AND e.id <= \(place.envelope) AND (e.id, d.id) < (\(place.envelope), \(place.delivery))
                ORDER BY e.id DESC, d.id DESC LIMIT \(longest)
                """
            ) { row in
                SentEntry(
                    receipt: (try row["receipt"] as UUID).uuidString.lowercased(),
                    deliveryReceipt: (try row["delivery"] as UUID).uuidString.lowercased(), sender: try row["sender"],
                    recipient: try row["recipient"], kind: try row["kind"], notation: try row["notation"],
                    title: try row["title"], sentAt: try row["accepted_at"], receivedAt: try row["received_at"],
                    state: try row["state"])
            }
        }
    }
}

extension Transaction {
    /// The place in the list of what these agencies sent; without a receipt, before all of it.
    fileprivate borrowing func place(
        of receipt: String, sentBy ids: [Int]
    ) throws -> (envelope: Int, delivery: Int) {
        if receipt.isEmpty { return (Int.max, Int.max) }
        guard let id = UUID(uuidString: receipt) else { throw HubRefusal.notFound }
        let found = try row(
            """
            SELECT d.envelope_id, d.id FROM hub_delivery d JOIN hub_envelope e ON e.id = d.envelope_id
            WHERE d.receipt = \(id) AND e.sender_id = ANY(\(ids)::bigint[])
            """
        ) { (envelope: try $0["envelope_id"] as Int, delivery: try $0["id"] as Int) }
        guard let found else { throw HubRefusal.notFound }
        return found
    }
}
