/// All the work with one document: who handed what on to whom (cây xử lý).
///
/// This is the one place that says how one person's step moves the assignments around it and the document.
public struct AssignmentTree: Sendable {
    public private(set) var assignments: [Assignment]

    public init(_ assignments: [Assignment]) {
        self.assignments = assignments
    }

    /// The document's state, as its work says: *processed* once every lead at the top has finished.
    ///
    /// - Returns: `nil` where no lead was ever named, so the work says nothing.
    public var documentState: IncomingDocument.State? {
        let leads = assignments.filter { $0.parent == nil && $0.role == .lead && $0.state != .withdrawn }
        guard !leads.isEmpty else { return nil }
        return leads.allSatisfy { $0.state == .done } ? .processed : .assigned
    }

    /// Finishes an assignment.
    ///
    /// A finished lead ends the work below and beside it and finishes what it was handed on from, up to the top. Who
    /// is to be informed keeps the document until they have seen it.
    public mutating func finish(_ id: Assignment.ID) {
        guard let index = assignments.firstIndex(where: { $0.id == id }), assignments[index].state == .open else {
            return
        }
        assignments[index].state = .done
        end(below: id, as: .closed)
        guard assignments[index].role == .lead else { return }
        let parent = assignments[index].parent
        for i in assignments.indices
        where assignments[i].parent == parent && assignments[i].role == .support && assignments[i].state == .open {
            assignments[i].state = .closed
            end(below: assignments[i].id, as: .closed)
        }
        if let parent { finish(parent) }
    }

    /// Takes back what was handed on from `parent`, or all work where it is `nil`, because it is assigned anew.
    public mutating func withdraw(below parent: Assignment.ID?) {
        end(below: parent, as: .withdrawn)
    }

    /// Ends all work, whoever does it, because the document is no longer in force.
    ///
    /// It is closed and not withdrawn: whoever worked on the document still sees it, and that it was taken back.
    public mutating func close() {
        for i in assignments.indices where assignments[i].state == .open { assignments[i].state = .closed }
    }

    /// Opens again the leads at the top and, below them, the leads through whom they were finished.
    public mutating func reopen() { reopen(below: nil) }

    private mutating func reopen(below parent: Assignment.ID?) {
        for i in assignments.indices
        where assignments[i].parent == parent && assignments[i].role == .lead && assignments[i].state == .done {
            assignments[i].state = .open
            reopen(below: assignments[i].id)
        }
    }

    private mutating func end(below parent: Assignment.ID?, as state: Assignment.State) {
        for i in assignments.indices where assignments[i].parent == parent {
            let keep = state == .closed && assignments[i].role == .informed
            if assignments[i].state == .open, !keep { assignments[i].state = state }
            end(below: assignments[i].id, as: state)
        }
    }
}
