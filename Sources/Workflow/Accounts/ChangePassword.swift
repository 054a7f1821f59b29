import Postgres
import Records

/// One's own new password, and the old one that proves whose it is.
public struct PasswordChange: Sendable {
    public var current: String
    public var new: String
    /// The new one as it was typed a second time; where nobody types, the same.
    public var again: String

    public init(current: String, new: String, again: String) {
        self.current = current
        self.new = new
        self.again = again
    }

    func faults() -> [FieldFault] {
        var faults = current.isEmpty ? [FieldFault("current", .required)] : []
        faults += NewOfficer.faults(inPassword: new, of: "new")
        if again != new { faults.append(FieldFault("again", .notTheSame)) }
        return faults
    }
}

extension Workflow {
    /// Changes one's own password (đổi mật khẩu) and ends one's other sessions, but for the one of `token`.
    ///
    /// Guesses at the old password are counted and limited as those at signing in are.
    ///
    /// - Throws: ``RuleViolation/fields(_:)``, ``WorkflowError/signInBlocked(seconds:)``
    public func changePassword(
        _ change: PasswordChange, keeping token: String?, by caller: Caller, key: IdempotencyKey? = nil
    )
        async throws
    {
        let event = AuditEvent(.passwordChanged, on: .officer(caller.officer.id))
        var faults = change.faults()
        var hash = ""
        if faults.isEmpty {
            if try await isOwn(change.current, of: caller) {
                hash = try await reports.onPool { try Passwords.hash(change.new, cost: configuration.passwordCost) }
            } else {
                faults = [FieldFault("current", .wrong)]
            }
        }
        let (found, new) = (faults, hash)
        let _: Bool = try await act(event, by: caller, key: key) { transaction in
            guard found.isEmpty else { throw RuleViolation.fields(found) }
            let id = caller.officer.id
            try transaction.execute("UPDATE officer SET password_hash = \(new) WHERE id = \(id)")
            try transaction.execute(
                """
                UPDATE session SET closed_at = now()
                WHERE officer_id = \(id) AND closed_at IS NULL AND token_digest <> \(Tokens.digest(token ?? ""))
                """)
            return Audited(true, event)
        }
    }

    private func isOwn(_ password: String, of caller: Caller) async throws -> Bool {
        let login = caller.officer.login
        let account = try await account(login)
        switch try await attempt(login, password, account, from: caller.origin) {
        case .proven: return true
        case .refused: return false
        case .blocked(let seconds):
            try await record(.signInBlocked, of: account, from: caller.origin)
            throw WorkflowError.signInBlocked(seconds: seconds)
        }
    }
}
