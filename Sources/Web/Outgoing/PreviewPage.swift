import Records
import Workflow

/// What recalling or issuing a document will do to each recipient, in words, before somebody confirms it.
struct PreviewPage: Page {
    static let template = "outgoing/preview"

    struct Line: Sendable {
        let name: String
        let what: String
        /// The page's reader has something to do beside it.
        let isToDo: Bool
    }

    let place: Menu.Place? = .outgoing
    let done: String? = nil
    let id: Int
    let version: Int
    let title: String
    let reference: String?
    let subject: String
    let type: String
    let refusal: String?
    let faults: FaultSummary?
    /// What becomes of the document itself, or of the one that it changes.
    let mark: String
    let lines: [Line]
    let hasLines: Bool
    let action: String
    let reason: Field?
    let label: String

    init(
        recalling preview: OutgoingPreview, reason: String, faults: [FieldFault], refusal: Phrase?, _ language: Language
    ) {
        let words = Phrase("Lý do thu hồi", "Reason")
        let field = Field(
            "reason", words(language), reason, .lines, required: true, wide: true,
            hint: Phrase("Nơi nhận sẽ đọc được.", "The recipients read it.")(language),
            fault: faults.sentence(for: "reason", language))
        self.init(
            preview, title: Act.recall.label, path: "recall", reason: field, faults: faults, refusal: refusal,
            mark: Phrase(
                "Văn bản giữ nguyên số, nội dung và quá trình xử lý, được ghi “Đã thu hồi”. Không lấy lại được việc này.",
                "The document keeps its number, its text and its path and is marked “Withdrawn”. This cannot be undone."
            ),
            label: Phrase("Thu hồi", "Recall"), language)
    }

    init(issuing preview: OutgoingPreview, _ language: Language) {
        let mark = preview.document.concerns.map { former -> Phrase in
            let reference = former.reference.map { "\($0)" } ?? ""
            guard let closing = former.effect.closing else {
                return Phrase(
                    "\(reference) vẫn còn hiệu lực; trang của văn bản ghi “\(former.effect.passive.vietnamese)” văn bản này.",
                    "\(reference) stays in force; its page says “\(former.effect.passive.english)” this one.")
            }
            return Phrase(
                "\(reference) được ghi “\(closing.label.vietnamese)”. Không lấy lại được việc này.",
                "\(reference) is marked “\(closing.label.english)”. This cannot be undone.")
        }
        self.init(
            preview, title: Act.issue.label, path: "issue", reason: nil, faults: [], refusal: nil,
            mark: mark ?? Phrase("Từ đó văn bản không thay đổi nữa.", "From then on it never changes."),
            label: Act.issue.label, language)
    }

    private init(
        _ preview: OutgoingPreview, title: Phrase, path: String, reason: Field?, faults: [FieldFault],
        refusal: Phrase?, mark: Phrase, label: Phrase, _ language: Language
    ) {
        let document = preview.document
        id = document.id
        version = document.version
        self.title = title(language)
        reference = document.reference?.description
        subject = document.details.subject
        type = document.details.typeName
        self.refusal = refusal?(language)
        self.faults = .outgoing(faults, language)
        self.mark = mark(language)
        lines = preview.lines.map { line in
            Line(
                name: line.name, what: line.consequence.sentence(language), isToDo: line.consequence.isToDo)
        }
        hasLines = !lines.isEmpty
        action = "/outgoing/\(document.id)/\(path)"
        self.reason = reason
        self.label = label(language)
    }
}

extension OutgoingPreview.Consequence {
    fileprivate var isToDo: Bool {
        switch self {
        case .notReached, .notTold, .askBack: true
        case .envelope, .newWork, .workEnds, .post: false
        }
    }

    fileprivate func sentence(_ language: Language) -> String {
        switch self {
        case .envelope(.recall, let last):
            return Phrase(
                "Gửi yêu cầu lấy lại qua liên thông. \(Self.heard(last).vietnamese)",
                "Is asked by envelope to give it up. \(Self.heard(last).english)")(language)
        case .envelope(.replace, let last):
            return Phrase(
                "Gửi qua liên thông để thay văn bản cũ. \(Self.heard(last).vietnamese)",
                "Gets it by envelope, in place of the former. \(Self.heard(last).english)")(language)
        case .envelope:
            return Phrase("Gửi mới qua liên thông.", "Gets it by envelope as a new document.")(language)
        case .notReached:
            return Phrase(
                "Không còn gửi liên thông được: hãy gửi công văn thu hồi.",
                "No transport reaches it any more: write a letter.")(language)
        case .newWork(let role):
            return Phrase(
                "Nhận việc mới: \(role.label.vietnamese).", "Gets new work: \(role.label.english).")(language)
        case .workEnds(let entry, let state):
            return Phrase(
                "Việc với văn bản nội bộ số \(entry) (\(state.label.vietnamese)) kết thúc.",
                "Its work with internal document \(entry) (\(state.label.english)) ends.")(language)
        case .askBack(let day?):
            return Phrase(
                "Đã gửi bưu điện ngày \(day.written): hãy gửi thư yêu cầu trả lại bản giấy.",
                "Was sent paper on \(day.written): ask it back by letter.")(language)
        case .askBack(nil):
            return Phrase("Chưa gửi bưu điện: không gửi nữa.", "Not posted yet: do not post it.")(language)
        case .post: return Phrase("Gửi bưu điện, ghi sổ.", "By post, with an entry in the book.")(language)
        case .notTold:
            return Phrase(
                "Có văn bản cũ nhưng không thuộc nơi nhận văn bản này: sẽ không được báo.",
                "Has the former one and is no recipient of this: it will not be told.")(language)
        }
    }

    private static func heard(_ last: DeliveryStatus?) -> Phrase {
        guard let last else { return Phrase("Chưa nhận được trạng thái nào.", "Nothing was heard from it yet.") }
        return Phrase(
            "Trạng thái cuối: \(last.label.vietnamese).", "Last heard: \(last.label.english.lowercased()).")
    }
}
