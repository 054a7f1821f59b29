import Records
import Workflow

/// A piece of work with what was handed on from it, as the tree shows it.
struct AssignmentNode: Sendable {
    let who: String
    let role: String
    let isLead: Bool
    let state: Tag
    let deadline: String?
    let late: Tag?
    let instruction: String?
    let result: String?
    let assigned: String
    let finished: String?
    let below: [AssignmentNode]
    let hasBelow: Bool

    /// The work at the top, each with everything below it.
    static func tree(_ work: [AssignmentView], today: Day, _ language: Language) -> [AssignmentNode] {
        let below = Dictionary(grouping: work, by: \.parent)
        func nodes(_ parent: Assignment.ID?) -> [AssignmentNode] {
            var said: String?
            return (below[parent] ?? []).map { work in
                defer { said = work.instruction }
                return AssignmentNode(
                    work, says: work.instruction != said, below: nodes(work.id), today: today, language)
            }
        }
        return nodes(nil)
    }

    /// An instruction that stands above it already is not said again.
    private init(
        _ work: AssignmentView, says: Bool, below: [AssignmentNode], today: Day, _ language: Language
    ) {
        who = work.assigneeName
        role = work.role.label(language)
        isLead = work.role == .lead
        state = Tag.state(work.state, language)
        deadline = work.deadline?.written
        late = work.state == .open ? work.deadline.flatMap { Tag.deadline($0, today: today, language) } : nil
        instruction = work.instruction.isEmpty || !says ? nil : work.instruction
        result = work.result.isEmpty ? nil : work.result
        assigned = "\(work.assignedBy), \(work.assignedAt.written)"
        finished = work.finishedAt.map { "\(work.finishedBy ?? ""), \($0.written)" }
        self.below = below
        hasBelow = !below.isEmpty
    }
}
