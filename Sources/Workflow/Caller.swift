public import Foundation
public import Records

/// Where an act comes from.
public struct Origin: Sendable {
    public enum Channel: String, Sendable {
        case web, api, command, service
    }

    public let channel: Channel
    /// The network address, as the server saw it; none on the command line.
    public let source: String?
    /// The program that the person uses, as it names itself (`User-Agent`).
    public let agent: String
    /// The first digits of a digest of the session, so that its events can be told from another's.
    public let session: String
    /// The request, as the access log names it too.
    public let request: UUID

    public init(channel: Channel, source: String?, agent: String = "", session: String = "", request: UUID = UUID()) {
        self.channel = channel
        self.source = source
        self.agent = agent
        self.session = session
        self.request = request
    }
}

/// Who acts, and from where.
public struct Caller: Sendable {
    public let officer: Officer
    public let origin: Origin

    public init(officer: Officer, origin: Origin) {
        self.officer = officer
        self.origin = origin
    }

    /// The service itself, for what it does in an agency that nobody has signed in to yet.
    public static func service(in agency: Agency.ID, origin: Origin = Origin(channel: .service, source: nil)) -> Caller
    {
        let officer = Officer(
            id: 0, agency: agency, unit: nil, login: "service", name: "", position: "", roles: [.administrator])
        return Caller(officer: officer, origin: origin)
    }
}
