/// One thing that was done, looked at or refused (sự kiện nhật ký).
///
/// An event holds identifiers and numbers, never names, subjects, search words or content.
public struct AuditEvent: Sendable, Hashable {
    public enum Action: String, Sendable, CaseIterable {
        case signedIn = "session.opened"
        case signInRefused = "session.refused"
        case signInBlocked = "session.blocked"
        case signedOut = "session.closed"
        case sessionExpired = "session.expired"
        case requestRefused = "request.refused"
        case tokenIssued = "token.issued"
        case accountCreated = "account.created"
        case accountChanged = "account.changed"
        case rolesChanged = "account.roles-changed"
        case passwordChanged = "account.password-changed"
        case agencyFounded = "agency.founded"
        case agencyChanged = "agency.changed"
        case intakeReceived = "intake.received"
        case intakeFaulty = "intake.faulty"
        case intakeViewed = "intake.viewed"
        case intakeDiscarded = "intake.discarded"
        case intakeListed = "intake.listed"
        case intakeDeliveredAgain = "intake.delivered-again"
        case parcelAsked = "exchange.asked"
        case requestAccepted = "intake.request-accepted"
        case requestDeclined = "intake.request-declined"
        case statusReceived = "status.received"
        case statusDeliveredAgain = "status.delivered-again"
        case incomingRegistered = "incoming.registered"
        case incomingViewed = "incoming.viewed"
        case readersViewed = "incoming.readers-viewed"
        case incomingListed = "incoming.listed"
        case incomingSearched = "incoming.searched"
        case incomingAssigned = "incoming.assigned"
        case progressReported = "incoming.progress-reported"
        case assignmentCompleted = "incoming.completed"
        case assignmentAcknowledged = "incoming.acknowledged"
        case incomingReopened = "incoming.reopened"
        case incomingFiled = "incoming.filed"
        case incomingWithdrawn = "incoming.withdrawn"
        case incomingUpdated = "incoming.updated"
        case incomingReplaced = "incoming.replaced"
        case fileOpened = "file.opened"
        case dossierOpened = "dossier.opened"
        case dossierViewed = "dossier.viewed"
        case dossierListed = "dossier.listed"
        case directoryChanged = "directory.changed"
        case directorySynchronised = "directory.synchronised"
        case dispatchDrafted = "dispatch.drafted"
        case dispatchChanged = "dispatch.changed"
        case dispatchDiscarded = "dispatch.discarded"
        case dispatchSent = "dispatch.sent"
        case dispatchViewed = "dispatch.viewed"
        case dispatchListed = "dispatch.listed"
        case dispatchRefusalSeen = "dispatch.refusal-seen"
        case outgoingDrafted = "outgoing.drafted"
        case outgoingRevised = "outgoing.revised"
        case outgoingSubmitted = "outgoing.submitted"
        case outgoingAbandoned = "outgoing.abandoned"
        case outgoingContentApproved = "outgoing.content-approved"
        case outgoingFormatApproved = "outgoing.format-approved"
        case outgoingReturned = "outgoing.returned"
        case outgoingCommented = "outgoing.commented"
        case opinionAsked = "outgoing.opinion-asked"
        case opinionGiven = "outgoing.opinion-given"
        case outgoingSigned = "outgoing.signed"
        case outgoingNumbered = "outgoing.numbered"
        case outgoingSealed = "outgoing.sealed"
        case outgoingIssued = "outgoing.issued"
        case outgoingPosted = "outgoing.posted"
        case outgoingCancelled = "outgoing.cancelled"
        case outgoingFiled = "outgoing.filed"
        case outgoingWithdrawn = "outgoing.withdrawn"
        case paperReturned = "outgoing.paper-returned"
        case outgoingReplaced = "outgoing.replaced"
        case outgoingRevoked = "outgoing.revoked"
        case outgoingAmended = "outgoing.amended"
        case outgoingConfirmed = "outgoing.confirmed"
        case outgoingViewed = "outgoing.viewed"
        case outgoingListed = "outgoing.listed"
        case outgoingSearched = "outgoing.searched"
        case versionOpened = "outgoing.version-opened"
        case recipientsGrouped = "recipients.grouped"
        case numbersReserved = "register.numbers-reserved"
        case numbersReturned = "register.numbers-returned"
        case registerChanged = "register.changed"
        case registerViewed = "register.viewed"
        case registerClosed = "register.closed"
        case registersListed = "register.listed"
        case printAsked = "register.print-asked"
        case printStarted = "register.print-started"
        case registerPrinted = "register.printed"
        case printOpened = "register.print-opened"
        case archiveUsed = "outgoing.archive-used"
        case archiveReturned = "outgoing.archive-returned"
        case copyMade = "outgoing.copy-made"
        case copyOpened = "outgoing.copy-opened"
        case statusEntered = "dispatch.status-entered"
        case statusSetAside = "dispatch.status-set-aside"
        case sendingStarted = "envelope.send-started"
        case envelopeSent = "envelope.sent"
        case sendingFailed = "envelope.send-failed"
        case envelopeDied = "envelope.dead"
        case envelopeResent = "envelope.resent"
        case deadLettersListed = "envelope.dead-listed"
        case trailRead = "audit.read"
        case trailExported = "audit.exported"
        case trailVerified = "audit.verified"
        case trailProven = "audit.proven"
        case trailArchived = "audit.archived"
        case trailLeftOut = "audit.left-out"
        case particularsErased = "audit.particulars-erased"
        case logOpened = "audit.log-opened"
        case trailForked = "audit.forked"
        case trailGap = "audit.gap"
        case trailShipped = "audit.shipped"
        case questionSaved = "question.saved"
        case questionRemoved = "question.removed"
        case questionMailed = "question.mailed"
        case calendarChanged = "calendar.changed"
        case settingsChanged = "settings.changed"
        case accountsListed = "account.listed"
        case houseKept = "service.house-kept"
        case filesSwept = "service.files-swept"
        case clockStepped = "service.clock-stepped"
        case alarmRaised = "alarm.raised"
        case alarmCleared = "alarm.cleared"
        case serviceStarted = "service.started"
        case serviceStopped = "service.stopped"
    }

