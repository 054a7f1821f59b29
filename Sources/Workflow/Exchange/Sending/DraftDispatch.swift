import Foundation
import Postgres
public import Records

/// What a clerk prepares to send.
public struct DispatchDraft: Sendable {
    public var details = DispatchDetails()
    public var files: [ReceivedFile] = []
    /// The codes of the recipients chosen so far.
    public var recipients: [String] = []

    public init() {}
}

extension Workflow {
    /// Prepares a document to be sent (soạn gửi liên thông): it is kept, shown as it would go, and sent by another act.
    ///
    /// The document's identifier is given now and stays the same for ever.
    ///
    /// - Throws: ``RuleViolation/fields(_:)`` with every fault at once.
    public func draftDispatch(
        _ draft: DispatchDraft, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws -> Dispatch.ID {
        let today = today
        let rules = configuration.exchange
        return try await act(AuditEvent(.dispatchDrafted, on: .dispatch(0)), by: caller, key: key) { transaction in
            try AccessRule.require(.dispatch, of: caller.officer.roles)
            var faults = draft.details.faults(today: today)
            if draft.files.isEmpty { faults.append(FieldFault("files", .required)) }
            guard faults.isEmpty else { throw RuleViolation.fields(faults) }
            let chosen = try transaction.correspondents(
                chosen: draft.recipients, besides: [], of: caller.officer.agency, rules)
            let code = try transaction.documentCode(draft.details, rules.documentCode, of: caller.officer.agency)
            let id = try transaction.draft(
                .new, draft.details, code: code, recipients: chosen.map(\.code), by: caller.officer)
            try transaction.attach(draft.files, dispatch: id, by: caller.officer)
            return Audited(
                id,
                AuditEvent(
                    .dispatchDrafted, on: .dispatch(id), version: 1,
                    detail: ["kind": DispatchKind.new.rawValue, "files": "\(draft.files.count)"]))
        }
    }
}

extension Transaction {
    /// The identifier of a document that is about to be sent.
    ///
    /// - Throws: ``WorkflowError/taken(_:)`` where another document has it.
    borrowing func documentCode(
        _ details: DispatchDetails, _ form: ExchangeConfiguration.DocumentCode, of agency: Agency.ID
    ) throws -> String {
        guard form == .official else { return UUID().uuidString.lowercased() }
        let code = try code(of: agency)
        let day = details.issuedOn.map { "\($0)".replacing("-", with: "/") } ?? ""
        let whole = "\(code),\(day),\(details.reference)"
        let isTaken = try row(
            """
            SELECT EXISTS (SELECT FROM dispatch WHERE agency_id = \(agency) AND document_code = \(whole)
                           AND kind IN ('new', 'replace') AND state <> 'discarded') AS taken
            """
        ) { try $0["taken"] as Bool }
        guard isTaken != true else {
            throw WorkflowError.taken(
                Phrase(
                    "Văn bản \(details.reference) cùng ngày đã có bản gửi. Hãy mở bản đó để cập nhật hoặc thay thế.",
                    "\(details.reference) of that day has been prepared or sent. Open it to update or replace it."))
        }
        return whole
    }

    /// The code of an agency here (mã định danh).
    borrowing func code(of agency: Agency.ID) throws -> String {
        try row("SELECT code FROM agency WHERE id = \(agency)") { try $0["code"] as String } ?? ""
    }

    /// Writes a new draft.
    borrowing func draft(
        _ kind: DispatchKind, _ details: DispatchDetails, code: String, recipients: [String],
        concerns: Dispatch.ID? = nil, reason: String = "", by officer: Officer
    ) throws -> Dispatch.ID {
        let id = try row(
            """
            INSERT INTO dispatch (agency_id, kind, document_code, concerns_id, reason, details, reference_key, issued_on,
                subject, recipients, drafted_by)
            VALUES (\(officer.agency), \(kind), \(code), \(concerns), \(reason.trimmed), \(try details.json)::jsonb,
                \(details.reference.canonical), \(details.issuedOn), \(details.subject.trimmed),
                \(recipients)::text[], \(officer.id))
            RETURNING id
            """
        ) { try $0["id"] as Int }
        guard let id else { throw WorkflowError.notFound }
        return id
    }

    /// Adds files to a dispatch; their bytes are in the store already.
    borrowing func attach(
        _ files: [ReceivedFile], dispatch: Dispatch.ID, after last: Int = 0, by officer: Officer
    ) throws {
        for (place, file) in files.enumerated() {
            try keep(file.digest, size: file.size)
            try execute(
                """
                INSERT INTO attachment (agency_id, dispatch_id, ordinal, kind, name, media_type, digest, size, added_by)
                VALUES (\(officer.agency), \(dispatch), \(last + place + 1), 'document', \(file.name),
                    \(file.mediaType), \(file.digest), \(file.size), \(officer.id))
                """)
        }
    }
}

extension DispatchDetails {
    /// As a row keeps them, cleaned of what people type around them.
    var json: String {
        get throws {
            var details = self
            details.number = number.trimmed
            details.notation = notation.trimmed
            details.place = place.trimmed
            details.subject = subject.trimmed
            details.signerName = signerName.trimmed
            details.signerPosition = signerPosition.trimmed
            details.signerCompetence = signerCompetence.trimmed
            details.places = places.map(\.trimmed).filter { !$0.isEmpty }
            return String(decoding: try JSONEncoder().encode(details), as: UTF8.self)
        }
    }

    init(json: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(json.utf8)) }
}
