public import Foundation
import Postgres

/// An envelope that waits for its recipient.
public struct ReceivedEntry: Sendable {
    public let receipt: String
    public let sender: String
    public let recipient: String
    public let kind: String
    public let state: String
    public let digest: String
    public let createdAt: Date
    public let updatedAt: Date
}

extension Hub {
    /// What waits for the caller's agencies, the oldest first (danh sách gói tin đến); what is listed counts as in the inbox.
    ///
    /// `kind` is `edoc` or `status`; `nil` lists both.
    public func received(_ kind: String?, by caller: HubCaller) async throws -> [ReceivedEntry] {
        let ids = caller.agencies.values.sorted()
        let longest = configuration.longestList
        return try await database.write { transaction in
            let entries = try transaction.rows(
                """
                SELECT d.id, d.receipt, s.code AS sender, r.code AS recipient, e.kind, d.state, e.digest, d.created_at,
                    d.updated_at
                FROM hub_delivery d JOIN hub_envelope e ON e.id = d.envelope_id
                    JOIN hub_agency s ON s.id = e.sender_id JOIN hub_agency r ON r.id = d.recipient_id
                WHERE d.recipient_id = ANY(\(ids)::bigint[]) AND d.state IN ('initial', 'inbox', 'processing')
                    AND (\(kind)::text IS NULL OR e.kind = \(kind))
                ORDER BY d.id LIMIT \(longest)
                """
            ) { row in
                let state: String = try row["state"]
                let digest: [UInt8] = try row["digest"]
                return (
                    id: try row["id"] as Int,
                    entry: ReceivedEntry(
                        receipt: (try row["receipt"] as UUID).uuidString.lowercased(), sender: try row["sender"],
                        recipient: try row["recipient"], kind: try row["kind"],
                        state: state == "initial" ? "inbox" : state, digest: digest.hexadecimal,
                        createdAt: try row["created_at"], updatedAt: try row["updated_at"])
                )
            }
            try transaction.execute(
                """
                UPDATE hub_delivery SET state = 'inbox', updated_at = now()
                WHERE id = ANY(\(entries.map(\.id))::bigint[]) AND state = 'initial'
                """)
            return entries.map(\.entry)
        }
    }
}
