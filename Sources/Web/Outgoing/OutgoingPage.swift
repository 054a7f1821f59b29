import Records
import Workflow

/// Everything about one outgoing document, and the steps that its reader may take.
struct OutgoingPage: Page {
    static let template = "outgoing/show"

    struct Stage: Sendable {
        let label: String
        let isPast: Bool
        let isHere: Bool
    }

    struct Version: Sendable {
        let name: String
        let href: String
        let pdf: String?
        /// Where it is compared with the one before it.
        let changes: String?
        let kind: String
        let note: String?
        let by: String
        let at: String
        let size: String
    }

    struct Line: Sendable {
        let at: String
        let who: String
        let what: String
        let words: String?
    }

    struct Person: Sendable {
        let name: String
        let position: String
        let kind: String
        let competence: String?
        let signed: String?
        let recordedBy: String?
        /// Whose certificate signed, and who issued it; nothing where it was signed by hand.
        let certificate: String?
        let isNext: Bool
    }

    struct Opinion: Sendable {
        let name: String
        let answer: Tag
        let words: String?
        let question: String?
        let by: String?
    }

    /// A file that goes with it, and whether the agency signs it too.
    struct AttachedFile: Sendable {
        let link: FileLink
        /// The same as the agency signed it.
        let sealed: String?
        let note: String?
    }

    /// A document that this one changes, or that changes it.
    struct Link: Sendable {
        let href: String
        let what: String
        let name: String
        let state: Tag?
    }

    let place: Menu.Place? = .outgoing
    let done: String?
    let id: Int
    let version: Int
    let reference: String?
    let subject: String
    let type: String
    let issued: String?
    let urgency: Tag?
    let step: Tag
    let stages: [Stage]
    let refusal: String?
    let answers: DocumentPage.Fact?
    let answersHref: String?
    let dispatch: String?
    let replacing: String?
    let work: String?
    /// Why the draft came back, from whom and when.
    let returned: Line?
    /// Why it is no longer in force, by whom and since when.
    let ended: Line?
    /// How much of what was sent on paper came back after the recall.
    let paper: String?
    let concerns: Link?
    let followers: [Link]
    let hasFollowers: Bool
    /// Where what recalling or issuing it will do is shown first.
    let recall: String?
    let issue: String?
    /// How another document may change it.
    let changing: [Link]
    let hasChanging: Bool
    let viewer: OutgoingViewer?
    let acts: [ActForm]
    let filing: FilingForm?
    let ask: AskForm?
    let edit: EditForm?
    let refusals: [DocumentPage.Refusal]
    /// Where the template of its type is, filled in; while it is a draft.
    let filledTemplate: String?
    let versions: [Version]
    let hasVersions: Bool
    let files: [AttachedFile]
    let hasFiles: Bool
    let signatories: [Person]
    let hasSignatories: Bool
    let opinions: [Opinion]
    let hasOpinions: Bool
    let recipients: [Recipient]
    let hasRecipients: Bool
    /// How many they are, where they are many: they are folded then.
    let manyRecipients: String?
    let remarks: [Line]
    let hasRemarks: Bool
    let copies: CopyList?
    let facts: [DocumentPage.Fact]
    let dossiers: [DossierLine]
    let hasDossiers: Bool

