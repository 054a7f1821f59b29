/// What a leader or head decides about a document in one step (ý kiến phân công).
public struct AssignmentOrder: Sendable, Hashable {
    public var lead: Assignee?
    public var support: [Assignee] = []
    public var informed: [Assignee] = []
    public var deadline: Day?
    /// What is to be done (ý kiến chỉ đạo, bút phê).
    public var instruction = ""

    public init() {}

    /// Everyone named, with the role they are given.
    public var named: [(Assignment.Role, Assignee)] {
        (lead.map { [(.lead, $0)] } ?? []) + support.map { (.support, $0) } + informed.map { (.informed, $0) }
    }

    /// The rules that the order breaks; that everyone named works here is for the database to say.
    public func faults(today: Day) -> [FieldFault] {
        var faults = FieldFaults()
        if lead == nil { faults.add("lead", .required) }
        var seen: Set<Assignee> = lead.map { [$0] } ?? []
        if support.contains(where: { !seen.insert($0).inserted }) { faults.add("support", .chosenTwice) }
        if informed.contains(where: { !seen.insert($0).inserted }) { faults.add("informed", .chosenTwice) }
        if let deadline, deadline < today { faults.add("deadline", .before(Phrase("hôm nay", "today"))) }
        faults.text("instruction", instruction, most: 2000, lines: true)
        return faults.all
    }
}
