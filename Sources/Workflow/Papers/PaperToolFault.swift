public import Records

/// Why a paper could not be made, where nobody's file is to blame.
public enum PaperToolFault: Error, Sendable, Equatable {
    /// A program of the system is not installed.
    case missing(program: String)
    /// A program ended in a way that it should not.
    case failed(program: String, status: Int32)
    /// Too many wait for the same.
    case busy

    /// What is wrong and what to do.
    public var sentence: Phrase {
        switch self {
        case .missing(let program):
            Phrase(
                "Máy chủ chưa cài “\(program)”. Quản trị hãy chạy deploy/install.",
                "“\(program)” is not installed on the server. An administrator runs deploy/install.")
        case .failed(let program, let status):
            Phrase(
                "Chương trình “\(program)” dừng bất thường (mã \(status)). Hãy thử lại; nếu vẫn lỗi, báo quản trị.",
                "The program “\(program)” ended with status \(status). Try again; tell an administrator if it goes on.")
        case .busy:
            Phrase(
                "Đang có nhiều tệp chờ chuyển đổi. Hãy thử lại sau ít phút.",
                "Many files wait to be converted. Try again in a few minutes.")
        }
    }
}
