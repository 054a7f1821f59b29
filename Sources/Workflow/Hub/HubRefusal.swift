public import Records

/// Why the hub does not do what it was asked; each has the error code that the axis's clients read.
public enum HubRefusal: Error, Sendable, Equatable {
    /// System id, secret, signature or time is wrong; which is not said.
    case credentials
    /// The sending agency is not one of the caller's.
    case sender(String)
    /// There is no such recipient that fetches here, or the envelope is not addressed to it.
    case recipient(String)
    /// The envelope cannot be read.
    case unreadable(Phrase)
    case tooLarge(bytes: Int)
    /// The bytes are not those whose SHA-256 was named.
    case otherBytes
    /// There is no such parcel for the caller.
    case notFound
    case malformed
    /// Envelopes wait for the agency that is to go.
    case stillAwaited(Int)
    case tooMany
    /// Too much of the sender waits for its recipients.
    case full
    /// The database has not the hub's schema; for the terminal.
    case otherSchema
    /// The file `hub-key` is not what the hub wrote; for the terminal.
    case badKey

    /// The code: 10 may succeed later, 15 is about credentials, the rest would be refused again.
    ///
    /// 0, 10 and 15 are used as the national axis does; it does not publish what 18 to 23 mean, so those are ours.
    public var code: String {
        switch self {
        case .otherBytes, .tooMany, .full, .stillAwaited, .otherSchema, .badKey: "10"
        case .credentials: "15"
        case .sender: "18"
        case .recipient: "19"
        case .unreadable: "20"
        case .tooLarge: "21"
        case .notFound: "22"
        case .malformed: "23"
        }
    }

    public var sentence: Phrase {
        switch self {
        case .credentials: Phrase("Sai SystemId hoặc SecretKey.", "The system id or its secret is wrong.")
        case .sender(let code):
            Phrase(
                "Đơn vị gửi “\(code)” không đúng với mã đã đăng ký.",
                "The sender “\(code)” is not the code that was registered.")
        case .recipient(let code):
            Phrase("Đơn vị nhận “\(code)” không có trên trục.", "The recipient “\(code)” is not reached here.")
        case .unreadable(let why): why
        case .tooLarge(let bytes):
            Phrase("Gói tin lớn hơn \(bytes) byte.", "The envelope is larger than \(bytes) bytes.")
        case .otherBytes:
            Phrase("Gói tin không khớp với hash-file.", "The envelope does not have the SHA-256 of hash-file.")
        case .notFound: Phrase("Không có gói tin này.", "There is no such envelope.")
        case .stillAwaited(let count):
            Phrase(
                "Còn \(count) gói tin chờ đơn vị này nhận; hãy lấy hết trước khi xóa.",
                "\(count) envelopes wait for this agency: fetch them first.")
        case .malformed: Phrase("Yêu cầu không đúng quy cách.", "The request is malformed.")
        case .tooMany: Phrase("Quá nhiều yêu cầu; hãy thử lại sau.", "Too many requests: try again later.")
        case .full:
            Phrase(
                "Còn quá nhiều gói tin mà nơi nhận chưa lấy; hãy thử lại sau.",
                "Too many envelopes wait for their recipients: try again later.")
        case .otherSchema:
            Phrase(
                "Cơ sở dữ liệu chưa đúng phiên bản; chạy “congvan hub migrate”.",
                "The database has another schema: run “congvan hub migrate”.")
        case .badKey: Phrase("Tệp hub-key bị hỏng.", "The file hub-key is damaged: put it back from a backup.")
        }
    }
}
