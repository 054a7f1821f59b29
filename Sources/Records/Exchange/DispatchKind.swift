/// What a dispatch does: brings a document, or does something to one that was sent (loại gói tin).
public enum DispatchKind: String, CaseIterable, Sendable, Codable {
    case new
    /// Takes a document back (lấy lại, thu hồi).
    case recall
    /// A corrected version of a document, under the same identifier (cập nhật).
    case update
    /// Another document in the place of one that was sent (thay thế).
    case replace

    public var label: Phrase {
        switch self {
        case .new: Phrase("Gửi mới", "New")
        case .recall: Phrase("Lấy lại", "Recall")
        case .update: Phrase("Cập nhật", "Update")
        case .replace: Phrase("Thay thế", "Replacement")
        }
    }

    /// Whether it carries a document of its own, with an identifier of its own.
    public var bringsDocument: Bool { self == .new || self == .replace }

    /// Whether it needs a reason, which the recipients read.
    public var needsReason: Bool { self != .new }
}
