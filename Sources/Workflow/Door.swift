import Postgres
public import Records

/// The result of an act and the audit events it leaves.
///
/// An act that leaves none does not compile.
struct Audited<Value: Sendable>: Sendable {
    let value: Value
    let events: [AuditEvent]

    init(_ value: Value, _ event: AuditEvent, _ more: [AuditEvent] = []) {
        self.value = value
        self.events = [event] + more
    }
}

extension Workflow {
    /// Runs one act: its changes, its audit events and its kept answer are committed together, or not at all.
    ///
    /// This is the only way this module writes. The transaction sees the caller's agency only.
    ///
    /// The `attempt` is what is recorded, as refused, where a rule says no. With a `key` the act is done once however
    /// often it is asked for. It takes a connection of `pool`, where not one of those that serve people.
    func act<Value: Codable & Sendable>(
        _ attempt: AuditEvent, by caller: Caller, key: IdempotencyKey?, on pool: Database? = nil,
        _ body: @escaping @Sendable (borrowing Transaction) throws -> Audited<Value>
    ) async throws -> Value {
        try requireSeal()
        do {
            return try await (pool ?? database).write(prelude: Self.wall(caller.officer.agency)) { transaction in
                let audited = try body(transaction)
                if let key { try transaction.remember(audited.value, under: key, of: caller.officer.id) }
                try transaction.append(audited.events, by: caller)
                return audited.value
            }
        } catch {
            if let key, let answer: Value = try await answer(under: key, after: error, attempt, by: caller) {
                return answer
            }
            if error.isOutcomeUnknown { throw WorkflowError.outcomeUnknown }
            throw try await recorded(error, attempt, by: caller)
        }
    }

    /// Shows something: the reading is one snapshot, and its event is durable before the answer is given.
    func look<Value: Sendable>(
        _ attempt: AuditEvent, by caller: Caller,
        _ body: @escaping @Sendable (borrowing Transaction) throws -> Audited<Value>
    ) async throws -> Value {
        try requireSeal()
        do {
            let audited = try await database.read(prelude: Self.wall(caller.officer.agency), body)
            try await looks.submit(audited.events.map { Look(event: $0, caller: caller) })
            return audited.value
        } catch {
            throw try await recorded(error, attempt, by: caller)
        }
    }

    /// Asks whether someone may do this at all, before they send what they would do it with; a refusal is recorded.
    ///
    /// - Throws: ``RuleViolation/notInRole(_:)``
    public func admit(_ act: Act, by caller: Caller) async throws {
        do {
            try AccessRule.require(act, of: caller.officer.roles)
        } catch {
            let attempt =
                switch act {
                case .register: AuditEvent(.incomingRegistered, on: .incoming(0))
                case .dispatch: AuditEvent(.dispatchDrafted, on: .dispatch(0))
                case .draft: AuditEvent(.outgoingDrafted, on: .outgoing(0))
                case .manageDirectory: AuditEvent(.directoryChanged, on: .agency(0))
                default: AuditEvent(.intakeReceived, on: .intake(0))
                }
            throw try await recorded(error, attempt, by: caller)
        }
    }

    /// Reads what a page needs around its subject, such as counts and lists of people; leaves no event.
    func glance<Value: Sendable>(
        by caller: Caller, _ body: @escaping @Sendable (borrowing Transaction) throws -> Value
    ) async throws -> Value {
        try await database.read(prelude: Self.wall(caller.officer.agency), body)
    }

    /// Nothing that must be on record is done where the record has not been sealed for too long.
    func requireSeal() throws {
        guard !seal.isOverdue else { throw WorkflowError.trailNotSealed }
    }

    /// Names the agency to row security, for this transaction only.
    static func wall(_ agency: Agency.ID) -> SQL {
        "SELECT set_config('congvan.agency', \(String(agency)), true)"
    }

    /// The answer that was kept under the key of an act that failed here: it was done before, or just now unheard.
    private func answer<Value: Decodable & Sendable>(
        under key: IdempotencyKey, after failure: any Error, _ attempt: AuditEvent, by caller: Caller
    ) async throws -> Value? {
        if Self.isUnavailable(failure), !failure.isOutcomeUnknown { return nil }
        do {
            return try await recall(key, of: caller.officer.id, as: Value.self)
        } catch let refusal as WorkflowError {
            throw try await recorded(refusal, attempt, by: caller)
        } catch {
            // Where it cannot be looked up either, “nothing was saved” may be untrue.
            throw failure.isOutcomeUnknown ? WorkflowError.outcomeUnknown : error
        }
    }

    /// Records a refusal before it is told; a fault goes to the service's log instead.
    private func recorded(_ error: any Error, _ attempt: AuditEvent, by caller: Caller) async throws -> any Error {
        guard let reason = error.refusal else { return error }
        var event = attempt
        event.outcome = .refused
        event.reason = reason
        try await looks.submit([Look(event: event, caller: caller)])
        return error
    }
}

extension Error {
    /// The name of the rule that said no; `nil` where this is a fault.
    fileprivate var refusal: String? {
        switch self {
        case let error as RuleViolation:
            switch error {
            case .notNow, .notAtStep: "not-now"
            case .closed, .outgoingClosed: "closed"
            case .notInRole: "not-in-role"
            case .notYours: "not-yours"
            case .fields: "fields"
            }
        case let error as WorkflowError: error.code
        // What is wrong with the service's own key is a fault, not a refusal.
        case let error as PaperFault: error.isOurs ? nil : "paper-\(error.reason.rawValue)"
        case let error as SealFault: error == .unbroken ? "nothing-broken" : nil
        default: nil
        }
    }

    var isOutcomeUnknown: Bool { (self as? PostgresError)?.kind == .commitUnknown }
}
