public import Foundation
import Postgres
import Records

public enum SessionKind: String, Sendable {
    /// A person's browser.
    case web
    /// A program.
    case api
}

/// How long a session lasts (TCVN 14423:2026 asks for at most 15 idle minutes where data is important).
public struct SessionLimits: Sendable {
    public var idle: Duration = .seconds(15 * 60)
    public var absolute: Duration = .seconds(8 * 3600)
    public var api: Duration = .seconds(30 * 86400)

    public init() {}
}

/// A session that was just opened; the token is shown once.
public struct OpenSession: Sendable {
    public let token: String
    public let expiresAt: Date
    public let caller: Caller
}

/// Who is signed in.
public struct SignedIn: Sendable {
    public let caller: Caller
    public let kind: SessionKind
    public let agencyName: String
    public let agencyCode: String
    public let unitName: String
}

extension Workflow {
    /// Who holds this token, as things are now: a closed session or an inactive account is `nil` at once.
    public func session(token: String, from origin: Origin) async throws -> SignedIn? {
        guard (20...100).contains(token.utf8.count) else { return nil }
        let digest = Tokens.digest(token)
        let session = Tokens.name(of: token)
        let found = try await database.row("SELECT * FROM session_officer(\(digest))") { row in
            let officer = try Officer(row)
            let origin = Origin(
                channel: origin.channel, source: origin.source, agent: origin.agent, session: session,
                request: origin.request)
            let signedIn = SignedIn(
                caller: Caller(officer: officer, origin: origin), kind: SessionKind(rawValue: try row["kind"]) ?? .web,
                agencyName: try row["agency_name"], agencyCode: try row["agency_code"], unitName: try row["unit_name"])
            return (signedIn: signedIn, fading: try row["fading"] as Bool)
        }
        guard let found else { return nil }
        if found.fading { try await touch(digest) }
        return found.signedIn
    }

    /// Keeps a session alive; once a minute is enough, so that looking does not become writing.
    private func touch(_ digest: [UInt8]) async throws {
        try await database.write { transaction in
            try transaction.execute("UPDATE session SET seen_at = now() WHERE token_digest = \(digest)")
        }
    }

    /// Ends a session (đăng xuất).
    public func signOut(_ token: String, by caller: Caller) async throws {
        let event = AuditEvent(.signedOut, on: .officer(caller.officer.id))
        let _: Bool = try await act(event, by: caller, key: nil) { transaction in
            try transaction.execute(
                """
                UPDATE session SET closed_at = now()
                WHERE token_digest = \(Tokens.digest(token)) AND officer_id = \(caller.officer.id) AND closed_at IS NULL
                """)
            return Audited(true, event)
        }
    }
}

extension Officer {
    /// Reads the columns `id, agency_id, unit_id, login, name, position, roles`.
    init(_ row: borrowing Row) throws {
        self.init(
            id: try row["id"], agency: try row["agency_id"], unit: try row["unit_id"], login: try row["login"],
            name: try row["name"], position: try row["position"], roles: Set(try row["roles"] as [Role]))
    }
}
