public import Foundation

extension Envelope {
    /// What an envelope does to an earlier one (thông tin nghiệp vụ).
    public struct Business: Sendable, Codable, Equatable {
        /// The earlier document, where it is named; a recall mostly repeats its own `documentID` instead.
        public var documentID: String?
        /// 0 new, 1 recall, 2 update, 3 replace; -1 if it is not a number.
        public var type: Int?
        public var reason: String?
        /// Whether a paper copy is sent too (gửi kèm bản giấy).
        public var paper: Bool?
        /// What an update changes.
        public var changes: [Change] = []
        /// What is replaced, and for whom.
        public var replacements: [Replacement] = []
        public var staff: [Staff] = []

        public init(type: Int? = nil, reason: String? = nil) {
            self.type = type
            self.reason = reason
        }
    }

    /// What an update changes.
    public struct Change: Sendable, Codable, Equatable {
        public var documentChanged: Bool?
        public var receiversChanged: Bool?
        public var receivers: [Receiver] = []

        public init() {}
    }

    /// A receiver that an update adds or removes.
    public struct Receiver: Sendable, Codable, Equatable {
        public var organID: String
        /// `nil` where the sender says neither.
        public var isAdded: Bool?

        public init(organID: String, isAdded: Bool?) {
            self.organID = organID
            self.isAdded = isAdded
        }
    }

    /// A document that is replaced.
    public struct Replacement: Sendable, Codable, Equatable {
        public var documentID: String
        /// For whom; for everybody where it is empty.
        public var organIDs: [String] = []

        public init(documentID: String, organIDs: [String] = []) {
            self.documentID = documentID
            self.organIDs = organIDs
        }
    }

    /// What became of a document that was sent (trạng thái xử lý).
    public struct Status: Sendable, Codable, Equatable {
        /// Two digits: 01 arrived, 02 refused, 03 registered, 04 assigned, 05 in progress, 06 done, 13 recall,
        /// 15 recall accepted, 16 recall refused.
        public var code: String
        public var description: String?
        public var at: Date?
        public var staff: [Staff] = []

        public init(code: String, description: String? = nil, at: Date?) {
            self.code = code
            self.description = description
            self.at = at
        }
    }
}
