public import Foundation
import Postgres
public import Records

/// What a sender asks about documents that it sent before (yêu cầu thu hồi, cập nhật, thay thế).
public struct SenderRequest: Sendable {
    public let reason: String
    /// The documents that it is about; none while it waits for them.
    public let concerned: [ConcernedDocument]

    /// Whether one may agree to it: something that it is about is here.
    public var isParked: Bool { concerned.isEmpty }
}

/// A document that a request is about, as it stands here.
public struct ConcernedDocument: Sendable {
    /// What it came as.
    public let intake: Int
    public let state: Intake.State
    /// Its place in the register, where it is registered.
    public let entry: RegisterEntry?
    /// The version of the document, which an answer sends back.
    public let version: Int?
    public let closing: IncomingDocument.ClosingMark?
    public let details: IncomingDetails
    public let attachments: [AttachmentView]

    /// Whether something can still be done about it.
    public var isInForce: Bool { entry == nil ? state == .waiting : closing == nil }
}

/// A request that waits for an answer, as the page of its document shows it.
public struct PendingRequest: Sendable {
    public let intake: Int
    public let business: Intake.Business
    public let receivedAt: Date
    public let reason: String

    init(_ row: borrowing Row) throws {
        intake = try row["id"]
        business = try row["business"]
        receivedAt = try row["received_at"]
        reason = try row["reason"] ?? ""
    }

    /// The requests that wait and are about the intake `i`.
    static func about(_ condition: SQL) -> SQL {
        """
        SELECT r.id, r.business, r.received_at, r.details ->> 'reason' AS reason
        FROM intake i JOIN intake r ON r.agency_id = i.agency_id AND r.sender_key = i.sender_key
        WHERE \(condition) AND i.sender_key <> '' AND r.state = 'waiting' AND r.business <> 'new' AND r.answer = ''
          AND r.id <> i.id AND \(Concerned.isAbout) ORDER BY r.id LIMIT 20
        """
    }
}
