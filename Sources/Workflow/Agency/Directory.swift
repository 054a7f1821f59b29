import Postgres
public import Records

/// The units and people that work can be given to (danh bạ đơn vị).
public struct Directory: Sendable {
    /// The agency's units with their active people, in the agency's order.
    public let units: [DirectoryUnit]
    /// Active people of no unit, such as the leaders.
    public let leaders: [DirectoryOfficer]
}

public struct DirectoryUnit: Sendable {
    public let id: Unit.ID
    public let name: String
    public let officers: [DirectoryOfficer]
}

public struct DirectoryOfficer: Sendable {
    public let id: Officer.ID
    public let name: String
    public let position: String
    public let roles: Set<Role>

    /// Whether documents may wait for this person's signature or initials.
    public var maySign: Bool { AccessRule.allow(.sign, to: roles) }
}

/// A register to choose from.
public struct RegisterChoice: Sendable {
    public let id: Int
    public let name: String
    /// What the next number would be now; the number itself is given when the document is registered.
    public let nextNumber: Int
}

extension Workflow {
    /// Who works in the caller's agency and can be given documents.
    public func directory(for caller: Caller) async throws -> Directory {
        try AccessRule.require(.view, of: caller.officer.roles)
        return try await glance(by: caller) { transaction in
            let units = try transaction.later(
                "SELECT id, name FROM unit WHERE agency_id = \(caller.officer.agency) ORDER BY position, id"
            ) { Unit(id: try $0["id"], name: try $0["name"]) }
            let people = try transaction.rows(
                """
                SELECT id, agency_id, unit_id, login, name, position, roles FROM officer
                WHERE agency_id = \(caller.officer.agency) AND active
                  AND NOT (roles && ARRAY['auditor', 'administrator'])
                ORDER BY 'leader' = ANY (roles) DESC, 'unitHead' = ANY (roles) DESC, id
                """
            ) { try Officer($0) }
            let byUnit = Dictionary(grouping: people, by: \.unit)
            return Directory(
                units: try transaction.rows(units).map {
                    DirectoryUnit(id: $0.id, name: $0.name, officers: (byUnit[$0.id] ?? []).map(DirectoryOfficer.init))
                },
                leaders: (byUnit[nil] ?? []).map(DirectoryOfficer.init))
        }
    }

    /// The registers of incoming documents, with the number that comes next in this year.
    public func registers(for caller: Caller) async throws -> [RegisterChoice] {
        try await glance(by: caller) { transaction in
            try transaction.rows(
                """
                SELECT r.id, r.name, coalesce(y.last_number, 0) + 1 AS next
                FROM register r LEFT JOIN register_year y ON y.register_id = r.id
                     AND y.year = \(NumberCounter.year)
                WHERE r.agency_id = \(caller.officer.agency) AND r.direction = 'incoming' ORDER BY r.id
                """
            ) { RegisterChoice(id: try $0["id"], name: try $0["name"], nextNumber: try $0["next"]) }
        }
    }
}

extension DirectoryOfficer {
    fileprivate init(_ officer: Officer) {
        self.init(id: officer.id, name: officer.name, position: officer.position, roles: officer.roles)
    }
}
