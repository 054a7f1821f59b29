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
        case .readTrail: Phrase("Xem nhật ký", "Read the audit trail")
        case .exportTrail: Phrase("Xuất nhật ký", "Export the audit trail")
        case .manageAccounts: Phrase("Quản lý tài khoản", "Manage accounts")
        }
    }
}
