import Postgres
public import Records

extension Workflow {
    /// Recalls an issued document from everybody who got it, in one act (thu hồi văn bản).
    ///
    /// Whoever had it by envelope is asked to give it up, the work of one's own units with it ends, and it is marked as
    /// withdrawn with the reason. It keeps its number, its text and its trail. Paper must be asked back by letter, and so
    /// must what no transport reaches any more; the document's page lists both.
    ///
    /// - Throws: ``RuleViolation/fields(_:)`` without a reason, ``WorkflowError/stale(current:changes:)``.
    public func recallOutgoing(
        _ id: OutgoingDocument.ID, reason: String, seen version: Int, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws {
        let officer = caller.officer
        let rules = configuration.exchange
        var written: [SealedLetter] = []
        // Asked before envelopes are written, and again by the act.
        if AccessRule.allow(.recall, to: officer.roles) {
            for letter in try await recalls(ofOutgoing: id, reason: reason, seen: version, by: caller) {
                if let sealed = try await sealed(letter) { written.append(sealed) }
            }
        }
        let recalls = written
        let _: Bool = try await act(AuditEvent(.outgoingWithdrawn, on: .outgoing(id)), by: caller, key: key) {
            transaction in
            let document = try transaction.lock(outgoing: id, for: .recall, seen: version, by: officer)
            try FieldFault.require("reason", reason, most: 500)
            let work = try transaction.closeWork(of: document, as: .withdrawn, for: id, by: officer)
            var events: [AuditEvent] = []
            for recall in recalls {
                let recipients = try transaction.reached(
                    recall.letter.recipients.map(\.code), from: recall.letter.sender, rules)
                guard recipients.map(\.code) == recall.letter.recipients.map(\.code) else {
                    throw WorkflowError.stale(current: document.version, changes: [])
                }
                let dispatch = try transaction.post(recall, [], to: recipients, rules, by: officer)
                events.append(
                    AuditEvent(sent: dispatch, version: 2, as: .recall, recall.file, to: recipients.count))
            }
            try transaction.remark(.withdrawn, on: document, reason, by: officer)
            try transaction.close(document, as: .withdrawn, reason, by: officer)
            let detail = [
                "envelopes": "\(recalls.reduce(0) { $0 + $1.recipients })", "work": work == nil ? "no" : "yes",
            ]
            return Audited(
                true, AuditEvent(.outgoingWithdrawn, on: document, to: document.step, detail),
                (work.map { [$0] } ?? []) + events)
        }
    }

    /// What the recalls of a document will say, one for each envelope in which it went out; none where it is not such that
    /// it can be recalled, which the act then refuses with its reason.
    private func recalls(
        ofOutgoing id: OutgoingDocument.ID, reason: String, seen version: Int, by caller: Caller
    ) async throws -> [(letter: DispatchLetter, concerns: Dispatch.ID?)] {
        let officer = caller.officer
        let rules = configuration.exchange
        return try await glance(by: caller) { transaction in
            let sent = try transaction.rows(
                """
                SELECT d.id, d.document_code, d.details::text, a.code, a.name, a.parent_name,
                       ARRAY(SELECT r.code FROM dispatch_recipient r WHERE r.dispatch_id = d.id ORDER BY r.ordinal) AS codes
                FROM outgoing_document o JOIN dispatch d ON d.id IN (o.dispatch_id, o.replacing_id)
                     JOIN agency a ON a.id = o.agency_id
                WHERE o.id = \(id) AND o.agency_id = \(officer.agency) AND o.version = \(version)::bigint
                  AND o.closing IS NULL
                ORDER BY d.id
                """
            ) { row in
                (
                    letter: DispatchLetter(
                        kind: .recall, documentCode: try row["document_code"], reason: reason.trimmed,
                        details: try DispatchDetails(json: row["details"]), sender: try row["code"],
                        senderName: try row["name"], parentName: try row["parent_name"], clerk: officer.name),
                    dispatch: try row["id"] as Int, codes: try row["codes"] as [String]
                )
            }
            var letters: [(letter: DispatchLetter, concerns: Dispatch.ID?)] = []
            for one in sent {
                var letter = one.letter
                letter.recipients = try transaction.reached(one.codes, from: letter.sender, rules)
                if !letter.recipients.isEmpty { letters.append((letter, one.dispatch)) }
            }
            return letters
        }
    }
}

extension Transaction {
    /// Those of these agencies whom an envelope reaches today, in their order; nobody is chosen anew, so nothing is refused.
    borrowing func reached(
        _ codes: [String], from sender: String, _ rules: ExchangeConfiguration
    ) throws -> [Correspondent] {
        let found = try correspondents(codes: codes)
        return codes.compactMap { found[CorrespondentEntry.key($0)] }.filter {
            $0.leftAt == nil && rules.way(by: $0.peer, from: sender) != nil
        }
    }
}
