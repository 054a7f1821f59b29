public import Foundation
public import Postgres
public import Records

/// What has arrived and waits for registration (chờ vào sổ).
public enum Intake {
    public enum State: String, CaseIterable, Sendable, SQLValue {
        case waiting, faulty, registered, refused

        public var label: Phrase {
            switch self {
            case .waiting: Phrase("Chờ vào sổ", "Waiting")
            case .faulty: Phrase("Gói lỗi", "Faulty")
            case .registered: Phrase("Đã vào sổ", "Registered")
            case .refused: Phrase("Đã từ chối", "Refused")
            }
        }
    }

    public enum Kind: String, Sendable, SQLValue {
        case envelope, scan
    }

    /// What was read from the file: the details, and where each came from.
    struct Reading: Codable, Sendable {
        var details = IncomingDetails()
        /// Fields that a reader of layouts guessed and a person must check.
        var proposed: Set<String> = []
        var warnings: [Warning] = []

        struct Warning: Codable, Sendable {
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
}
