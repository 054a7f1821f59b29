public import Hummingbird
public import Records

/// Everything that a request can be refused for, by the name that stands in its `type`.
///
/// `/problems/<name>` explains each.
public enum ProblemType: String, CaseIterable, Sendable {
    case badRequest = "bad-request"
    case badKey = "bad-idempotency-key"
    case signInNeeded = "sign-in-needed"
    case signInRefused = "sign-in-refused"
    case sessionEnded = "session-ended"
    case notInRole = "not-in-role"
    case notYours = "not-yours"
    case foreignForm = "foreign-form"
    case notFound = "not-found"
    case methodNotAllowed = "method-not-allowed"
    case notNow = "not-now"
    case stale
    case alreadyRegistered = "already-registered"
    case possibleDuplicate = "possible-duplicate"
    case taken
    case registerMissing = "register-missing"
    case tooLarge = "too-large"
    case unsupportedMediaType = "unsupported-media-type"
    case misdirected = "misdirected"
    case fields
    case fileRefused = "file-refused"
    case keyReused = "idempotency-key-reused"
    case versionNeeded = "version-needed"
    case signInBlocked = "sign-in-blocked"
    case parcelUnproven = "parcel-unproven"
    case parcelOffset = "parcel-offset"
    case parcelRefused = "parcel-refused"
    case tooManyRequests = "too-many-requests"
    case fault
    case unavailable
    case outcomeUnknown = "outcome-unknown"

    public var status: HTTPResponse.Status {
        switch self {
        case .badRequest, .badKey: .badRequest
        case .signInNeeded, .signInRefused, .sessionEnded, .parcelUnproven: .unauthorized
        case .notInRole, .notYours, .foreignForm: .forbidden
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .notNow, .stale, .alreadyRegistered, .possibleDuplicate, .taken, .registerMissing,
            .parcelOffset:
            .conflict
        case .tooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .misdirected: .misdirectedRequest
        case .fields, .fileRefused, .keyReused, .parcelRefused: .unprocessableContent
        case .versionNeeded: .preconditionRequired
        case .signInBlocked, .tooManyRequests: .tooManyRequests
        case .fault: .internalServerError
        case .unavailable, .outcomeUnknown: .serviceUnavailable
        }
    }

    public var title: Phrase {
        switch self {
        case .badRequest: Phrase("Yêu cầu không hợp lệ", "The request makes no sense")
        case .badKey: Phrase("Khóa chống lặp không hợp lệ", "The idempotency key is malformed")
        case .signInNeeded: Phrase("Hãy đăng nhập", "Sign in first")
        case .signInRefused: Phrase("Đăng nhập không thành công", "Sign-in failed")
        case .sessionEnded: Phrase("Phiên làm việc đã kết thúc", "The session has ended")
        case .notInRole: Phrase("Không đúng vai trò", "Not for your role")
        case .notYours: Phrase("Không phải việc của bạn", "Not your work")
        case .foreignForm: Phrase("Biểu mẫu không do trang này gửi", "The form does not come from this site")
        case .notFound: Phrase("Không tìm thấy", "Not found")
        case .methodNotAllowed: Phrase("Không hỗ trợ thao tác này", "Not possible here")
        case .notNow: Phrase("Chưa thực hiện được lúc này", "Not possible now")
        case .stale: Phrase("Văn bản đã thay đổi", "The document has changed")
        case .alreadyRegistered: Phrase("Đã vào sổ", "Registered already")
        case .possibleDuplicate: Phrase("Có thể trùng", "Possibly a duplicate")
        case .taken: Phrase("Đã được dùng", "Taken")
        case .registerMissing: Phrase("Chưa có sổ", "There is no register")
        case .tooLarge: Phrase("Quá lớn", "Too large")
        case .unsupportedMediaType: Phrase("Kiểu dữ liệu không được hỗ trợ", "Not a kind of data that is read here")
        case .misdirected: Phrase("Sai địa chỉ máy chủ", "Not this server's name")
        case .fields: Phrase("Thông tin chưa hợp lệ", "Some fields are not right")
        case .fileRefused: Phrase("Tệp bị từ chối", "The file is refused")
        case .keyReused: Phrase("Khóa chống lặp đã dùng cho yêu cầu khác", "The idempotency key was used before")
        case .versionNeeded: Phrase("Thiếu phiên bản đã xem", "The version seen is missing")
        case .signInBlocked: Phrase("Tạm khóa đăng nhập", "Sign-in is blocked for a while")
        case .parcelUnproven: Phrase("Chưa chứng minh được cơ quan gửi", "Not signed by an office that is known here")
        case .parcelOffset: Phrase("Gói tin tiếp tục từ vị trí khác", "The upload goes on elsewhere")
        case .parcelRefused: Phrase("Không nhận gói tin", "The envelope is not taken")
        case .tooManyRequests: Phrase("Quá nhiều yêu cầu", "Too many requests")
        case .fault: Phrase("Lỗi hệ thống", "A fault of this system")
        case .unavailable: Phrase("Hệ thống đang bận", "The office is busy or its database is away")
        case .outcomeUnknown: Phrase("Chưa rõ kết quả", "The outcome is not known")
        }
    }

