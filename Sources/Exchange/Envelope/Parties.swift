public import Foundation
public import Records

extension Envelope {
    /// An agency as an envelope names it.
    public struct Organization: Sendable, Codable, Equatable {
        /// Its code (mã định danh); compare without regard to case.
        public var organID: String
        /// The agency above it (cơ quan chủ quản).
        public var inCharge: String?
        public var name: String?
        public var address: String?
        public var email: String?
        public var telephone: String?
        public var fax: String?
        public var website: String?

        public init(organID: String, name: String? = nil) {
            self.organID = organID
            self.name = name
        }
    }

    /// Who signed (người ký).
    public struct Signer: Sendable, Codable, Equatable {
        /// On whose behalf (quyền hạn ký): "TM.", "KT.", "TL.", "TUQ.", "Q.".
        public var competence: String?
        /// The position (chức vụ).
        public var position: String?
        public var fullName: String?

        public init(competence: String? = nil, position: String? = nil, fullName: String? = nil) {
            self.competence = competence
            self.position = position
            self.fullName = fullName
        }
    }

    /// The type of the document (loại văn bản).
    public struct DocumentType: Sendable, Codable, Equatable {
        /// Two code tables are in use that contradict each other: trust the name.
        public var type: Int?
        public var detail: Int?
        /// The name (tên loại), such as "Công văn".
        public var name: String?

        /// No authority says which of the two numbers carries the code: 2 (hành chính) and 0 are what most peers send.
        public init(type: Int? = 2, detail: Int? = 0, name: String?) {
            self.type = type
            self.detail = detail
            self.name = name
        }
    }

    /// Another document that the envelope refers to.
    public struct RelatedDocument: Sendable, Codable, Equatable {
        public var organID: String?
        /// Number and symbol together.
        public var code: String?
        public var documentID: String?
        public var promulgatedOn: Day?

        public init(
            organID: String? = nil, code: String? = nil, documentID: String? = nil, promulgatedOn: Day? = nil
        ) {
            self.organID = organID
            self.code = code
            self.documentID = documentID
            self.promulgatedOn = promulgatedOn
        }
    }

    /// The clerk to ask (cán bộ liên hệ).
    public struct Staff: Sendable, Codable, Equatable {
        public var department: String?
        public var departmentID: String?
        public var name: String?
        public var staffID: String?
        public var email: String?
        public var mobile: String?

        public init() {}
    }

    /// A node that handled the envelope.
    public struct Trace: Sendable, Codable, Equatable {
        public var organID: String?
        public var at: Date?

        public init(organID: String?, at: Date?) {
            self.organID = organID
            self.at = at
        }
    }
}
