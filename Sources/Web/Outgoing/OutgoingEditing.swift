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
    let choices: OutgoingChoices
    let faults: FaultSummary?
    let isOpen: Bool

    init(_ desk: OutgoingDesk, _ directory: Directory, sent: SentAct?, _ language: Language) {
        let isSent = sent?.act == .revise
        let form =
            sent.flatMap { isSent ? OutgoingForm($0.form, groups: desk.groups) : nil }
            ?? OutgoingForm(offering: desk.document.details)
        let faults = SentAct.faults(.revise, sent)
        fields = form.fields(faults: faults, language)
        choices = OutgoingChoices(form, directory, desk.groups, faults: faults, language)
        self.faults = .outgoing(faults, language)
        isOpen = isSent
    }
}
