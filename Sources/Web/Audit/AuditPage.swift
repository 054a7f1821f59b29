import Records
import Workflow

/// The page *Nhật ký*: the auditor's questions in people's words, and the answer below.
struct AuditPage: Page {
    static let template = "audit/list"

    struct Group: Sendable {
        let label: String
        let links: [Link]
    }

    struct Link: Sendable {
        let label: String
        let href: String
        let isHere: Bool
    }

    struct Saved: Sendable {
        let name: String
        let href: String
        let mail: String?
        /// Where its removal is sent.
        let removal: String
    }

    struct SaveForm: Sendable {
        let query: String
        let isOpen: Bool
        let fields: [Field]
        let faults: FaultSummary?
        let refusal: String?
        let canMail: Bool

        init(_ form: QuestionForm, canMail: Bool, _ language: Language) {
            query = form.draft.query
            isOpen = form.isOpen
            fields = form.fields(canMail: canMail, language)
            faults = FaultSummary(form.faults, language) { QuestionForm.label($0) }
            refusal = form.refusal?(language)
            self.canMail = canMail
        }
    }

    let place: Menu.Place? = .audit
    let done: String?
    let title: String
    let explanation: String?
    /// Whether the person has not chosen a question yet.
    let isHome: Bool
    let groups: [Group]
    let form: AuditForm
    let isNarrow: Bool
    // What was found.
    let tables: [AuditTable]
    let days: String?
    let checkpoint: String?
    let isUnsealed: Bool
    let charts: [AuditChart]
    let hasCharts: Bool
    let isChartCut: Bool
    /// Where the chart is drawn that is not shown.
    let drawing: String?
    let hasList: Bool
    let rows: [TrailLine]
    let isEmpty: Bool
    let isWaiting: Bool
    let next: String?
    let exports: [Link]
    // What is kept.
    let saved: [Saved]
    let hasSaved: Bool
    /// The form that keeps the question; none where there is nothing to keep.
    let save: SaveForm?

    init(
        _ query: AuditQuery, _ answer: AuditAnswer, officers: [DirectoryOfficer], saved: [SavedQuestion],
        form: QuestionForm, canMail: Bool, done: String?, _ language: Language
    ) {
        self.done = done
        title = query.question?.title(language) ?? Phrase("Nhật ký", "Audit trail")(language)
        explanation = query.question?.explanation(language)
        isHome = query.question == nil
        groups = TrailQuestion.Matter.allCases.map { matter in
            Group(
                label: matter.label(language),
                links: matter.questions.map {
                    Link(
                        label: $0.title(language), href: "/audit?question=\($0.rawValue)", isHere: $0 == query.question)
                })
        }
        self.form = AuditForm(query.asked, officers: officers, language)
        isNarrow = query.isNarrow
        tables = answer.tables
        days = answer.week.map { "\($0.first.written) – \($0.last.written)" }
        checkpoint = answer.checkpoint
        isUnsealed = answer.isUnsealed
        charts = answer.trail?.chart.map { AuditChart.charts(of: $0, language) } ?? []
        hasCharts = !charts.isEmpty
        isChartCut = answer.trail?.chart?.isCut ?? false
        drawing = answer.canDraw && answer.trail?.rows.isEmpty == false ? query.withChart : nil
        rows = answer.trail?.rows.map { TrailLine($0, language) } ?? []
        isEmpty = answer.trail?.rows.isEmpty ?? false
        hasList = answer.trail != nil && !isEmpty
        isWaiting = query.asked.faults.isEmpty && !query.asked.isComplete
        next = answer.trail?.next.map(query.next)
        exports = answer.trail == nil ? [] : Self.exports(of: query)
        self.saved = saved.map {
            Saved(
                name: $0.name, href: $0.query.isEmpty ? "/audit" : "/audit?\($0.query)",
                mail: $0.mailTo.isEmpty ? nil : $0.mailTo, removal: "/audit/questions/\($0.id)/removal")
        }
        hasSaved = !saved.isEmpty
        let canSave = query.isNarrow && query.asked.faults.isEmpty || form.isOpen
        save = canSave ? SaveForm(form, canMail: canMail, language) : nil
    }

    private static func exports(of query: AuditQuery) -> [Link] {
        let formats = [
            ("CSV", "csv"), ("JSON Lines", "jsonl"), ("Syslog (RFC 5424)", "rfc5424"), ("CEF", "cef"), ("OCSF", "ocsf"),
            ("ECS", "ecs"),
        ]
        return formats.map { label, format in
            Link(label: label, href: query.address("/audit/export", [("format", format)]), isHere: false)
        }
    }
}
