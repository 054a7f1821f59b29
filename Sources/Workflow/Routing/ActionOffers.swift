import Records

extension ActionOffer {
    private static let offered: [Act] = [.assign, .reportProgress, .complete, .acknowledge, .reopen, .file]

    /// What a person may do with a document now, and for the rest why not.
    static func all(
        for officer: Officer, _ near: Set<Reach>, _ state: IncomingDocument.State,
        _ mark: IncomingDocument.ClosingMark?, _ work: [AssignmentView]
    ) -> [ActionOffer] {
        offered.map { act in
            do throws(RuleViolation) {
                try AccessRule.require(act, of: officer.roles, on: near, in: state, closed: mark)
                try WorkShare.require(act, of: officer, in: work.map(\.record))
                return ActionOffer(act: act, allowed: true, reason: nil)
            } catch {
                return ActionOffer(act: act, allowed: false, reason: error.sentence)
            }
        }
    }
}

extension AuditEvent {
    /// The same event, on behalf of the unit whose share of the work it was.
    func forUnit(of share: Assignment?) -> AuditEvent {
        guard case .unit(let unit) = share?.assignee else { return self }
        var event = self
        event.behalf = unit
        return event
    }
}

/// A person's own part of the work with a document (phần việc của mình).
enum WorkShare {
    /// The open piece of work that a person acts on: their own before their unit's, a lead before a support.
    ///
    /// The `roles` say which kinds of work count.
    static func open(of officer: Officer, as roles: [Assignment.Role], in work: [Assignment]) -> Assignment? {
        let mine: [Assignee] = [.officer(officer.id)] + (headed(by: officer).map { [.unit($0)] } ?? [])
        for role in roles {
            for assignee in mine {
                if let found = work.last(where: { $0.state == .open && $0.role == role && $0.assignee == assignee }) {
                    return found
                }
            }
        }
        return nil
    }

    /// The work that a head hands on within the unit.
    static func ofUnit(_ officer: Officer, in work: [Assignment]) -> Assignment? {
        guard let unit = headed(by: officer) else { return nil }
        return [.lead, .support].lazy.compactMap { role in
            work.last {
                $0.state == .open && $0.role == role
                    && ($0.assignee == .unit(unit) || $0.assignee == .officer(officer.id))
            }
        }.first
    }

    /// Whether there is something for this act to act on.
    static func require(_ act: Act, of officer: Officer, in work: [Assignment]) throws(RuleViolation) {
        switch act {
        case .complete, .reportProgress:
            guard open(of: officer, as: [.lead, .support], in: work) != nil else { throw .notYours(act) }
        case .acknowledge:
            guard open(of: officer, as: [.informed], in: work) != nil else { throw .notYours(act) }
        case .assign where !officer.roles.contains(.leader):
            guard ofUnit(officer, in: work) != nil else { throw .notYours(act) }
        case .file where !officer.roles.contains(.registrar):
            guard work.contains(where: { worked(officer, on: $0) }) else { throw .notYours(act) }
        default: break
        }
    }

    /// Whether this was a person's or their unit's work; what they were only to know of was not.
    private static func worked(_ officer: Officer, on work: Assignment) -> Bool {
        guard work.role != .informed, work.state != .withdrawn else { return false }
        return work.assignee == .officer(officer.id) || headed(by: officer).map { work.assignee == .unit($0) } ?? false
    }

    private static func headed(by officer: Officer) -> Unit.ID? {
        officer.roles.contains(.unitHead) ? officer.unit : nil
    }
}
