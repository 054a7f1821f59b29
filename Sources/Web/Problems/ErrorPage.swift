import Foundation
import Hummingbird
import Records
import Workflow

/// A problem as a person sees it: what is wrong, and what to do.
struct ErrorPage: Page {
    static let template = "problems/show"

    struct Way: Sendable {
        let href: String
        let label: String
    }

    let title: String
    let detail: String
    /// What to do, where the detail does not say it.
    let advice: String?
    let fields: [String]
    /// Seconds after which the browser asks again by itself: the office may be back.
    let refresh: Int?
    /// What was sent is not saved, and may be sent again.
    let mayRepeat: Bool
    let way: Way?
    /// The request's number, for whoever looks for the fault.
    let request: String?

    init(_ problem: Problem, isLook: Bool, _ context: OfficeContext) {
        let language = context.language
        title = problem.title(language)
        detail = problem.detail(language)
        let explanation = problem.type.explanation(language)
        advice = explanation == detail ? nil : explanation
        fields = problem.fields.map { $0.detail(language) }
        refresh = problem.type == .unavailable && isLook ? 5 : nil
        mayRepeat = problem.type == .unavailable && !isLook
        way = problem.type.way.map { Way(href: $0.href, label: $0.label(language)) }
        request = problem.status.code >= 500 ? context.origin.request.uuidString : nil
    }
}

extension ProblemType {
    /// Where a person goes on from here, if not at the beginning.
    fileprivate var way: (href: String, label: Phrase)? {
        switch self {
        case .signInNeeded, .sessionEnded, .signInRefused, .signInBlocked:
            ("/sign-in", Phrase("Đăng nhập", "Sign in"))
        case .alreadyRegistered, .possibleDuplicate: ("/incoming", Phrase("Tìm trong văn bản đến", "Search incoming"))
        case .tooLarge, .fileRefused: ("/intakes", Phrase("Gửi tệp khác", "Send another file"))
        case .notInRole, .notYours: ("/help", Phrase("Ai làm được gì", "Who may do what"))
        default: nil
        }
    }
}

extension Pages {
    /// The page of a problem that a request met.
    func page(of problem: Problem, in request: Request, _ context: OfficeContext) throws -> Response {
        try render(ErrorPage(problem, isLook: request.isLook, context), context, status: problem.status)
    }
}

extension Request {
    /// Whether it asks for something and changes nothing, so that it may be asked again unasked.
    var isLook: Bool { [.get, .head].contains(method) }
}
