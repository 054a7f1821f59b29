import Postgres
public import Records

extension Workflow {
    /// The agency with this code that keeps its registers here, if there is one.
    public func agency(code: String) async throws -> Agency? {
        try await database.row("SELECT id, code, name FROM agency WHERE code = \(code) AND NOT correspondent") { row in
            Agency(id: try row["id"], code: try row["code"], name: try row["name"])
        }
    }

    /// Every agency that keeps its registers here.
    public func agencies() async throws -> [Agency] {
        try await database.read { transaction in
            try transaction.rows("SELECT id, code, name FROM agency WHERE NOT correspondent ORDER BY id") { row in
                Agency(id: try row["id"], code: try row["code"], name: try row["name"])
            }
        }
    }

    /// Sets up an agency with its units, its registers of incoming and outgoing documents and its correspondents (lập cơ quan).
    ///
    /// What is there already stays as it is, so that it can be called again with more units.
    public func foundAgency(
        code: String, name: String, parent: String = "", units: [String], register: String = "Sổ văn bản đến",
        outgoingRegister: String = "Sổ văn bản đi",
        correspondents: [(code: String, name: String)] = []
    ) async throws -> Agency {
        if try await agency(code: code) == nil { try await found(code: code, name: name, parent: parent) }
        guard let agency = try await agency(code: code) else { throw WorkflowError.notFound }
        let event = AuditEvent(.agencyFounded, on: .agency(agency.id))
        let correspondents = correspondents.map { [$0.code, $0.name] }
        let _: Bool = try await act(event, by: .service(in: agency.id), key: nil) { transaction in
            for (position, unit) in units.enumerated() {
                try transaction.execute(
                    """
                    INSERT INTO unit (agency_id, name, position) VALUES (\(agency.id), \(unit), \(position))
                    ON CONFLICT ON CONSTRAINT unit_name_once_per_agency DO NOTHING
                    """)
            }
            try transaction.execute(
                """
                INSERT INTO register (agency_id, direction, name) VALUES (\(agency.id), 'incoming', \(register)), (\(agency.id), 'outgoing', \(outgoingRegister))
                ON CONFLICT ON CONSTRAINT register_name_once_per_agency DO NOTHING
                """)
            for correspondent in correspondents {
                try transaction.execute(
                    """
                    INSERT INTO agency (code, name, correspondent) VALUES (\(correspondent[0]), \(correspondent[1]), true)
                    ON CONFLICT ON CONSTRAINT agency_code_once DO NOTHING
                    """)
            }
            return Audited(true, event)
        }
        return agency
    }

    private func found(code: String, name: String, parent: String) async throws {
        let _: Int = try await act(AuditEvent(.agencyFounded, on: .service), by: .service(in: 0), key: nil) {
            transaction in
            let id = try transaction.row(
                """
                INSERT INTO agency (code, name, parent_name) VALUES (\(code), \(name), \(parent))
                ON CONFLICT ON CONSTRAINT agency_code_once DO NOTHING RETURNING id
                """
            ) { try $0["id"] as Int }
            guard let id else { throw WorkflowError.taken(Phrase("Mã cơ quan đã có.", "The agency's code is taken.")) }
            return Audited(id, AuditEvent(.agencyFounded, on: .agency(id)))
        }
    }
}

extension Transaction {
    borrowing func unit(named name: String, in agency: Agency.ID) throws -> Unit.ID {
        let id = try row("SELECT id FROM unit WHERE agency_id = \(agency) AND name = \(name)") { try $0["id"] as Int }
        guard let id else { throw RuleViolation.fields([FieldFault("unit", .unknownChoice)]) }
        return id
    }
}
