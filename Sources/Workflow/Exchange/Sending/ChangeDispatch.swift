import Postgres
public import Records

extension Workflow {
    /// Corrects a dispatch that was not sent yet (sửa bản soạn gửi).
    ///
    /// Where there are any `files`, they take the place of those before.
    ///
    /// - Returns: the new version.
    public func changeDispatch(
        _ id: Dispatch.ID, _ details: DispatchDetails, files: [ReceivedFile] = [], seen version: Int, by caller: Caller,
        key: IdempotencyKey? = nil
    ) async throws -> Int {
        let today = today
        let officer = caller.officer
        return try await act(AuditEvent(.dispatchChanged, on: .dispatch(id)), by: caller, key: key) { transaction in
            let draft = try transaction.lock(dispatch: id, in: .draft, seen: version, by: officer)
            let faults = details.faults(today: today)
            guard faults.isEmpty else { throw RuleViolation.fields(faults) }
            var first = draft.firstFile
            if !files.isEmpty {
                let last =
                    try transaction.row(
                        "SELECT coalesce(max(ordinal), 0) AS last FROM attachment WHERE dispatch_id = \(id)"
                    ) { try $0["last"] as Int } ?? 0
                try transaction.attach(files, dispatch: id, after: last, by: officer)
                first = last + 1
            }
            try transaction.execute(
                """
                UPDATE dispatch SET details = \(try details.json)::jsonb, reference_key = \(details.reference.canonical),
                    issued_on = \(details.issuedOn), subject = \(details.subject.trimmed), first_file = \(first),
                    version = version + 1
                WHERE id = \(id)
                """)
            return Audited(
                version + 1,
                AuditEvent(
                    .dispatchChanged, on: .dispatch(id), version: version + 1, detail: ["files": "\(files.count)"]))
        }
    }

    /// Adds recipients to a dispatch that was not sent yet, or takes some out (chọn nơi nhận).
    ///
    /// - Returns: the new version.
    public func chooseRecipients(
        _ id: Dispatch.ID, adding: [String], removing: [String] = [], seen version: Int, by caller: Caller,
        key: IdempotencyKey? = nil
    ) async throws -> Int {
        let officer = caller.officer
        let rules = configuration.exchange
        return try await act(AuditEvent(.dispatchChanged, on: .dispatch(id)), by: caller, key: key) { transaction in
            let draft = try transaction.lock(dispatch: id, in: .draft, seen: version, by: officer)
            let gone = Set(removing.map(CorrespondentEntry.key))
            let kept = draft.recipients.filter { !gone.contains(CorrespondentEntry.key($0)) }
            let added = try transaction.correspondents(
                chosen: adding, besides: kept, of: officer.agency, rules)
            let recipients = kept + added.map(\.code)
            try transaction.execute(
                "UPDATE dispatch SET recipients = \(recipients)::text[], version = version + 1 WHERE id = \(id)")
            return Audited(
                version + 1,
                AuditEvent(
                    .dispatchChanged, on: .dispatch(id), version: version + 1,
                    detail: ["recipients": "\(recipients.count)"]))
        }
    }

    /// Gives a dispatch up that was not sent (bỏ bản soạn gửi); its record stays.
    public func discardDispatch(
        _ id: Dispatch.ID, seen version: Int, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws {
        let attempt = AuditEvent(.dispatchDiscarded, on: .dispatch(id), version: version + 1)
        let _: Bool = try await act(attempt, by: caller, key: key) { transaction in
            _ = try transaction.lock(dispatch: id, in: .draft, seen: version, by: caller.officer)
            try transaction.execute(
                "UPDATE dispatch SET state = 'discarded', version = version + 1 WHERE id = \(id)")
            return Audited(true, attempt)
        }
    }
}
