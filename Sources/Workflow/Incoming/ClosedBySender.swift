public import Foundation
import Postgres
public import Records

/// That a document is no longer in force: its sender took it back or replaced it (thu hồi, thay thế).
public struct ClosedBySender: Sendable {
    public let mark: IncomingDocument.ClosingMark
    public let at: Date
    /// The request by which it was, where another agency sent it.
    public let request: Int?
    /// The document of one's own that was recalled, or took its place.
    public let document: OutgoingDocument.ID?

    /// - Returns: `nil` where the document is in force.
    init?(_ row: borrowing Row) throws {
        guard let mark: IncomingDocument.ClosingMark = try row["closing"] else { return nil }
        self.mark = mark
        at = try row["closed_at"]
        request = try row["closed_by_intake"]
        document = try row["closed_by_outgoing"]
    }
}
