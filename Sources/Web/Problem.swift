public import Hummingbird
import NIOHTTP1
public import Records
import Workflow

/// An error as RFC 9457 describes it to a program and ``ErrorPage`` to a person.
public struct Problem: Error, Sendable {
    public let type: ProblemType
    /// What is wrong with this request, and what to do; nothing of how we are built.
    public var detail: Phrase
    /// The fields that are wrong, all of them.
    public var fields: [FieldProblem] = []
    /// Header fields that belong to the answer, such as `Retry-After`.
    public var headers: HTTPFields = [:]
    /// More members for programs, such as the documents that may be the same.
    var members: [String: JSON] = [:]

    public var status: HTTPResponse.Status { type.status }
    public var title: Phrase { type.title }

    public init(_ type: ProblemType, _ detail: Phrase? = nil, fields: [FieldProblem] = [], headers: HTTPFields = [:]) {
        self.type = type
        self.detail = detail ?? type.explanation
        self.fields = fields
        self.headers = headers
    }
}

/// One field that is wrong.
public struct FieldProblem: Sendable, Hashable {
    /// The field's name; within a JSON document its path: `details.arrivedOn`.
    public let field: String
    /// The rule's name for programs.
    public let code: String
    public let detail: Phrase

    init(_ field: String, _ code: String, _ detail: Phrase) {
        self.field = field
        self.code = code
        self.detail = detail
    }

    init(_ fault: FieldFault) {
        self.init(fault.field, fault.rule.code, fault.rule.sentence)
    }
}

extension Problem {
    /// The one place where errors become HTTP.
    ///
    /// A refusal is told to whoever asked; a fault is told to the log alone.
    public init(_ error: any Error) {
        switch error {
        case let error as Problem: self = error
        case let error as RuleViolation: self.init(rule: error)
        case let error as FieldFault: self.init(.fields, error.rule.sentence, fields: [FieldProblem(error)])
        case let error as WorkflowError: self.init(refusal: error)
        case let error as PaperFault: self.init(error.isOurs ? .unavailable : .fileRefused, error.sentence)
        case let error as PaperToolFault: self.init(.unavailable, error.sentence)
        case let error as HTTPError: self.init(http: error)
        case is HTTPParserError: self.init(.badRequest)
        default:
            if Workflow.isUnavailable(error) {
                self.init(.unavailable, headers: [.retryAfter: "5"])
            } else {
                self.init(.fault)
            }
        }
    }

    private init(rule: RuleViolation) {
        switch rule {
        case .notNow, .closed, .notAtStep, .outgoingClosed: self.init(.notNow, rule.sentence)
        case .notInRole: self.init(.notInRole, rule.sentence)
        case .notYours: self.init(.notYours, rule.sentence)
        case .fields(let faults): self.init(.fields, rule.sentence, fields: faults.map(FieldProblem.init))
        }
    }

    private init(refusal: WorkflowError) {
        self.init(Self.type(of: refusal), refusal.sentence)
        switch refusal {
        case .signInBlocked(let seconds), .tooManyLooks(let seconds): headers[.retryAfter] = String(seconds)
        case .outcomeUnknown, .trailNotSealed, .diskFull: headers[.retryAfter] = "5"
        case .stale(let current, let changes):
            members = ["current": .integer(current), "changes": .array(changes.map(JSON.init))]
        case .duplicates(let documents): members = ["duplicates": .array(documents.map(JSON.init))]
        case .alreadyRegistered(let document, let number, let year):
            members = ["document": .integer(document), "number": .integer(number), "year": .integer(year)]
        case .notFound, .keyReused, .badKey, .signInRefused, .sessionEnded, .tooLarge, .fileRefused, .registerMissing,
            .taken, .dispatchIs, .requestObstacle, .outgoingObstacle, .outgoingRegisterMissing, .directoryObstacle:
            break
        }
    }

    private static func type(of refusal: WorkflowError) -> ProblemType {
        switch refusal {
        case .notFound: .notFound
        case .alreadyRegistered: .alreadyRegistered
        case .stale: .stale
        case .duplicates: .possibleDuplicate
        case .keyReused: .keyReused
        case .badKey: .badKey
        case .signInRefused: .signInRefused
        case .signInBlocked: .signInBlocked
        case .tooManyLooks: .tooManyRequests
        case .sessionEnded: .sessionEnded
        case .tooLarge: .tooLarge
        case .fileRefused: .fileRefused
        case .registerMissing, .outgoingRegisterMissing: .registerMissing
        case .taken: .taken
        case .dispatchIs: .notNow
        case .outcomeUnknown: .outcomeUnknown
        case .requestObstacle, .outgoingObstacle, .directoryObstacle: .notNow
        case .trailNotSealed, .diskFull: .unavailable
        }
    }

    /// What Hummingbird refuses by itself: no route, or a parameter that is no number.
    private init(http: HTTPError) {
        switch http.status {
        case .notFound: self.init(.notFound)
        case .contentTooLarge: self.init(.tooLarge)
        case .unsupportedMediaType: self.init(.unsupportedMediaType)
        case .unauthorized: self.init(.signInNeeded)
        default: self.init(http.status.code < 500 ? .badRequest : .fault)
        }
    }
}

extension Problem {
    /// The problem for a program (RFC 9457).
    func json(_ language: Language, request: String) -> JSON {
        var object = members
        object["type"] = .string("/problems/\(type.rawValue)")
        object["title"] = .string(title(language))
        object["status"] = .integer(status.code)
        object["detail"] = .string(detail(language))
        object["request"] = .string(request)
        if !fields.isEmpty {
            object["errors"] = .array(
                fields.map {
                    ["field": .string($0.field), "code": .string($0.code), "detail": .string($0.detail(language))]
                })
        }
        return .object(object)
    }
}
