import Foundation
import Postgres
import Records

extension Workflow {
    /// Opens a session for a name and a password (đăng nhập).
    ///
    /// An unknown name, a wrong password and an inactive account get the same answer after the same time.
    ///
    /// - Throws: ``WorkflowError/signInRefused``, ``WorkflowError/signInBlocked(seconds:)``
    public func signIn(login: String, password: String, from origin: Origin, kind: SessionKind) async throws
        -> OpenSession
    {
        // A NUL is in no name, and no statement can carry one. Scalars are counted: a character may be of any length.
        let plain = login.trimmed.lowercased().replacing("\0", with: "")
        let login = String(String.UnicodeScalarView(plain.unicodeScalars.prefix(64)))
        let account = try await account(login)
        switch try await attempt(login, password, account, from: origin) {
        case .blocked(let seconds):
            // Guessing goes on while it is blocked, as fast as the line allows.
            try await tally(
                .signInBlocked, on: account.map { .officer($0.id) } ?? .service, "sign-in-blocked", account?.officer,
                from: origin)
            throw WorkflowError.signInBlocked(seconds: seconds)
        case .refused:
            try await record(.signInRefused, of: account, from: origin)
            throw WorkflowError.signInRefused
        case .proven(let account):
            return try await open(kind, for: account, login: login, from: origin)
        }
    }

    /// Checks the password of somebody who signs in, or changes it, where the limits allow it, and counts a failure.
    ///
    /// Password arithmetic is slow on purpose: it runs beside the reports, never where documents are served. The limit
    /// is asked and the failure counted on the same thread, before it takes the next attempt: of many guesses sent at
    /// once, no more pass the limit than there are threads.
    func attempt(
        _ login: String, _ password: String, _ account: Account?, from origin: Origin
    ) async throws -> Attempt {
        try await reports.onPool {
            let seconds = try await reports.read { try SignInLimits.wait(login: login, source: origin.source, in: $0) }
            if let seconds { return .blocked(seconds: seconds) }
            let hash = account?.hash ?? Passwords.nobody(cost: configuration.passwordCost)
            let matches = try Passwords.verify(String(password.prefix(1024)), hash)
            if let account, matches, account.active { return .proven(account) }
            try await note(login: login, success: false, from: origin, in: reports)
            return .refused
        }
    }

    private func open(_ kind: SessionKind, for account: Account, login: String, from origin: Origin) async throws
        -> OpenSession
    {
        let token = Tokens.make()
        let limits = configuration.sessions
        let absolute = kind == .api ? limits.api : limits.absolute
        let idle = kind == .api ? limits.api : limits.idle
        try await note(login: login, success: true, from: origin, in: database)
        let origin = Origin(
            channel: origin.channel, source: origin.source, agent: origin.agent, session: Tokens.name(of: token),
            request: origin.request)
        let acting = Caller(officer: account.officer, origin: origin)
        let event = AuditEvent(kind == .api ? .tokenIssued : .signedIn, on: .officer(account.id))
        let expiresAt: Date = try await act(event, by: acting, key: nil) { transaction in
            let expiresAt = try transaction.row(
                """
                INSERT INTO session (token_digest, name, officer_id, kind, expires_at, idle_limit)
                VALUES (\(Tokens.digest(token)), \(Tokens.name(of: token)), \(account.id), \(kind.rawValue),
                        now() + make_interval(secs => \(absolute.components.seconds)),
                        make_interval(secs => \(idle.components.seconds)))
                RETURNING expires_at
                """
            ) { try $0["expires_at"] as Date }
            guard let expiresAt else { throw WorkflowError.signInRefused }
            return Audited(expiresAt, event)
        }
        guard let signedIn = try await session(token: token, from: origin) else { throw WorkflowError.signInRefused }
        return OpenSession(token: token, expiresAt: expiresAt, caller: signedIn.caller)
    }

    func account(_ login: String) async throws -> Account? {
        try await database.row("SELECT * FROM sign_in_account(\(login))") { row in
            Account(
                id: try row["id"], agency: try row["agency_id"], hash: try row["password_hash"],
                active: try row["active"], roles: Set(try row["roles"] as [Role]))
        }
    }

    private func note(login: String, success: Bool, from origin: Origin, in database: Database) async throws {
        try await database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO sign_in_attempt (login, source, success) VALUES (\(login), \(origin.source)::inet, \(success))
                """)
        }
    }

    /// Records a failed sign-in; of an unknown name only that it happened, for people type passwords there.
    func record(_ action: AuditEvent.Action, of account: Account?, from origin: Origin) async throws {
        var event = AuditEvent(action, on: account.map { .officer($0.id) } ?? .service)
        event.outcome = .refused
        event.reason = "sign-in-refused"
        let officer = account?.officer ?? Caller.service(in: 0).officer
        try await looks.submit([Look(event: event, caller: Caller(officer: officer, origin: origin))])
    }
}

/// What became of a name and a password.
enum Attempt {
    case blocked(seconds: Int)
    case refused
    case proven(Account)
}

struct Account: Sendable {
    let id: Officer.ID
    let agency: Agency.ID
    let hash: String
    let active: Bool
    let roles: Set<Role>

    var officer: Officer {
        Officer(id: id, agency: agency, unit: nil, login: "", name: "", position: "", roles: roles)
    }
}
