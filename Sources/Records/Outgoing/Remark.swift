/// What was done with a draft, or said about it, on its way (quá trình xử lý dự thảo).
public enum RemarkKind: String, CaseIterable, Sendable, Codable {
    case submitted, contentApproved, formatApproved, returned, initialled, signed, numbered, sealed, issued
    case abandoned, cancelled, archived
    case withdrawn, replaced, revoked, amended, corrected
    case comment

    public var label: Phrase {
        switch self {
        case .submitted: Phrase("Trình duyệt", "Submitted")
        case .contentApproved: Phrase("Duyệt nội dung", "Content approved")
        case .formatApproved: Phrase("Duyệt thể thức", "Format approved")
        case .returned: Phrase("Trả lại", "Returned")
        case .initialled: Phrase("Ký nháy", "Initialled")
        case .signed: Phrase("Đã ký", "Signed")
        case .numbered: Phrase("Cấp số", "Numbered")
        case .sealed: Phrase("Ký số cơ quan, đóng dấu", "Signed for the agency")
        case .issued: Phrase("Phát hành", "Issued")
        case .abandoned: Phrase("Hủy dự thảo", "Given up")
        case .cancelled: Phrase("Hủy số", "Cancelled")
        case .archived: Phrase("Lưu hồ sơ", "Archived")
        case .withdrawn: Phrase("Thu hồi", "Withdrawn")
        case .replaced: Phrase("Được thay thế", "Replaced")
        case .revoked: Phrase("Bị bãi bỏ, hủy bỏ", "Revoked")
        case .amended: Phrase("Được sửa đổi, bổ sung", "Amended")
        case .corrected: Phrase("Được đính chính", "Corrected")
        case .comment: Phrase("Góp ý", "Comment")
        }
    }
}
