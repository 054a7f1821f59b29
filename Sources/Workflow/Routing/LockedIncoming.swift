import Postgres
import Records

/// A document that an act holds: locked until the transaction ends, with its work.
struct LockedIncoming {
    let id: IncomingDocument.ID
    let state: IncomingDocument.State
    let closing: IncomingDocument.ClosingMark?
    let version: Int
    let urgency: Urgency
    let near: Set<Reach>
    /// What a peer brought it as, so that its sender is told what becomes of it.
    let delivered: Int?
    var work: AssignmentTree
}

extension Transaction {
    /// Locks a document for an act and asks every rule about it.
    ///
    /// `seen` is the version that the caller's page showed; `nil` where the act does not depend on it.
    ///
    /// - Throws: ``WorkflowError/notFound``, ``WorkflowError/stale(current:changes:)``, ``RuleViolation``
    borrowing func lock(
        _ id: IncomingDocument.ID, for act: Act, seen: Int?, by officer: Officer
    ) throws -> LockedIncoming {
        let found = try hold(id, for: officer)
        guard let found, !found.near.isDisjoint(with: AccessRule.reaches(of: officer.roles, for: .view)) else {
            throw WorkflowError.notFound
        }
        try AccessRule.require(act, of: officer.roles, on: found.near, in: found.state, closed: found.closing)
        if let seen, seen != found.version {
            throw WorkflowError.stale(current: found.version, changes: try timeline(of: id, since: seen))
        }
        try WorkShare.require(act, of: officer, in: found.work.assignments)
        return found
    }

    /// Locks a document and asks no rule; `nil` where the agency has none such.
    borrowing func hold(_ id: IncomingDocument.ID, for officer: Officer) throws -> LockedIncoming? {
        // Queued before the work is read: what others did while this waited for the lock is seen.
        let locked = try later(
            """
            SELECT d.state, d.closing, d.version, d.urgency, \(Self.nearness(officer, of: id)),
                   (SELECT i.id FROM intake i WHERE i.id = d.intake_id AND i.peer <> '') AS delivered
            FROM incoming_document d WHERE d.id = \(id) AND d.agency_id = \(officer.agency) FOR UPDATE
            """
        ) { row in
            LockedIncoming(
                id: id, state: try row["state"], closing: try row["closing"], version: try row["version"],
                urgency: try row["urgency"], near: try Self.readNearness(row), delivered: try row["delivered"],
                work: AssignmentTree([]))
        }
        let work = try rows(
            "SELECT id, parent_id, unit_id, officer_id, role, state FROM assignment WHERE document_id = \(id) ORDER BY id"
        ) { try Assignment($0) }
        var found = try row(locked)
        found?.work = AssignmentTree(work)
        return found
    }

    /// Writes what became of the work and of the document, and raises its version.
    ///
    /// - Returns: the new version.
    borrowing func settle(
        _ document: LockedIncoming, _ after: AssignmentTree, state: IncomingDocument.State? = nil, result: String = "",
        on finished: Assignment.ID? = nil, by officer: Officer
    ) throws -> Int {
        let before = Dictionary(uniqueKeysWithValues: document.work.assignments.map { ($0.id, $0.state) })
        for assignment in after.assignments where before[assignment.id] != assignment.state {
            let note = assignment.id == finished ? result : ""
            switch assignment.state {
            case .done:
                try execute(
                    """
                    UPDATE assignment SET state = 'done', finished_by = \(officer.id), finished_at = now(),
                        result = CASE WHEN \(note) <> '' THEN \(note) ELSE result END
                    WHERE id = \(assignment.id)
                    """)
            case .withdrawn:
                try execute(
                    """
                    UPDATE assignment SET state = 'withdrawn', withdrawn_at = clock_timestamp()
                    WHERE id = \(assignment.id)
                    """)
            case .open, .closed:
                try execute("UPDATE assignment SET state = \(assignment.state) WHERE id = \(assignment.id)")
            }
        }
        let state = state ?? after.documentState ?? document.state
        try execute(
            "UPDATE incoming_document SET state = \(state), version = version + 1 WHERE id = \(document.id)")
        return document.version + 1
    }
}

extension Assignment {
    init(_ row: borrowing Row) throws {
        let unit: Unit.ID? = try row["unit_id"]
        self.init(
            id: try row["id"], parent: try row["parent_id"],
            assignee: try unit.map { .unit($0) } ?? .officer(row["officer_id"]), role: try row["role"],
            state: try row["state"])
    }
}
