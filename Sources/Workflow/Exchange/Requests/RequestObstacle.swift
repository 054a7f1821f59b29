import Records

/// Why a request of a sender cannot be answered as somebody wants, or stands in the way of something else.
public enum RequestObstacle: String, Sendable, CaseIterable {
    /// The document that it is about has not come, or is not in force any more.
    case parked = "request-parked"
    /// It is a request, which is answered before it can be registered, if at all.
    case unanswered = "request-unanswered"
    /// It does not wait: it is faulty, or was answered, refused, taken back or replaced.
    case notWaiting = "not-waiting"

    var sentence: Phrase {
        switch self {
        case .parked:
            Phrase(
                "Văn bản được yêu cầu chưa đến hoặc không còn hiệu lực, nên chưa thể đồng ý.",
                "The document that this is about has not come, or is not in force any more, so there is nothing to agree to."
            )
        case .unanswered:
            Phrase(
                "Đây là yêu cầu của nơi gửi về văn bản đã đến: hãy đồng ý hoặc từ chối trước.",
                "This is a request of the sender about a document that came before: agree or decline first.")
        case .notWaiting:
            Phrase(
                "Mục này không chờ vào sổ: là gói lỗi, hoặc đã được trả lời, từ chối, thu hồi hay thay thế.",
                "This does not wait: it is faulty, or was answered, refused, taken back or replaced.")
        }
    }
}