    /// What it means and what to do, for the page of the problem.
    public var explanation: Phrase {
        switch self {
        case .badRequest:
            Phrase(
                "Nội dung gửi lên không đúng định dạng. Hãy tải lại trang rồi thử lại.",
                "What was sent is not in the form that is read here. Reload the page and try again.")
        case .badKey: Phrase("Khóa phải dài 8 đến 200 byte.", "A key has 8 to 200 bytes.")
        case .signInNeeded:
            Phrase("Trang này chỉ dành cho người đã đăng nhập.", "Only people who have signed in may see this.")
        case .signInRefused:
            Phrase(
                "Tên đăng nhập hoặc mật khẩu không đúng. Quản trị có thể đặt lại mật khẩu.",
                "The name or the password is wrong. An administrator can set a new password.")
        case .sessionEnded:
            Phrase(
                "Phiên kết thúc sau một thời gian không hoạt động. Hãy đăng nhập lại.",
                "A session ends after a while without use. Sign in again.")
        case .notInRole:
            Phrase(
                "Thao tác này dành cho vai trò khác. Quản trị phân vai trò.",
                "This is for another role. An administrator gives roles.")
        case .notYours:
            Phrase(
                "Chỉ người hoặc đơn vị được giao văn bản mới làm được việc này.",
                "Only the people or the unit that the document is assigned to can do this.")
        case .foreignForm:
            Phrase(
                "Để bảo vệ bạn, biểu mẫu gửi từ trang khác hoặc từ phiên cũ bị từ chối. Hãy mở lại trang rồi gửi lại.",
                "To protect you, forms sent from elsewhere or from an old session are refused. Open the page and send it again."
            )
        case .notFound:
            Phrase(
                "Không có mục này, hoặc bạn không có quyền biết đến nó.",
                "There is no such thing, or you may not know of it.")
        case .methodNotAllowed:
            Phrase("Địa chỉ này không nhận thao tác đó.", "This address does not take that method; see Allow.")
        case .notNow:
            Phrase(
                "Trạng thái hiện tại của văn bản không cho phép. Trang văn bản nêu lý do.",
                "The document's state does not allow it. Its page says why.")
        case .stale:
            Phrase(
                "Có người đã thay đổi văn bản sau khi bạn mở trang. Hãy xem các thay đổi rồi quyết định.",
                "Somebody changed the document after you opened it. Look at the changes, then decide.")
        case .alreadyRegistered:
            Phrase(
                "Tệp này đã được vào sổ; mỗi văn bản chỉ có một số đến.",
                "This file was registered before; a document has one arrival number only.")
        case .possibleDuplicate:
            Phrase(
                "Đã có văn bản giống văn bản này. Hãy so sánh, rồi xác nhận nếu vẫn vào sổ.",
                "A document like this one is here already. Compare them, then confirm to register anyway.")
        case .taken: Phrase("Mã hoặc tên này đã có. Hãy chọn mã khác.", "This code or name is in use. Choose another.")
        case .registerMissing:
            Phrase("Quản trị cần lập sổ văn bản đến trước.", "An administrator has to set up a register first.")
        case .tooLarge: Phrase("Hãy gửi tệp nhỏ hơn, hoặc chia nhỏ.", "Send something smaller, or in parts.")
        case .unsupportedMediaType:
            Phrase("Hãy xem kiểu dữ liệu trong mô tả API.", "See the API's description for what is read here.")
        case .misdirected:
            Phrase("Hãy dùng đúng tên máy chủ của cơ quan.", "Use the name under which your office has this server.")
        case .fields: Phrase("Hãy sửa các mục được đánh dấu.", "Correct the fields that are marked.")
        case .fileRefused: Phrase("Hãy xem lý do rồi gửi tệp khác.", "See the reason, then send another file.")
        case .keyReused:
            Phrase("Mỗi yêu cầu cần một khóa riêng.", "Every request needs a key of its own.")
        case .versionNeeded:
            Phrase(
                "Gửi If-Match với phiên bản (ETag) của văn bản bạn đã xem.",
                "Send If-Match with the version (ETag) of the document that you saw.")
        case .signInBlocked:
            Phrase("Sai mật khẩu nhiều lần. Hãy chờ rồi thử lại.", "Too many wrong passwords. Wait, then try again.")
        case .parcelUnproven:
            Phrase(
                "Quản trị hai bên hãy đối chiếu khóa, mã cơ quan, tên máy chủ và đồng hồ.",
                "The administrators of both sides should compare keys, agency codes, the server's name and clocks.")
        case .parcelOffset:
            Phrase("Hãy gửi tiếp từ Upload-Offset.", "Go on from Upload-Offset.")
        case .parcelRefused:
            Phrase(
                "Mã cơ quan nhận hoặc thông tin gói tin không đúng; gửi lại cũng sẽ bị từ chối.",
                "The recipient or what is said of the envelope is wrong; sent again it would be refused again.")
        case .tooManyRequests:
            Phrase("Hãy chờ rồi thử lại.", "Wait, then try again.")
        case .fault:
            Phrase(
                "Đã ghi lại để sửa. Khi báo lỗi, hãy gửi kèm mã yêu cầu.",
                "It is on record and will be looked at. When you report it, name the request's number.")
        case .unavailable:
            Phrase(
                "Chưa có gì được lưu. Hãy thử lại sau ít phút.", "Nothing was saved. Try again in a moment.")
        case .outcomeUnknown:
            Phrase(
                "Mất kết nối khi đang lưu. Hãy kiểm tra văn bản trước khi làm lại.",
                "The connection was lost while saving. Check the document before you try again.")
        }
    }
}
