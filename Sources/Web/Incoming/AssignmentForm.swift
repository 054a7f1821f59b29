import Records
import Workflow

/// The form *Phân công*: lead, supports, who is to know, deadline and instruction in one step.
struct AssignmentForm: Sendable {
    let action: String
    let version: Int
    let isOpen: Bool
    let faults: FaultSummary?
    let leadFault: String?
    let leads: [People]
    let support: Boxes
    let informed: Boxes
    let fields: [Field]

    /// The people of one unit, and the unit itself, to choose from.
    struct People: Sendable {
        let name: String
        let choices: [Choice]
    }

    /// The same as boxes to tick.
    struct Boxes: Sendable {
        let field: String
        let legend: String
        let fault: String?
        let groups: [People]
        let chosen: String?
    }

    init(
        _ document: IncomingView, _ directory: Directory, for officer: Officer, sent: SentAct?, _ language: Language
    ) {
        let order = sent.flatMap { $0.act == .assign ? AssignmentDraft($0.form) : nil } ?? AssignmentDraft()
        let faults = SentAct.faults(.assign, sent)
        action = "/incoming/\(document.id)/assignments"
        version = document.version
        isOpen = sent?.act == .assign || document.state == .received
        self.faults = FaultSummary(faults, language) { AssignmentField(rawValue: $0)?.label }
        leadFault = faults.sentence(for: "lead", language)
        let people = AssigneeList(directory, for: officer, language)
        leads = people.groups(chosen: order.order.lead.map { [$0] } ?? [])
        func boxes(_ field: AssignmentField, _ chosen: [Assignee]) -> Boxes {
            Boxes(
                field: field.rawValue, legend: field.label(language),
                fault: faults.sentence(for: field.rawValue, language), groups: people.groups(chosen: chosen),
                chosen: chosen.isEmpty ? nil : String(chosen.count))
        }
        support = boxes(.support, order.order.support)
        informed = boxes(.informed, order.order.informed)
        fields = [
            Field(
                "deadline", AssignmentField.deadline.label(language), order.shownDeadline, .day,
                hint: document.details.dueOn.map {
                    Phrase("Nơi gửi cần trả lời trước \($0.written)", "The sender wants an answer by \($0.written)")(
                        language)
                }, fault: faults.sentence(for: "deadline", language)),
            Field(
                "instruction", AssignmentField.instruction.label(language), order.order.instruction, .lines,
                wide: true, fault: faults.sentence(for: "instruction", language)),
        ]
    }
}

/// The fields of the form *Phân công*.
enum AssignmentField: String {
    case lead, support, informed, deadline, instruction

    var label: Phrase {
        switch self {
        case .lead: Assignment.Role.lead.label
        case .support: Assignment.Role.support.label
        case .informed: Assignment.Role.informed.label
        case .deadline: Phrase("Hạn xử lý", "Deadline")
        case .instruction: Phrase("Ý kiến chỉ đạo", "Instruction")
        }
    }
}

/// An assignment as it was sent, readable or not.
struct AssignmentDraft {
    var order = AssignmentOrder()
    private(set) var unreadable: [FieldFault] = []
    private(set) var shownDeadline = ""

    init() {}

    init(_ form: Form) {
        order.lead = Assignee(form["lead"])
        order.support = form.all("support").compactMap(Assignee.init)
        order.informed = form.all("informed").compactMap(Assignee.init)
        order.instruction = form["instruction"]
        shownDeadline = form["deadline"].trimmed
        order.deadline = Day(typed: shownDeadline)
        if !shownDeadline.isEmpty, order.deadline == nil {
            unreadable.append(FieldFault("deadline", .notADay))
        }
    }
}

/// The units and people that an officer can give work to.
struct AssigneeList {
    private let groups: [(name: String, members: [(assignee: Assignee, label: String)])]

    /// Leaders choose among everyone, heads among the people of their unit.
    init(_ directory: Directory, for officer: Officer, _ language: Language) {
        let isLeader = officer.roles.contains(.leader)
        func members(_ officers: [DirectoryOfficer]) -> [(assignee: Assignee, label: String)] {
            officers.filter { $0.id != officer.id }.map { (.officer($0.id), "\($0.name) – \($0.position)") }
        }
        let units = directory.units.filter { isLeader || $0.id == officer.unit }.map { unit in
            let whole: [(assignee: Assignee, label: String)] = isLeader ? [(.unit(unit.id), unit.name)] : []
            return (name: unit.name, members: whole + members(unit.officers))
        }
        let leaders = (name: Phrase("Lãnh đạo", "Leaders")(language), members: members(directory.leaders))
        groups = (units + (isLeader ? [leaders] : [])).filter { !$0.members.isEmpty }
    }

    func groups(chosen: [Assignee]) -> [AssignmentForm.People] {
        groups.map { group in
            AssignmentForm.People(
                name: group.name,
                choices: group.members.map {
                    Choice($0.assignee.description, $0.label, isChosen: chosen.contains($0.assignee))
                })
        }
    }
}
