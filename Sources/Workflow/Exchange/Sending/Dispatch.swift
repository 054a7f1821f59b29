public import Foundation
public import Postgres
public import Records

/// Something sent, or about to be sent, to other agencies (văn bản gửi liên thông).
public enum Dispatch {
    public typealias ID = Int

    public enum State: String, CaseIterable, Sendable, SQLValue {
        case draft, sent, discarded

        public var label: Phrase {
            switch self {
            case .draft: Phrase("Chưa gửi", "Not sent")
            case .sent: Phrase("Đã gửi", "Sent")
            case .discarded: Phrase("Đã bỏ", "Given up")
            }
        }
    }
}

extension DispatchKind: SQLValue {}

/// A line of the list of what was sent.
public struct DispatchSummary: Sendable {
    /// The recipients who are equally far.
    public struct Tally: Sendable, Hashable {
        public let sending: OutgoingEnvelope.State
        public let status: DeliveryStatus?
        public let count: Int
    }

    public let id: Dispatch.ID
    public let kind: DispatchKind
    public let state: Dispatch.State
    public let reference: Reference
    public let subject: String
    public let urgency: Urgency
    /// When it was sent or, before that, drafted.
    public let at: Date
    public let recipients: Int
    public let tallies: [Tally]
}

/// A dispatch with everything that hangs on it.
public struct DispatchView: Sendable {
    public let id: Dispatch.ID
    public let kind: DispatchKind
    public let state: Dispatch.State
    public let version: Int
    public let documentCode: String
    public let concerns: Dispatch.ID?
    public let reason: String
    public let details: DispatchDetails
    public let draftedAt: Date
    public let draftedBy: String
    public let sentAt: Date?
    public let sentBy: String?
    /// The envelope's size in bytes, once it is sent.
    public let size: Int?
    public internal(set) var attachments: [AttachmentView] = []
    /// Whom it is to go to; until it is sent.
    public internal(set) var chosen: [Correspondent] = []
    /// Whom it went to.
    public internal(set) var recipients: [RecipientView] = []
    /// What was done to it afterwards: recalls, updates, replacements.
    public internal(set) var followers: [DispatchSummary] = []
    /// What was sent before under the same number, symbol and date.
    public internal(set) var alike: [DispatchSummary] = []

    /// About how large the envelope will be: Base64 makes four bytes of three.
    public var estimatedSize: Int { size ?? attachments.reduce(8192) { $0 + ($1.size + 2) / 3 * 4 + 512 } }
}

/// A recipient and what it said.
public struct RecipientView: Sendable {
    public let ordinal: Int
    public let code: String
    public let name: String
    public let peer: String
    /// The number of its envelope in the outbox.
    public let envelope: Int
    public let sending: OutgoingEnvelope.State
    public let attempts: Int
    public let sentAt: Date?
    public let fault: Phrase?
    /// The furthest it said.
    public let status: DeliveryStatus?
    public let statusAt: Date?
    /// A refusal of which no clerk took note yet.
    public let isRefusalNew: Bool
    /// What it said last, in the order in which it came; at most fifty, for a peer may repeat itself for ever.
    public internal(set) var statuses: [StatusView] = []
    /// How many statuses it said before those.
    public internal(set) var earlierStatuses = 0
}

/// One status as it came.
public struct StatusView: Sendable {
    public let ordinal: Int
    /// As it came; it may be one that nobody knows.
    public let code: String
    public let statedAt: Date?
    public let receivedAt: Date
    /// At most 500 characters of it.
    public let description: String

    public var status: DeliveryStatus? { DeliveryStatus(rawValue: code) }
}
