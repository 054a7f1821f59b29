import Postgres
public import Records

extension Workflow {
    /// Names a lead, who helps and who is to know, in one step (phân công xử lý).
    ///
    /// A leader decides for the agency; a head hands the unit's work on within the unit. What was decided before at
    /// that place is withdrawn.
    ///
    /// - Returns: the document's new version.
    public func assign(
        _ id: IncomingDocument.ID, _ order: AssignmentOrder, seen version: Int, by caller: Caller,
        key: IdempotencyKey? = nil
    ) async throws -> Int {
        let today = today
        let officer = caller.officer
        return try await act(AuditEvent(.incomingAssigned, on: .incoming(id)), by: caller, key: key) { transaction in
            let document = try transaction.lock(id, for: .assign, seen: version, by: officer)
            let parent =
                officer.roles.contains(.leader) ? nil : WorkShare.ofUnit(officer, in: document.work.assignments)
            var faults = order.faults(today: today)
            faults += try transaction.faults(in: order, of: officer, within: parent == nil ? nil : officer.unit)
            guard faults.isEmpty else { throw RuleViolation.fields(faults) }

            var work = document.work
            work.withdraw(below: parent?.id)
            let version = try transaction.settle(document, work, state: .assigned, by: officer)
            for (role, assignee) in order.named {
                try transaction.give(document, role, assignee, below: parent?.id, order, by: officer)
            }
            // A head who hands work on has begun it.
            let isBegun = parent != nil
            try transaction.report(
                isBegun ? .inProgress : .assigned, of: document.delivered, by: officer, signedBy: signer)
            return Audited(
                version,
                AuditEvent(
                    .incomingAssigned, on: .incoming(id), version: version,
                    detail: [
                        "from": document.state.rawValue, "to": IncomingDocument.State.assigned.rawValue,
                        "lead": order.lead?.description ?? "", "support": "\(order.support.count)",
                        "informed": "\(order.informed.count)", "deadline": order.deadline?.description ?? "",
                    ]
                ).forUnit(of: parent))
        }
    }
}

extension Transaction {
    /// What is wrong with the people and units that an order names.
    ///
    /// Where a `unit` is given, everyone named must belong to it.
    fileprivate borrowing func faults(in order: AssignmentOrder, of officer: Officer, within unit: Unit.ID?) throws
        -> [FieldFault]
    {
        let named = order.named.map(\.1)
        let officers = named.compactMap { if case .officer(let id) = $0 { id } else { nil } }
        let units = named.compactMap { if case .unit(let id) = $0 { id } else { nil } }
        let knownUnits = try later(
            "SELECT id FROM unit WHERE agency_id = \(officer.agency) AND id = ANY (\(units)::bigint[])"
        ) { try $0["id"] as Int }
        let people = try rows(
            """
            SELECT id, unit_id FROM officer
            WHERE agency_id = \(officer.agency) AND active AND id = ANY (\(officers)::bigint[])
              AND NOT (roles && ARRAY['auditor', 'administrator'])
            """
        ) { (id: try $0["id"] as Int, unit: try $0["unit_id"] as Int?) }
        let known = Set(try rows(knownUnits))
        return order.named.compactMap { role, assignee in
            let field = role == .lead ? "lead" : role == .support ? "support" : "informed"
            switch assignee {
            case .unit(let id):
                if !known.contains(id) { return FieldFault(field, .notOfThisAgency) }
                return unit == nil ? nil : FieldFault(field, .notOfYourUnit)
            case .officer(let id):
                guard let person = people.first(where: { $0.id == id }) else {
                    return FieldFault(field, .notOfThisAgency)
                }
                return unit == nil || person.unit == unit ? nil : FieldFault(field, .notOfYourUnit)
            }
        }
    }

    /// Gives a piece of the work with a document to a unit or person.
    borrowing func give(
        _ document: LockedIncoming, _ role: Assignment.Role, _ assignee: Assignee, below parent: Assignment.ID?,
        _ order: AssignmentOrder, by officer: Officer
    ) throws {
        var unit: Unit.ID?
        var person: Officer.ID?
        switch assignee {
        case .unit(let id): unit = id
        case .officer(let id): person = id
        }
        let deadline = role == .informed ? nil : order.deadline
        try execute(
            """
            INSERT INTO assignment (agency_id, document_id, parent_id, unit_id, officer_id, role, deadline, instruction,
                urgency, assigned_by)
            VALUES (\(officer.agency), \(document.id), \(parent), \(unit), \(person), \(role), \(deadline),
                \(order.instruction.trimmed), \(document.urgency), \(officer.id))
            """)
    }
}
