import Postgres
import Records

extension Hub {
    /// Enters an agency that the calling system serves, or corrects one of its own (đăng ký đơn vị).
    ///
    /// A system may enter what is below one of its agencies by code: whoever could enter any code would get the envelopes of
    /// others. The rest is for whoever runs the hub.
    ///
    /// - Throws: ``HubRefusal/sender(_:)`` where the code is not the caller's to enter, ``HubRefusal/malformed``
    public func register(_ agency: NewHubAgency, by caller: HubCaller) async throws {
        guard agency.isWellFormed else { throw HubRefusal.malformed }
        let code = agency.code.lowercased()
        let above = caller.agencies.keys.filter { AgencyCode.isBelow(code, $0) }.max { $0.utf8.count < $1.utf8.count }
        guard caller.agencies[code] != nil || above != nil else { throw HubRefusal.sender(agency.code) }
        try await database.write { transaction in
            try transaction.lockDirectory()
            let known = try transaction.row(
                """
                SELECT a.parent_code, s.name AS system FROM hub_agency a LEFT JOIN hub_system s ON s.id = a.system_id
                WHERE lower(a.code) = \(code)
                """
            ) { (parent: try $0["parent_code"] as String, system: try $0["system"] as String?) }
            guard [nil, caller.name].contains(known?.system) else { throw HubRefusal.sender(agency.code) }
            let parent =
                [agency.parentCode, known?.parent ?? "", above?.uppercased() ?? ""].first { !$0.isEmpty } ?? ""
            _ = try transaction.enter([
                NewHubAgency(
                    code: agency.code, name: agency.name, parentCode: parent, mail: agency.mail, system: caller.name)
            ])
        }
        await systems.forget()
    }

    /// Takes an agency of the calling system out of the directory (xóa đơn vị); its envelopes and their record stay.
    ///
    /// - Throws: ``HubRefusal/sender(_:)`` where it is not the caller's, ``HubRefusal/stillAwaited(_:)``
    public func delete(_ code: String, by caller: HubCaller) async throws {
        try await database.write { transaction in
            try transaction.lockDirectory()
            let found = try transaction.row(
                """
                SELECT a.id, a.active FROM hub_agency a JOIN hub_system s ON s.id = a.system_id
                WHERE lower(a.code) = \(code.lowercased()) AND s.name = \(caller.name)
                """
            ) { (id: try $0["id"] as Int, isActive: try $0["active"] as Bool) }
            guard let found else { throw HubRefusal.sender(code) }
            // Said again it changes nothing and is no error.
            guard found.isActive else { return }
            let waiting =
                try transaction.row(
                    """
                    SELECT count(*) AS n FROM hub_delivery
                    WHERE recipient_id = \(found.id) AND state IN ('initial', 'inbox', 'processing')
                    """
                ) { try $0["n"] as Int } ?? 0
            guard waiting == 0 else { throw HubRefusal.stillAwaited(waiting) }
            try transaction.execute(
                "UPDATE hub_agency SET active = false, version = nextval('hub_agency_version') WHERE id = \(found.id)")
        }
        await systems.forget()
    }
}

extension Transaction {
    /// Versions become visible in their order: whoever asks for what is newer misses nothing.
    borrowing func lockDirectory() throws {
        try execute("LOCK TABLE hub_agency IN SHARE ROW EXCLUSIVE MODE")
    }
}
