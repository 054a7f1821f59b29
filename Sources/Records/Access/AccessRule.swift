/// How near a document is to a person (phạm vi).
public enum Reach: String, CaseIterable, Sendable {
    /// It is assigned to the person, or the person registered or finished it.
    case own
    /// It is assigned to the person's unit or to someone in it.
    case unit
    /// It belongs to the person's agency.
    case agency

    public var label: Phrase {
        switch self {
        case .own: Phrase("việc của chính mình", "one's own work")
        case .unit: Phrase("việc của đơn vị mình", "the work of one's unit")
        case .agency: Phrase("mọi văn bản của cơ quan", "every document of the agency")
        }
    }
}

/// One line of the rule set: a role may do these acts with documents so near (quy tắc quyền).
///
/// What no line allows is refused. State is a second condition, in ``IncomingDocument/lifecycle``.
public struct AccessRule: Sendable {
    public let role: Role
    public let reach: Reach
    public let acts: [Act]

    // swift-format-ignore
    public static let all: [AccessRule] = [
        .init(.registrar,     .agency, .takeIn, .register, .view, .openFile, .file, .createDossier),
        .init(.registrar,     .agency, .dispatch, .followDispatches, .resend),
        .init(.registrar,     .own,    .acknowledge),
        .init(.registrar,     .agency, .draft, .viewOutgoing, .approveFormat, .returnDraft, .recordSigned),
        .init(.registrar,     .agency, .number, .seal, .issue, .cancel, .archive, .keepNumbers, .giveOpinion),
        .init(.registrar,     .agency, .amend, .recall, .takePaperBack),
        .init(.registrar,     .agency, .readRegisters, .lendArchive, .makeCopy),
        .init(.registrar,     .own,    .revise, .submit, .abandon, .askOpinion),
        .init(.leader,        .agency, .view, .openFile, .assign, .reopen),
        .init(.leader,        .agency, .followDispatches),
        .init(.leader,        .own,    .reportProgress, .complete, .acknowledge),
        .init(.leader,        .agency, .draft, .viewOutgoing, .approveContent, .returnDraft, .askOpinion),
        .init(.leader,        .agency, .giveOpinion, .sign, .amend, .recall, .readRegisters),
        .init(.leader,        .own,    .revise, .submit, .abandon),
        .init(.unitHead,      .unit,   .view, .openFile, .assign, .reportProgress, .complete, .acknowledge, .file),
        .init(.unitHead,      .agency, .createDossier, .followDispatches),
        .init(.unitHead,      .unit,   .viewOutgoing, .approveContent, .askOpinion, .archive, .amend),
        .init(.unitHead,      .unit,   .revise, .submit, .abandon),
        .init(.unitHead,      .agency, .draft, .giveOpinion, .sign, .returnDraft),
        .init(.specialist,    .own,    .view, .openFile, .reportProgress, .complete, .acknowledge, .file),
        .init(.specialist,    .agency, .createDossier, .draft),
        .init(.specialist,    .own,    .viewOutgoing, .revise, .submit, .abandon, .askOpinion, .archive, .amend),
        .init(.specialist,    .agency, .giveOpinion, .sign),
        .init(.auditor,       .agency, .readTrail, .exportTrail, .readRegisters),
        .init(.administrator, .agency, .manageAccounts, .manageDirectory, .resend),
    ]

    private init(_ role: Role, _ reach: Reach, _ acts: Act...) {
        self.role = role
        self.reach = reach
        self.acts = acts
    }

    /// The roles that may do this at all, in the order of the rule set.
    public static func roles(for act: Act) -> [Role] {
        Role.allCases.filter { role in all.contains { $0.role == role && $0.acts.contains(act) } }
    }

    /// How far these roles may do this; empty where they may not.
    public static func reaches(of roles: Set<Role>, for act: Act) -> Set<Reach> {
        Set(all.filter { roles.contains($0.role) && $0.acts.contains(act) }.map(\.reach))
    }

    /// Whether these roles may do this at all, with some document.
    public static func allow(_ act: Act, to roles: Set<Role>) -> Bool { !reaches(of: roles, for: act).isEmpty }

    /// Asks whether these roles may do something that concerns no single document.
    ///
    /// - Throws: ``RuleViolation/notInRole(_:)``
    public static func require(_ act: Act, of roles: Set<Role>) throws(RuleViolation) {
        guard allow(act, to: roles) else { throw .notInRole(act) }
    }

    /// Whether these roles may do this with a document that is so near and in this state.
    ///
    /// Of how near the document is to the person, `agency` is always a part. A mark says that it is no longer in force, so
    /// that no step of its life is possible.
    ///
    /// - Throws: the rule that says no.
    public static func require(
        _ act: Act, of roles: Set<Role>, on nearness: Set<Reach>, in state: IncomingDocument.State,
        closed mark: IncomingDocument.ClosingMark? = nil
    ) throws(RuleViolation) {
        let refused = mark.map { RuleViolation.closed(act, $0) }
        try require(act, of: roles, on: nearness, IncomingDocument.lifecycle, state, refused, .notNow(act, state))
    }

    /// Whether these roles may do this with an outgoing document that is so near and waits for this.
    ///
    /// - Throws: the rule that says no.
    public static func require(
        _ act: Act, of roles: Set<Role>, on nearness: Set<Reach>, at step: OutgoingDocument.Step,
        closed mark: OutgoingDocument.ClosingMark? = nil
    ) throws(RuleViolation) {
        let refused = mark.map { RuleViolation.outgoingClosed(act, $0) }
        try require(act, of: roles, on: nearness, OutgoingDocument.lifecycle, step, refused, .notAtStep(act, step))
    }

    private static func require<State>(
        _ act: Act, of roles: Set<Role>, on nearness: Set<Reach>, _ table: TransitionTable<State>, _ state: State,
        _ closed: RuleViolation?, _ notNow: RuleViolation
    ) throws(RuleViolation) {
        let allowed = all.filter { roles.contains($0.role) && $0.acts.contains(act) }
        guard !allowed.isEmpty else { throw .notInRole(act) }
        let near = allowed.filter { nearness.contains($0.reach) }
        guard !near.isEmpty else { throw .notYours(act) }
        guard table.has(act) else { return }
        if let closed { throw closed }
        guard table.allows(act, from: state) else { throw notNow }
        guard near.contains(where: { table.roles(for: act, from: state).contains($0.role) }) else {
            throw .notInRole(act)
        }
    }
}
