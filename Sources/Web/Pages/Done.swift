import Hummingbird
import Records

/// What an act came to, told on the page that the person is led to after it.
///
/// It travels as a name in the address (`?done=registered`), never as text: nobody can put words into our mouth.
enum Done: String {
    case takenIn = "taken-in"
    case declined, withdrawn, updated, replaced
    case refused, registered, assigned, reported, completed, acknowledged, reopened, filed
    case dispatchDrafted = "dispatch-drafted"
    case dispatchChanged = "dispatch-changed"
    case dispatchSent = "dispatch-sent"
    case dispatchDiscarded = "dispatch-discarded"
    case drafted, revised, submitted, abandoned, returned, commented, signed, numbered, sealed, issued, cancelled,
        posted
    case contentApproved = "content-approved"
    case formatApproved = "format-approved"
    case opinionsAsked = "opinions-asked"
    case opinionGiven = "opinion-given"
    case recalled
    case printAsked = "print-asked"
    case registerClosed = "register-closed"
    case archiveLent = "archive-lent"
    case archiveReturned = "archive-returned"
    case paperReturned = "paper-returned"
    case copied
    case refusalsNoted = "refusals-noted"
    case resent
    case dossierOpened = "dossier-opened"
    case passwordChanged = "password-changed"
    case questionSaved = "question-saved"
    case questionRemoved = "question-removed"
    case groupSaved = "group-saved"
    case groupRemoved = "group-removed"

    var sentence: Phrase {
        switch self {
        case .takenIn: Phrase("Đã nhận tệp. Hãy kiểm tra rồi vào sổ.", "The file is in. Check it, then register it.")
        case .refused: Phrase("Đã từ chối tiếp nhận.", "The file has been refused.")
        case .declined: Phrase("Đã từ chối yêu cầu; nơi gửi được báo lý do.", "Declined; the sender is told why.")
        case .withdrawn: Phrase("Đã thu hồi văn bản theo yêu cầu.", "The document is withdrawn.")
        case .updated: Phrase("Đã cập nhật văn bản theo nơi gửi.", "The document is updated.")
        case .replaced:
            Phrase(
                "Đã đồng ý. Hãy kiểm tra rồi vào sổ văn bản mới.", "Agreed. Check the new document, then register it.")
        case .registered: Phrase("Đã vào sổ. Văn bản chờ lãnh đạo phân công.", "Registered. It now waits for a leader.")
        case .assigned: Phrase("Đã phân công.", "Assigned.")
        case .reported: Phrase("Đã ghi báo cáo tiến độ.", "Your progress note is in.")
        case .completed: Phrase("Đã hoàn thành phần việc của bạn.", "Your part is complete.")
        case .acknowledged: Phrase("Đã ghi nhận bạn đã xem.", "Marked as seen.")
        case .reopened: Phrase("Đã mở lại văn bản để xử lý.", "The document is open for work again.")
        case .filed: Phrase("Đã lưu vào hồ sơ.", "Filed in the dossier.")
        case .dispatchDrafted:
            Phrase("Đã lưu. Hãy chọn nơi nhận, xem lại rồi gửi.", "Kept. Choose recipients, look at it, then send it.")
        case .dispatchChanged: Phrase("Đã lưu thay đổi.", "Changed.")
        case .dispatchSent:
            Phrase("Đã gửi. Trạng thái từng nơi nhận hiện bên dưới.", "Sent. Each recipient's state is below.")
        case .dispatchDiscarded: Phrase("Đã bỏ, không gửi.", "Given up; it will not be sent.")
        case .drafted: Phrase("Đã lưu dự thảo. Hãy xem lại rồi trình duyệt.", "Kept. Look at it, then submit it.")
        case .revised: Phrase("Đã lưu thay đổi.", "Changed.")
        case .submitted: Phrase("Đã trình duyệt nội dung.", "Submitted; its content is to be approved.")
        case .abandoned: Phrase("Đã hủy dự thảo.", "The draft is given up.")
        case .contentApproved: Phrase("Đã duyệt nội dung; văn thư kiểm tra thể thức.", "Approved; its format is next.")
        case .formatApproved: Phrase("Đã duyệt thể thức; văn bản chờ ký.", "Approved; it waits for signatures.")
        case .returned: Phrase("Đã trả lại người soạn.", "Returned to its drafter.")
        case .commented: Phrase("Đã ghi góp ý.", "Your comment is in.")
        case .opinionsAsked: Phrase("Đã gửi lấy ý kiến.", "They are asked.")
        case .opinionGiven: Phrase("Đã ghi ý kiến của bạn.", "Your opinion is in.")
        case .signed: Phrase("Đã ghi nhận chữ ký.", "Signed.")
        case .numbered: Phrase("Đã cấp số và ngày.", "It has its number and date.")
        case .sealed:
            Phrase("Đã đóng dấu, ký số cơ quan; có thể phát hành.", "Signed for the agency; it can be issued.")
        case .issued: Phrase("Đã phát hành tới các nơi nhận bên dưới.", "Issued to the recipients below.")
        case .cancelled: Phrase("Đã hủy; số vẫn giữ trong sổ.", "Cancelled; its number stays in the register.")
        case .recalled:
            Phrase(
                "Đã thu hồi. Câu trả lời của từng nơi nhận hiện bên dưới.",
                "Recalled. What each recipient answers is below.")
        case .posted: Phrase("Đã ghi sổ gửi bưu điện.", "Entered in the posting book.")
        case .printAsked:
            Phrase("Đã nhận yêu cầu in. Bản in hiện ở đây khi xong.", "Your print is being made. It appears here.")
        case .registerClosed: Phrase("Đã khóa sổ.", "The register is closed.")
        case .archiveLent: Phrase("Đã ghi sổ sử dụng bản lưu.", "Entered in the book of archive copies.")
        case .archiveReturned: Phrase("Đã ghi nhận trả bản lưu.", "The archive copy is back.")
        case .paperReturned: Phrase("Đã ghi nhận bản giấy được trả lại.", "It is recorded that the paper came back.")
        case .copied: Phrase("Đã sao; bản sao có số ở bên dưới.", "The copy is made; it is below with its number.")
        case .refusalsNoted: Phrase("Đã ghi nhận.", "Noted.")
        case .resent: Phrase("Gói tin đang được gửi lại.", "The envelope is being sent again.")
        case .dossierOpened: Phrase("Đã mở hồ sơ.", "The dossier is open.")
        case .questionSaved: Phrase("Đã lưu câu hỏi.", "The question is saved.")
        case .questionRemoved: Phrase("Đã bỏ câu hỏi.", "The question is removed.")
        case .groupSaved: Phrase("Đã lưu nhóm nơi nhận.", "The group is saved.")
        case .groupRemoved: Phrase("Đã bỏ nhóm nơi nhận.", "The group is removed.")
        case .passwordChanged:
            Phrase(
                "Đã đổi mật khẩu. Các phiên làm việc khác của bạn đã kết thúc.",
                "Your password is changed. Your other sessions have ended.")
        }
    }

    /// Reads what the address of a page says.
    static func sentence(in query: Form, _ language: Language) -> String? {
        Done(rawValue: query["done"])?.sentence(language)
    }
}

extension Response {
    /// Leads the person on after an act, and says there what was done.
    static func lead(to path: String, _ done: Done) -> Response {
        let mark = path.contains("?") ? "&" : "?"
        return .redirect(to: "\(path)\(mark)done=\(done.rawValue)")
    }
}
