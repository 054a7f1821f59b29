public import Records

/// A document as it travels between agencies (gói tin văn bản điện tử), or a message about one.
///
/// What the sender wrote is kept as it was written, trimmed of blanks: only dates, numbers and codes are interpreted.
/// Everything unusual is in `warnings`.
public struct Envelope: Sendable, Codable, Equatable {
    public var kind: Kind
    /// Who sends it (cơ quan gửi).
    public var from: Organization
    /// To whom (cơ quan nhận); empty in a status message.
    public var to: [Organization] = []
    /// The sender's own identifier of the document (mã định danh văn bản), never interpreted.
    public var documentID: String?
    /// The number alone (số), such as `07`; may hold letters.
    public var codeNumber: String?
    /// The symbol alone (ký hiệu), such as `SM-VP`.
    public var codeNotation: String?
    public var promulgationPlace: String?
    /// The date of the document (ngày ban hành).
    public var promulgatedOn: Day?
    public var documentType = DocumentType(type: nil, detail: nil, name: nil)
    /// What it is about (trích yếu).
    public var subject: String?
    /// A summary (nội dung), mostly the subject again.
    public var content: String?
    public var signer: Signer?
    /// Until when an answer or action is expected (hạn trả lời).
    public var dueOn: Day?
    /// How urgent (độ khẩn): 0 normal, 1 urgent, 2 very urgent, 3 express, 4 express at a time.
    public var priority: Int?
    public var pageAmount: Int?
    public var promulgationAmount: Int?
    /// Who may see it (phạm vi lưu hành).
    public var sphere: String?
    /// Who typed it (ký hiệu người soạn).
    public var typistNotation: String?
    public var appendixes: [String] = []
    /// Whether it is a directive (văn bản chỉ đạo).
    public var isDirective: Bool?
    public var replyFors: String?
    public var referenceCodes: String?
    /// The documents that this one answers, or that the status is about.
    public var responseFor: [RelatedDocument] = []
    /// 0 not a directive, 1 directive, 2 report; some senders count from 1.
    public var steeringType: Int?
    public var taskCodes: [String] = []
    public var applicationType: String?
    /// The lines of "Nơi nhận"; not addresses.
    public var toPlaces: [String] = []
    /// Which nodes the envelope went through, the sender first.
    public var trace: [Trace] = []
    /// What the sender's software calls the list of nodes, and in which version; rarely written.
    public var traceID: String?
    public var traceVersion: String?
    /// What the envelope does to an earlier one; absent in most new documents.
    public var business: Business?
    /// What the status message says.
    public var status: Status?
    /// Whether there is a signature of the packet; this reader does not judge it.
    public var hasSignature = false
    public var attachments: [Attachment] = []
    public var warnings: [Warning] = []

    /// An envelope with nothing in it yet.
    public init(_ kind: Kind, from: Organization) {
        self.kind = kind
        self.from = from
    }

    /// Number and symbol together (số, ký hiệu), such as `07/SM-VP`.
    public var reference: String? {
        guard let codeNumber else { return codeNotation }
        guard let codeNotation, !codeNumber.hasSuffix("/" + codeNotation) else { return codeNumber }
        return codeNumber + "/" + codeNotation
    }

    /// What the envelope does, by its content and not by how it was sent.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// A new document (văn bản mới).
        case new
        /// Takes a document back (thu hồi).
        case recall
        /// A corrected version of a document (cập nhật).
        case update
        /// Replaces other documents (thay thế).
        case replace
        /// Tells what became of a document (phản hồi trạng thái).
        case status
    }
}
