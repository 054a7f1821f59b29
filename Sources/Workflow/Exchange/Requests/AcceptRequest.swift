import Postgres
import Records

extension Workflow {
    /// Agrees to what a sender asks (đồng ý yêu cầu), and tells it so (15).
    ///
    /// A recall withdraws the document; an update changes its details and adds files; a replacement closes it. What was not
    /// registered yet makes room for what comes in its place, which waits for the register then. The version is that of
    /// the registered document that the page showed.
    ///
    /// - Returns: whether the request brings a document that is to be registered now.
    /// - Throws: ``WorkflowError/requestObstacle(_:)``, ``WorkflowError/stale(current:changes:)``
    public func acceptRequest(
        _ id: Int, seen version: Int? = nil, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws -> Bool {
        let officer = caller.officer
        let today = today
        let attempt = AuditEvent(.requestAccepted, on: .intake(id))
        return try await act(attempt, by: caller, key: key) { transaction in
            try AccessRule.require(.takeIn, of: officer.roles)
            let request = try transaction.holdRequest(id, of: officer.agency)
            let all = try transaction.holdConcerned(by: id, of: officer.agency)
            let concerned = all.filter(\.isInForce)
            // What was refused or withdrawn before is gone; a recall of it is agreed to all the same.
            guard !concerned.isEmpty || (request.business == .recall && !all.isEmpty) else {
                throw WorkflowError.requestObstacle(.parked)
            }
            var events: [AuditEvent] = []
            var isToBeRegistered = request.business == .replace
            for document in concerned {
                if document.document == nil, request.business == .update { isToBeRegistered = true }
                let event = try transaction.apply(
                    request, to: document, seen: concerned.count == 1 ? version : nil, on: today, by: officer)
                if let event { events.append(event) }
            }
            try transaction.execute(
                """
                UPDATE intake SET answer = '15', state = CASE WHEN \(isToBeRegistered) THEN 'waiting' ELSE 'accepted' END
                WHERE id = \(id)
                """)
            try transaction.report(.agreed, of: id, by: officer, signedBy: signer)
            let detail = ["business": request.business.rawValue, "documents": "\(concerned.count)"]
            return Audited(isToBeRegistered, AuditEvent(.requestAccepted, on: .intake(id), detail: detail), events)
        }
    }
}

/// A request that an answer holds.
struct HeldRequest {
    let id: Int
    let business: Intake.Business
    let reading: Intake.Reading
}

extension Transaction {
    /// Locks a request that waits for its answer.
    fileprivate borrowing func holdRequest(_ id: Int, of agency: Agency.ID) throws -> HeldRequest {
        let held = try row(
            """
            SELECT id, business, state, answer, details::text FROM intake
            WHERE id = \(id) AND agency_id = \(agency) FOR UPDATE
            """
        ) { row in
            (
                request: HeldRequest(
                    id: try row["id"], business: try row["business"], reading: try Intake.Reading(row)),
                isOpen: try row["state"] as Intake.State == .waiting && (try row["answer"] as String).isEmpty
            )
        }
        guard let held, held.request.business != .new else { throw WorkflowError.notFound }
        guard held.isOpen else { throw WorkflowError.requestObstacle(.notWaiting) }
        return held.request
    }

    /// Does to one document what the request asks.
    fileprivate borrowing func apply(
        _ request: HeldRequest, to concerned: Concerned, seen: Int?, on today: Day, by officer: Officer
    ) throws -> AuditEvent? {
        guard let document = concerned.document else {
            let state: Intake.State = request.business == .recall ? .withdrawn : .replaced
            try execute(
                "UPDATE intake SET state = \(state), reason = \(request.reading.reason ?? "") WHERE id = \(concerned.intake)"
            )
            return nil
        }
        guard let held = try hold(document, for: officer) else { throw WorkflowError.notFound }
        if let seen, seen != held.version {
            throw WorkflowError.stale(current: held.version, changes: try timeline(of: document, since: seen))
        }
        switch request.business {
        case .update: return try update(held, by: request, on: today, officer)
        case .recall: return try close(held, as: .withdrawn, by: .request(request.id), officer)
        case .replace: return try close(held, as: .replaced, by: .request(request.id), officer)
        case .new: return nil
        }
    }
}
