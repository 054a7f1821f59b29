/// What a person can do or look at (thao tác).
public enum Act: String, CaseIterable, Sendable, Codable {
    case takeIn
    case register
    case view
    case openFile
    case assign
    case reportProgress
    case complete
    case acknowledge
    case reopen
    case file
    case createDossier
    case dispatch
    case followDispatches
    case resend
    case manageDirectory
    case draft
    case viewOutgoing
    case revise
    case submit
    case abandon
    case approveContent
    case approveFormat
    case returnDraft
    case askOpinion
    case giveOpinion
    case sign
    case recordSigned
    case number
    case seal
    case issue
    case cancel
    case archive
    case amend
    case recall
    case takePaperBack
    case keepNumbers
    case readRegisters
    case lendArchive
    case makeCopy
    case readTrail
    case exportTrail
    case manageAccounts

    public var label: Phrase {
        switch self {
        case .takeIn: Phrase("Tiếp nhận", "Take in")
        case .register: Phrase("Vào sổ", "Register")
        case .view: Phrase("Xem văn bản", "View")
        case .openFile: Phrase("Mở tệp", "Open a file")
        case .assign: Phrase("Phân công", "Assign")
        case .reportProgress: Phrase("Báo cáo tiến độ", "Report progress")
        case .complete: Phrase("Hoàn thành", "Complete")
        case .acknowledge: Phrase("Đã xem", "Mark as seen")
        case .reopen: Phrase("Mở lại", "Reopen")
        case .file: Phrase("Lưu hồ sơ", "File in a dossier")
        case .createDossier: Phrase("Mở hồ sơ", "Open a dossier")
        case .dispatch: Phrase("Gửi liên thông", "Send to other agencies")
        case .followDispatches: Phrase("Theo dõi văn bản đã gửi", "Follow what was sent")
        case .resend: Phrase("Gửi lại", "Send again")
        case .manageDirectory: Phrase("Cập nhật danh bạ cơ quan", "Change the directory of agencies")
        case .draft: Phrase("Soạn văn bản đi", "Draft a document")
        case .viewOutgoing: Phrase("Xem văn bản đi", "View an outgoing document")
        case .revise: Phrase("Sửa dự thảo", "Revise the draft")
        case .submit: Phrase("Trình duyệt", "Submit")
        case .abandon: Phrase("Hủy dự thảo", "Give the draft up")
        case .approveContent: Phrase("Duyệt nội dung", "Approve the content")
        case .approveFormat: Phrase("Duyệt thể thức", "Approve the format")
        case .returnDraft: Phrase("Trả lại dự thảo", "Return the draft")
        case .askOpinion: Phrase("Lấy ý kiến", "Ask for opinions")
        case .giveOpinion: Phrase("Cho ý kiến", "Give an opinion")
        case .sign: Phrase("Ký", "Sign")
        case .recordSigned: Phrase("Ghi nhận đã ký giấy", "Record a signature on paper")
        case .number: Phrase("Cấp số", "Number")
        case .seal: Phrase("Ký số cơ quan, đóng dấu", "Sign for the agency")
        case .issue: Phrase("Phát hành", "Issue")
        case .cancel: Phrase("Hủy văn bản đã cấp số", "Cancel a numbered document")
        case .archive: Phrase("Lưu hồ sơ văn bản đi", "File an outgoing document")
        case .amend: Phrase("Sửa đổi, thay thế, đính chính, bãi bỏ", "Amend, replace, correct or revoke")
        case .recall: Phrase("Thu hồi văn bản đã phát hành", "Recall an issued document")
        case .takePaperBack: Phrase("Nhận lại bản giấy đã thu hồi", "Take recalled paper back")
        case .keepNumbers: Phrase("Quản lý số văn bản đi", "Keep the numbers of outgoing documents")
        case .readRegisters: Phrase("Xem, in sổ đăng ký", "Read and print the registers")
        case .lendArchive: Phrase("Ghi sử dụng bản lưu", "Lend the archive copy")
        case .makeCopy: Phrase("Sao văn bản", "Make a copy")
        case .readTrail: Phrase("Xem nhật ký", "Read the audit trail")
        case .exportTrail: Phrase("Xuất nhật ký", "Export the audit trail")
        case .manageAccounts: Phrase("Quản lý tài khoản", "Manage accounts")
        }
    }
}
