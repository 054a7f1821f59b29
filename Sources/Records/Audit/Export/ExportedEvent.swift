public import Foundation

/// An event of the trail on its way to another house's collector: what every ``TrailFormat`` is made from.
///
/// It holds identifiers and numbers only, as the trail does. Identifiers are texts, because the formats write them so.
public struct ExportedEvent: Sendable, Hashable {
    /// Who did it: a person, or the service itself.
    public struct Actor: Sendable, Hashable {
        /// `user`, or `service` for what the program does by itself.
        public var kind: String
        public var id: String?
        public var roles: [String]
        public var unit: String?

        public init(kind: String = "user", id: String?, roles: [String] = [], unit: String? = nil) {
            self.kind = kind
            self.id = id
            self.roles = roles
            self.unit = unit
        }

        /// Who it was in one word: its number, or that it was the service.
        var reference: String { id ?? kind }

        /// All roles in one word, as the trail keeps them.
        var role: String? { roles.isEmpty ? nil : roles.joined(separator: ",") }
    }

    /// Where it came from: an address, or only its network where the address is kept apart.
    public struct Source: Sendable, Hashable {
        public var ip: String?
        public var network: String?

        public init(ip: String? = nil, network: String? = nil) {
            self.ip = ip
            self.network = network
        }
    }

    /// What it was about, with what is known of a file's content.
    public struct Object: Sendable, Hashable {
        public var kind: String
        public var id: String?
        public var document: String?
        public var register: String?
        public var sha256: String?
        public var bytes: Int?

        public init(
            kind: String, id: String? = nil, document: String? = nil, register: String? = nil, sha256: String? = nil,
            bytes: Int? = nil
        ) {
            self.kind = kind
            self.id = id
            self.document = document
            self.register = register
            self.sha256 = sha256
            self.bytes = bytes
        }

        /// Kind and number in one word, `incoming:42`; the kind alone stands for the list of all such things.
        var reference: String { id.map { "\(kind):\($0)" } ?? kind }
    }

    /// Its number, by which the office itself names it; none for what is no event of ours.
    public var number: Int?
    /// Its place in the log of evidence, from 1; none where it is not known.
    public var index: Int?
    /// The log that it has this place in, where that is not the first.
    public var log: Int?
    public var at: Date
    /// The action's name for programs, `incoming.registered`.
    public let action: String
    /// The action's name for people.
    public let title: String
    public let meaning: ActionMeaning
    public var outcome: AuditEvent.Outcome
    public var reason: String?
    public var actor: Actor?
    public var agency: String?
    /// The session by its public name, never its token.
    public var session: String?
    public var source: Source
    public var object: Object
    public var request: String?
    public var detail: [String: String]

    /// An event of our own trail.
    public init(
        _ action: AuditEvent.Action, at instant: Date, outcome: AuditEvent.Outcome = .allowed, by actor: Actor? = nil,
        on object: Object
    ) {
        self.init(
            action.rawValue, title: action.label.english, meaning: action.meaning, at: instant, outcome: outcome,
            by: actor, on: object)
    }

    /// An event of any name, such as the examples of the formats' own documents.
    public init(
        _ action: String, title: String, meaning: ActionMeaning, at instant: Date,
        outcome: AuditEvent.Outcome = .allowed, by actor: Actor? = nil, on object: Object
    ) {
        self.action = action
        self.title = title
        self.meaning = meaning
        self.at = instant
        self.outcome = outcome
        self.actor = actor
        self.object = object
        source = Source()
        detail = [:]
    }
}
