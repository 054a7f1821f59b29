/// Every step that documents may take, as a table a records officer can read (bảng chuyển trạng thái).
///
/// The table is the whole truth: what is not a row is forbidden. Tests walk every pair of state and act.
public struct TransitionTable<State: Sendable & Hashable>: Sendable {
    public struct Row: Sendable, Hashable {
        public let from: State
        public let act: Act
        public let role: Role
        public let to: State
    }

    public let rows: [Row]

    init(_ rows: (State, Act, [Role], State)...) {
        self.rows = rows.flatMap { from, act, roles, to in roles.map { Row(from: from, act: act, role: $0, to: to) } }
    }

    /// Whether some role may take this step from this state.
    public func allows(_ act: Act, from state: State) -> Bool {
        rows.contains { $0.from == state && $0.act == act }
    }

    /// The roles that may take this step from this state.
    public func roles(for act: Act, from state: State) -> Set<Role> {
        Set(rows.filter { $0.from == state && $0.act == act }.map(\.role))
    }

    /// The state that a step leads to when it ends the matter for the document.
    public func state(after act: Act, from state: State) -> State? {
        rows.first { $0.from == state && $0.act == act }?.to
    }

    /// Whether the act is a step in a document's life, so that its state decides too.
    public func has(_ act: Act) -> Bool { rows.contains { $0.act == act } }
}
