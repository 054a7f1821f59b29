import Records
import Workflow

/// The form *Lấy ý kiến*.
struct AskForm: Sendable {
    let people: AssignmentForm.Boxes
    let fields: [Field]
    let faults: FaultSummary?
    let isOpen: Bool

    init(_ directory: Directory, sent: SentAct?, _ language: Language) {
        let faults = SentAct.faults(.askOpinion, sent)
        let chosen = Set((sent?.act == .askOpinion ? sent?.form.all("officers") : nil) ?? [])
        func choices(_ officers: [DirectoryOfficer]) -> [Choice] {
            officers.map {
                Choice(String($0.id), "\($0.name) – \($0.position)", isChosen: chosen.contains(String($0.id)))
            }
        }
        people = AssignmentForm.Boxes(
            field: "officers", legend: Phrase("Người được hỏi", "Who is asked")(language),
            fault: faults.sentence(for: "officers", language),
            groups: (directory.units.map { AssignmentForm.People(name: $0.name, choices: choices($0.officers)) }
                + [
                    AssignmentForm.People(
                        name: Phrase("Lãnh đạo", "Leaders")(language), choices: choices(directory.leaders))
                ]).filter { !$0.choices.isEmpty }, chosen: chosen.isEmpty ? nil : String(chosen.count))
        fields = [
            .words("question", Phrase("Nội dung cần hỏi", "Question"), .askOpinion, required: false, sent, language),
            Field(
                "deadline", Phrase("Hạn trả lời", "Answer by")(language), SentAct.typed("deadline", .askOpinion, sent),
                .day, fault: faults.sentence(for: "deadline", language)),
        ]
        self.faults = .outgoing(faults, language)
        isOpen = sent?.act == .askOpinion
    }
}

/// The form *Sửa dự thảo*.
struct EditForm: Sendable {
    let fields: [Field]
    /// What most drafts leave as it is, folded unless something of it is there.
    let rare: [Field]
    let isRareShown: Bool
    let choices: OutgoingChoices
    /// What goes with it now, to be left out.
    let attached: [Choice]
    let hasAttached: Bool
    let faults: FaultSummary?
    let lostFiles: Bool
    let isOpen: Bool

    /// - Returns: nothing where its reader does not revise it.
    init?(_ desk: OutgoingDesk, sent: SentAct?, _ language: Language) {
        guard let directory = desk.directory, let revision = desk.revision else { return nil }
        let faults = SentAct.faults(.revise, sent)
        fields = revision.form.fields(rare: false, faults: faults, language)
        rare = revision.form.fields(rare: true, faults: faults, language)
        isRareShown = rare.contains { $0.fault != nil || !$0.value.isEmpty }
        choices = OutgoingChoices(
            revision.form, directory, revision.chooser, mostSigners: revision.mostSigners, faults: faults, language)
        let sent = sent?.act == .revise ? sent : nil
        let dropped = Set(sent?.form.all("dropped") ?? [])
        attached = desk.document.attachments.map {
            Choice(String($0.file.id), $0.file.name, isChosen: dropped.contains(String($0.file.id)))
        }
        hasAttached = !attached.isEmpty
        self.faults = .outgoing(faults, language)
        lostFiles = sent.map { !($0.form.files(in: "text") + $0.form.files(in: "files")).isEmpty } ?? false
        isOpen = sent != nil
    }
}