    init(_ desk: OutgoingDesk, sent: SentAct?, refusal: Phrase?, done: String?, _ language: Language) {
        let document = desk.document
        let mayDo = Set(document.actions.filter(\.allowed).map(\.act))
        self.done = done
        id = document.id
        version = document.version
        reference = document.reference?.description
        subject = document.details.subject
        type = document.details.typeName
        issued = document.issuedOn?.written
        urgency = Tag.urgency(document.details.urgency, language)
        step = Tag.step(document.step, document.closing, language)
        let all = OutgoingDocument.Step.allCases
        let here = all.firstIndex(of: document.step) ?? 0
        stages = all.enumerated().map {
            Stage(label: $0.element.label(language), isPast: $0.offset < here, isHere: $0.offset == here)
        }
        self.refusal = refusal?(language)
        answers = document.answers.map {
            .init(label: Phrase("Trả lời văn bản đến", "Answers incoming document")(language), value: $0.label)
        }
        answersHref = document.answers.map { "/incoming/\($0.id)" }
        dispatch = document.dispatch.map { "/dispatches/\($0)" }
        work = document.work.map { "/incoming/\($0)" }
        replacing = document.replacing.map { "/dispatches/\($0)" }
        returned = document.lastReturn.map { Line($0, language) }
        ended = document.ended.map {
            Line(at: $0.at.written, who: $0.by, what: $0.mark.label(language), words: $0.reason)
        }
        paper = document.paper.map {
            Phrase(
                "Bản giấy đã thu lại: \($0.returned)/\($0.sent).", "Paper that came back: \($0.returned) of \($0.sent)."
            )(
                language)
        }
        concerns = document.concerns.map { Link($0, $0.effect.label, language) }
        followers = document.followers.map { Link($0, $0.effect.passive, language) }
        hasFollowers = !followers.isEmpty
        recall = mayDo.contains(.recall) ? "/outgoing/\(document.id)/recall" : nil
        issue = mayDo.contains(.issue) && document.concerns != nil ? "/outgoing/\(document.id)/issue" : nil
        changing = mayDo.contains(.amend) ? OutgoingEffect.allCases.map { Link($0, of: document.id, language) } : []
        hasChanging = !changing.isEmpty
        viewer = OutgoingViewer(document, language)
        acts = ActForm.offered(desk, sent: sent, language)
        filing = desk.dossiers.map { FilingForm(document, $0, words: desk.dossierWords, sent: sent, language) }
        ask = mayDo.contains(.askOpinion) ? desk.directory.map { AskForm($0, sent: sent, language) } : nil
        edit = EditForm(desk, sent: sent, language)
        refusals = document.actions.filter { !$0.allowed }.map {
            .init(act: $0.act.label(language), reason: $0.reason?(language) ?? "")
        }
        filledTemplate = mayDo.contains(.revise) ? "/outgoing/\(document.id)/template" : nil
        versions = document.versions.map { Version($0, of: document.id, language) }
        hasVersions = !versions.isEmpty
        files = document.attachments.map { AttachedFile($0, of: document, language) }
        hasFiles = !files.isEmpty
        signatories = document.signatories.map { Person($0, language) }
        hasSignatories = !signatories.isEmpty
        opinions = document.opinions.map { Opinion($0, language) }
        hasOpinions = !opinions.isEmpty
        recipients = document.recipients.map {
            Recipient($0, of: document, mayDo: mayDo, sent: sent, language)
        }
        hasRecipients = !recipients.isEmpty
        manyRecipients =
            recipients.count > 20
            ? Phrase("\(recipients.count) nơi nhận", "\(recipients.count) recipients")(language) : nil
        remarks = document.remarks.map { Line($0, language) }
        hasRemarks = !remarks.isEmpty
        copies = CopyList(document, mayTakeBack: mayDo.contains(.lendArchive), language)
        facts = Self.facts(document, language)
        dossiers = document.dossiers.map { DossierLine($0, language) }
        hasDossiers = !dossiers.isEmpty
    }

    private static func facts(_ document: OutgoingView, _ language: Language) -> [DocumentPage.Fact] {
        let shown: [OutgoingField] = [.medium, .place, .dueOn, .pages, .copies, .places, .note]
        let own: [DocumentPage.Fact] = [
            .init(label: Phrase("Đơn vị soạn", "Drafting unit")(language), value: document.unit),
            .init(
                label: Phrase("Người soạn", "Drafted by")(language),
                value: "\(document.draftedBy), \(document.draftedAt.written)"),
            .init(label: Phrase("Sổ", "Register")(language), value: document.register),
        ]
        return
            (own
            + shown.map { field in
                let value =
                    field == .medium ? document.details.medium.label(language) : field.written(document.details)
                return .init(label: field.label(language), value: value)
            }).filter { !$0.value.isEmpty }
    }
}
