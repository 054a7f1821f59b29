import Foundation
public import Records

/// Why an act was refused, where no rule about roles, states or fields says it.
///
/// Everything else that goes wrong is a fault, not a refusal.
public enum WorkflowError: Error, Sendable {
    /// There is no such record, or this officer may not know of it.
    case notFound
    /// What waited was registered before, under this number.
    case alreadyRegistered(document: Int, number: Int, year: Int)
    /// The record changed since it was shown.
    case stale(current: Int, changes: [TimelineEntry])
    /// Documents that this one may be a copy of; registering goes on once somebody has looked.
    case duplicates([Duplicate])
    /// The idempotency key was used with another request.
    case keyReused
    case badKey
    case signInRefused
    case signInBlocked(seconds: Int)
    /// The session ended since the page was shown.
    case sessionEnded
    case tooLarge(limit: Int)
    case fileRefused(Phrase)
    /// The agency has no register of incoming documents yet.
    case registerMissing
    /// A login, register, dossier code or agency code that is taken.
    case taken(Phrase)
    /// The connection was lost during the commit, and nothing shows that the act was done.
    case outcomeUnknown
    /// The trail could not be sealed for a minute: what must be on record is not done.
    case trailNotSealed
    /// A request of a sender stands in the way, or cannot be answered so.
    case requestObstacle(RequestObstacle)
    /// The disk of the file store has no room.
    case diskFull
    /// A platform's list of agencies that is not entered.
    case directoryObstacle(DirectoryObstacle)
    /// A dispatch that is not in the state in which this can be done.
    case dispatchIs(Dispatch.State)
    /// Something stands in the way of an outgoing document's next step.
    case outgoingObstacle(OutgoingObstacle)
    /// The agency has no register of outgoing documents yet.
    case outgoingRegisterMissing
    /// Somebody looks up too many documents on the public page.
    case tooManyLooks(seconds: Int)

    /// The refusal's name for programs.
    public var code: String {
        switch self {
        case .notFound: "not-found"
        case .alreadyRegistered: "already-registered"
        case .stale: "stale"
        case .duplicates: "possible-duplicate"
        case .keyReused: "idempotency-key-reused"
        case .badKey: "bad-idempotency-key"
        case .signInRefused: "sign-in-refused"
        case .signInBlocked: "sign-in-blocked"
        case .sessionEnded: "session-ended"
        case .tooLarge: "too-large"
        case .fileRefused: "file-refused"
        case .registerMissing: "register-missing"
        case .taken: "taken"
        case .outcomeUnknown: "outcome-unknown"
        case .trailNotSealed: "trail-not-sealed"
        case .requestObstacle(let obstacle): obstacle.rawValue
        case .diskFull: "disk-full"
        case .directoryObstacle(let obstacle): obstacle.code
        case .dispatchIs: "dispatch-not-in-state"
        case .outgoingObstacle(let obstacle): obstacle.rawValue
        case .outgoingRegisterMissing: "register-missing"
        case .tooManyLooks: "too-many-looks"
        }
    }

    /// What is wrong and what to do.
    public var sentence: Phrase {
        switch self {
        case .notFound:
            Phrase(
                "Không tìm thấy, hoặc bạn không có quyền xem.",
                "There is no such thing, or you may not see it.")
        case .alreadyRegistered(_, let number, let year):
            Phrase(
                "Văn bản này đã vào sổ, số đến \(number)/\(year).",
                "This document is registered already, under number \(number)/\(year).")
        case .stale:
            Phrase(
                "Văn bản đã thay đổi từ khi bạn mở trang. Hãy xem các thay đổi rồi quyết định.",
                "The document changed since you opened the page. Look at the changes, then decide.")
        case .duplicates(let documents):
            Phrase(
                "Có \(documents.count) văn bản có thể trùng. Hãy kiểm tra trước khi vào sổ.",
                "\(documents.count) documents may be the same. Look at them before registering.")
        case .keyReused:
            Phrase(
                "Biểu mẫu này đã được gửi với nội dung khác. Hãy tải lại trang.",
                "This form was sent before with other contents. Reload the page.")
        case .badKey:
            Phrase("Idempotency-Key phải dài 8 đến 200 byte.", "An Idempotency-Key has 8 to 200 bytes.")
        case .signInRefused:
            Phrase("Tên đăng nhập hoặc mật khẩu không đúng.", "The name or the password is wrong.")
        case .signInBlocked(let seconds):
            Phrase(
                "Sai quá nhiều lần. Hãy thử lại sau \((seconds + 59) / 60) phút.",
                "Too many failed attempts. Try again in \((seconds + 59) / 60) minutes.")
        case .tooManyLooks(let seconds):
            Phrase(
                "Tra cứu quá nhiều lần. Hãy thử lại sau \((seconds + 59) / 60) phút.",
                "Too many look-ups. Try again in \((seconds + 59) / 60) minutes.")
        case .sessionEnded:
            Phrase("Phiên làm việc đã kết thúc. Hãy đăng nhập lại.", "The session has ended. Sign in again.")
        case .tooLarge(let limit):
            Phrase(
                "Tệp lớn hơn giới hạn \(limit / 1_048_576) MB.",
                "The file is larger than the limit of \(limit / 1_048_576) MB.")
        case .fileRefused(let why): why
        case .registerMissing:
            Phrase(
                "Cơ quan chưa có sổ văn bản đến. Quản trị tạo sổ bằng “congvan agency”.",
                "The agency has no register of incoming documents. An administrator makes one with “congvan agency”.")
        case .taken(let what): what
        case .trailNotSealed:
            Phrase(
                "Chưa niêm phong được nhật ký nên hệ thống tạm dừng. Quản trị hãy xem /health và nhật ký dịch vụ.",
                "The audit trail cannot be sealed, so the office has stopped. An administrator looks at /health and the log."
            )
        case .requestObstacle(let obstacle): obstacle.sentence
        case .directoryObstacle(let obstacle): obstacle.sentence
        case .diskFull:
            Phrase(
                "Đĩa đã đầy nên chưa lưu được gì. Quản trị cần thêm dung lượng; sau đó hãy thử lại.",
                "The disk is full, so nothing was saved. An administrator adds space; try again then.")
        case .dispatchIs(let state):
            Phrase(
                "Không làm được: bản gửi này ở trạng thái “\(state.label.vietnamese)”.",
                "This is not possible: the dispatch is “\(state.label.english)”.")
        case .outgoingObstacle(let obstacle): obstacle.sentence
        case .outgoingRegisterMissing:
            Phrase(
                "Cơ quan chưa có sổ văn bản đi. Quản trị tạo sổ bằng “congvan agency”.",
                "The agency has no register of outgoing documents. An administrator makes one with “congvan agency”.")
        case .outcomeUnknown:
            Phrase(
                "Mất kết nối khi đang lưu. Hãy kiểm tra văn bản trước khi làm lại.",
                "The connection was lost while saving. Check the document before you try again.")
        }
    }
}
