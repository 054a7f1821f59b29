public import Foundation
public import Postgres
public import Records

/// What has arrived and waits for registration (chờ vào sổ).
public enum Intake {
    public enum State: String, CaseIterable, Sendable, SQLValue {
        case waiting, faulty, registered, refused
        /// A request of the sender that was agreed to (đã đồng ý).
        case accepted
        /// Taken back by its sender before it was registered (đã thu hồi).
        case withdrawn
        /// Another of its sender took its place before it was registered (đã được thay thế).
        case replaced

        public var label: Phrase {
            switch self {
            case .waiting: Phrase("Chờ vào sổ", "Waiting")
            case .faulty: Phrase("Gói lỗi", "Faulty")
            case .registered: Phrase("Đã vào sổ", "Registered")
            case .refused: Phrase("Đã từ chối", "Refused")
            case .accepted: Phrase("Đã đồng ý", "Agreed to")
            case .withdrawn: Phrase("Đã thu hồi", "Withdrawn")
            case .replaced: Phrase("Đã được thay thế", "Replaced")
            }
        }
    }

    public enum Kind: String, Sendable, SQLValue {
        case envelope, scan
    }

    /// What an envelope wants (nghiệp vụ): to bring a document, or something about one that it brought before.
    public enum Business: String, CaseIterable, Sendable, SQLValue {
        case new, recall, update, replace

        public var label: Phrase {
            switch self {
            case .new: Phrase("Văn bản mới", "New document")
            case .recall: Phrase("Yêu cầu thu hồi", "Recall")
            case .update: Phrase("Yêu cầu cập nhật", "Update")
            case .replace: Phrase("Yêu cầu thay thế", "Replacement")
            }
        }
    }

    /// What was read from the file: the details, and where each came from.
    struct Reading: Codable, Sendable {
        var details = IncomingDetails()
        /// Fields that a reader of layouts guessed and a person must check.
        var proposed: Set<String> = []
        var warnings: [Warning] = []
        /// Why the sender asks something about an earlier document.
        var reason: String?
        /// What is known of the packet's signature.
        var signature: Warning?

        struct Warning: Codable, Sendable, Hashable {
            let vi: String
            let en: String
        }
    }
}

/// A line of the list of what waits.
public struct IntakeSummary: Sendable {
    public let id: Int
    public let kind: Intake.Kind
    public let state: Intake.State
    public let name: String
    public let receivedAt: Date
    public let senderName: String
    public let reference: Reference
    public let subject: String
    public let urgency: Urgency
    public let fault: Phrase?
    public let business: Intake.Business
    /// Through whom it came; empty where somebody took it in by hand.
    public let peer: String
    public let deliveries: Int
    /// What it asks is about a document that has not come yet.
    public let isParked: Bool
}

/// What waits, with everything that was read from it.
public struct IntakeView: Sendable {
    public let id: Int
    public let kind: Intake.Kind
    public let state: Intake.State
    public let name: String
    public let receivedAt: Date
    public let details: IncomingDetails
    /// The names of the fields that are only proposed.
    public let proposed: Set<String>
    public let warnings: [Phrase]
    public let attachments: [AttachmentView]
    public let faultCode: String?
    public let fault: Phrase?
    public let duplicates: [Duplicate]
    public let registered: RegisterEntry?
    public let origin: IntakeOrigin
    /// What it asks about earlier documents; none for a new document.
    public let request: SenderRequest?
    /// Requests of its sender about it that nobody has answered yet.
    public let pending: [PendingRequest]
    /// Why it was refused or withdrawn.
    public let reason: String
}

/// By which way an intake came, and what is known of that (đường đến).
public struct IntakeOrigin: Sendable {
    public let business: Intake.Business
    /// Empty where somebody took it in by hand.
    public let peer: String
    public let senderCode: String
    public let documentCode: String
    /// The verdict on its signature in a word, empty where it was not asked; and the sentence.
    public let signature: String
    public let signatureSentence: Phrase?
    public let deliveries: Int
    public let deliveredAt: Date
    /// 15 or 16, where a request was answered.
    public let answer: DeliveryStatus?
}