    /// How it ended.
    public enum Outcome: String, Sendable, CaseIterable {
        case allowed, refused, failed

        public var label: Phrase {
            switch self {
            case .allowed: Phrase("Được phép", "Allowed")
            case .refused: Phrase("Từ chối", "Refused")
            case .failed: Phrase("Lỗi", "Failed")
            }
        }
    }

    /// What an event is about.
    public enum Object: Sendable, Hashable {
        case incoming(Int)
        case intake(Int)
        case attachment(Int)
        case dossier(Int)
        case officer(Int)
        case agency(Int)
        case dispatch(Int)
        case envelope(Int)
        case outgoing(Int)
        case register(Int)
        case question(Int)
        case trail
        case service

        public var kind: String {
            switch self {
            case .incoming: "incoming"
            case .intake: "intake"
            case .attachment: "attachment"
            case .dossier: "dossier"
            case .officer: "officer"
            case .agency: "agency"
            case .dispatch: "dispatch"
            case .envelope: "envelope"
            case .outgoing: "outgoing"
            case .register: "register"
            case .question: "question"
            case .trail: "trail"
            case .service: "service"
            }
        }

        /// Its number; none for 0, which stands for the list of all such things.
        public var id: Int? {
            switch self {
            case .incoming(let id), .intake(let id), .attachment(let id), .dossier(let id), .officer(let id),
                .agency(let id), .dispatch(let id), .envelope(let id), .outgoing(let id), .register(let id),
                .question(let id):
                id == 0 ? nil : id
            case .trail, .service: nil
            }
        }
    }

    public let action: Action
    public let object: Object
    public var outcome = Outcome.allowed
    /// The rule that said no, by its name for programs.
    public var reason: String?
    /// The document this happened to, where the object is a part of one.
    public var document: Int?
    /// The version that the object had afterwards.
    public var version: Int?
    /// What was searched for; it may name people, so it is kept apart from the trail.
    public var words: String?
    /// A keyed digest of each word that was searched for, so that whoever has the word can ask who searched for it.
    public var sought: [String] = []
    /// The unit for which it was done, where the person did not act for themselves.
    public var behalf: Unit.ID?
    /// Facts without personal data: numbers, states, counts.
    public var detail: [String: String]

    public init(
        _ action: Action, on object: Object, version: Int? = nil, document: Int? = nil, detail: [String: String] = [:],
        words: String? = nil
    ) {
        self.action = action
        self.object = object
        self.version = version
        self.detail = detail
        self.words = words
        if case .incoming = object { self.document = object.id } else { self.document = document }
    }
}
