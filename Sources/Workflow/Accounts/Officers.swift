import Foundation
import Postgres
public import Records

/// An account to be made.
public struct NewOfficer: Sendable {
    public var login: String
    public var name: String
    public var position: String
    public var unit: String?
    public var roles: Set<Role>
    public var password: String

    public init(login: String, name: String, position: String, unit: String?, roles: Set<Role>, password: String) {
        self.login = login
        self.name = name
        self.position = position
        self.unit = unit
        self.roles = roles
        self.password = password
    }

    func faults() -> [FieldFault] {
        var faults: [FieldFault] = []
        if login.wholeMatch(of: #/[a-z0-9][a-z0-9._-]{1,63}/#) == nil { faults.append(FieldFault("login", .required)) }
        if name.trimmed.isEmpty { faults.append(FieldFault("name", .required)) }
        if roles.isEmpty { faults.append(FieldFault("roles", .required)) }
        if !roles.isDisjoint(with: Role.apart), roles.count > 1 { faults.append(FieldFault("roles", .chosenTwice)) }
        return faults + Self.faults(inPassword: password)
    }

    /// Twelve characters at least, of any kind (ASVS 5.0, 6.2).
    static func faults(inPassword password: String, of field: String = "password") -> [FieldFault] {
        (12...128).contains(password.count) ? [] : [FieldFault(field, .lengthOutOfRange(12...128))]
    }
}

/// An account, as administrators see it.
public struct OfficerSummary: Sendable {
    public let officer: Officer
    public let unitName: String
    public let active: Bool
}

extension Workflow {
    /// Makes an account (tạo tài khoản).
    public func addOfficer(_ new: NewOfficer, by caller: Caller) async throws -> Officer.ID {
        let attempt = AuditEvent(.accountCreated, on: .agency(caller.officer.agency))
        let hash = try await reports.onPool { try Passwords.hash(new.password, cost: configuration.passwordCost) }
        return try await act(attempt, by: caller, key: nil) { transaction in
            try AccessRule.require(.manageAccounts, of: caller.officer.roles)
            let faults = new.faults()
            guard faults.isEmpty else { throw RuleViolation.fields(faults) }
            let unit = try new.unit.map { try transaction.unit(named: $0, in: caller.officer.agency) }
            let id = try transaction.row(
                """
                INSERT INTO officer (agency_id, unit_id, login, name, position, roles, password_hash)
                VALUES (\(caller.officer.agency), \(unit), \(new.login), \(new.name.trimmed), \(new.position.trimmed),
                        \(new.roles.map(\.rawValue).sorted()), \(hash))
                ON CONFLICT ON CONSTRAINT officer_login_once DO NOTHING
                RETURNING id
                """
            ) { try $0["id"] as Int }
            guard let id else {
                throw WorkflowError.taken(
                    Phrase("Tên đăng nhập “\(new.login)” đã có.", "The login “\(new.login)” is taken."))
            }
            return Audited(id, AuditEvent(.accountCreated, on: .officer(id)))
        }
    }

    /// Sets a new password and ends every session of the account (đặt lại mật khẩu).
    public func setPassword(of login: String, to password: String, by caller: Caller) async throws {
        let hash = try await reports.onPool { try Passwords.hash(password, cost: configuration.passwordCost) }
        let faults = NewOfficer.faults(inPassword: password)
        try await change(login, .passwordChanged, by: caller) { transaction, id in
            guard faults.isEmpty else { throw RuleViolation.fields(faults) }
            try transaction.execute("UPDATE officer SET password_hash = \(hash) WHERE id = \(id)")
            try transaction.execute(
                "UPDATE session SET closed_at = now() WHERE officer_id = \(id) AND closed_at IS NULL")
        }
    }

    /// Gives an account other roles (đổi vai trò).
    public func setRoles(of login: String, to roles: Set<Role>, by caller: Caller) async throws {
        try await change(login, .rolesChanged, by: caller) { transaction, id in
            guard !roles.isEmpty, roles.isDisjoint(with: Role.apart) || roles.count == 1 else {
                throw RuleViolation.fields([FieldFault("roles", roles.isEmpty ? .required : .chosenTwice)])
            }
            try transaction.execute("UPDATE officer SET roles = \(roles.map(\.rawValue).sorted()) WHERE id = \(id)")
        }
    }

    /// Closes an account of someone who left, or opens it again (khóa, mở khóa tài khoản).
    public func setActive(of login: String, _ active: Bool, by caller: Caller) async throws {
        try await change(login, .accountChanged, by: caller) { transaction, id in
            try transaction.execute("UPDATE officer SET active = \(active) WHERE id = \(id)")
            try transaction.execute(
                "UPDATE session SET closed_at = now() WHERE officer_id = \(id) AND closed_at IS NULL")
        }
    }

    /// Every account of the agency.
    public func officers(by caller: Caller) async throws -> [OfficerSummary] {
        let attempt = AuditEvent(.accountsListed, on: .agency(caller.officer.agency))
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.manageAccounts, of: caller.officer.roles)
            let officers = try transaction.rows(
                """
                SELECT o.id, o.agency_id, o.unit_id, o.login, o.name, o.position, o.roles, o.active,
                       coalesce(u.name, '') AS unit_name
                FROM officer o LEFT JOIN unit u ON u.id = o.unit_id
                WHERE o.agency_id = \(caller.officer.agency) ORDER BY o.login
                """
            ) { OfficerSummary(officer: try Officer($0), unitName: try $0["unit_name"], active: try $0["active"]) }
            return Audited(officers, attempt)
        }
    }

    private func change(
        _ login: String, _ action: AuditEvent.Action, by caller: Caller,
        _ body: @escaping @Sendable (borrowing Transaction, Officer.ID) throws -> Void
    ) async throws {
        let attempt = AuditEvent(action, on: .agency(caller.officer.agency))
        let _: Int = try await act(attempt, by: caller, key: nil) { transaction in
            try AccessRule.require(.manageAccounts, of: caller.officer.roles)
            let id = try transaction.row(
                "SELECT id FROM officer WHERE agency_id = \(caller.officer.agency) AND login = \(login) FOR UPDATE"
            ) { try $0["id"] as Int }
            guard let id else { throw WorkflowError.notFound }
            try body(transaction, id)
            return Audited(id, AuditEvent(action, on: .officer(id)))
        }
    }
}

extension Workflow {
    /// The active officer with this login, for the command line: whoever can run it with the database's address is trusted
    /// to say who they are, and the trail says that it was the command line.
    public func officer(login: String) async throws -> Officer? {
        guard
            let agency = try await database.row(
                "SELECT agency_id FROM sign_in_account(\(login)) WHERE active", { try $0["agency_id"] as Int })
        else { return nil }
        return try await database.read(prelude: Self.wall(agency)) { transaction in
            try transaction.row(
                "SELECT id, agency_id, unit_id, login, name, position, roles FROM officer WHERE login = \(login)"
            ) { try Officer($0) }
        }
    }
}
