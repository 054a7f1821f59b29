import Postgres
public import Records

/// That somebody used the archive copy of a document (sử dụng bản lưu).
public struct ArchiveUseView: Sendable {
    public let id: Int
    public let usedOn: Day
    public let user: String
    public let dossier: String
    public let permittedBy: String
    public let note: String
    public let returnedOn: Day?

    init(_ row: borrowing Row) throws {
        id = try row["id"]
        usedOn = try row["used_on"]
        user = try row["user_name"]
        dossier = try row["dossier"]
        permittedBy = try row["permitted_by"]
        note = try row["note"]
        returnedOn = try row["returned_on"]
    }
}

/// What is written down when an archive copy is handed out.
public struct ArchiveUse: Sendable {
    /// Who uses it.
    public var user = ""
    /// Who permitted it.
    public var permittedBy = ""
    /// Number and symbol of the dossier that it is kept in.
    public var dossier = ""
    public var note = ""

    public init(user: String = "", permittedBy: String = "", dossier: String = "", note: String = "") {
        self.user = user
        self.permittedBy = permittedBy
        self.dossier = dossier
        self.note = note
    }

    var faults: [FieldFault] {
        var faults: [FieldFault] = []
        for (name, text, isNeeded) in [
            ("user", user, true), ("permittedBy", permittedBy, true), ("dossier", dossier, false),
            ("note", note, false),
        ] {
            if isNeeded, text.trimmed.isEmpty {
                faults.append(FieldFault(name, .required))
            } else if text.unicodeScalars.count > 200 {
                faults.append(FieldFault(name, .tooLong(most: 200)))
            }
        }
        return faults
    }
}

extension Workflow {
    /// Writes down that the archive copy of a document was handed out today (ghi sổ sử dụng bản lưu).
    ///
    /// - Returns: the entry's number.
    public func recordArchiveUse(
        of id: OutgoingDocument.ID, _ use: ArchiveUse, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws -> Int {
        let officer = caller.officer
        return try await act(AuditEvent(.archiveUsed, on: .outgoing(id)), by: caller, key: key) { transaction in
            let document = try transaction.lock(outgoing: id, for: .lendArchive, seen: nil, by: officer)
            guard use.faults.isEmpty else { throw RuleViolation.fields(use.faults) }
            let entry = try transaction.row(
                """
                INSERT INTO archive_use (agency_id, document_id, used_on, user_name, dossier, permitted_by, note,
                    recorded_by)
                VALUES (\(officer.agency), \(id), (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, \(use.user.trimmed),
                    \(use.dossier.trimmed), \(use.permittedBy.trimmed), \(use.note.trimmed), \(officer.id))
                RETURNING id
                """
            ) { try $0["id"] as Int }
            guard let entry else { throw WorkflowError.notFound }
            let detail = ["use": "\(entry)"]
            return Audited(
                entry, AuditEvent(.archiveUsed, on: .outgoing(id), version: document.version, detail: detail))
        }
    }

    /// Writes down that an archive copy came back today (nhận lại bản lưu).
    ///
    /// - Throws: ``WorkflowError/notFound`` where there is no such entry of the document, or it came back before.
    public func returnArchive(
        _ entry: Int, of id: OutgoingDocument.ID, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws {
        let officer = caller.officer
        let attempt = AuditEvent(.archiveReturned, on: .outgoing(id), detail: ["use": "\(entry)"])
        let _: Bool = try await act(attempt, by: caller, key: key) { transaction in
            // What is lent comes back also where the document was withdrawn meanwhile.
            try AccessRule.require(.lendArchive, of: officer.roles)
            try transaction.requireVisible(id, to: officer)
            let returned = try transaction.affected(
                """
                UPDATE archive_use SET returned_on = (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
                    returned_to = \(officer.id)
                WHERE id = \(entry) AND document_id = \(id) AND agency_id = \(officer.agency) AND returned_on IS NULL
                """)
            guard returned == 1 else { throw WorkflowError.notFound }
            return Audited(true, attempt)
        }
    }
}
