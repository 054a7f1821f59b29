import Exchange
import Postgres
public import Records

extension Workflow {
    /// Sends a document that is whole to everybody it is for, in one act (phát hành).
    ///
    /// Other agencies get it by envelope, one's own units as incoming work, everybody else through the posting book. The
    /// incoming document that it answers is done with that, and the issued document that it changes is marked so. From then
    /// on nothing of it changes.
    ///
    /// - Throws: ``RuleViolation/fields(_:)`` where an agency is not reached; ``WorkflowError/outgoingObstacle(_:)`` where
    ///   there is nobody whom it goes to.
    public func issueOutgoing(
        _ id: OutgoingDocument.ID, seen version: Int, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws {
        let officer = caller.officer
        let rules = configuration.exchange
        let letters = try await letters(ofOutgoing: id, seen: version, by: caller)
        let plain = try await sealed(letters.plain)
        let replacing = try await sealed(letters.replacing)
        let today = today
        let _: Bool = try await act(AuditEvent(.outgoingIssued, on: .outgoing(id)), by: caller, key: key) {
            transaction in
            let document = try transaction.lock(outgoing: id, for: .issue, seen: version, by: officer)
            let to = document.details.recipients
            guard !to.isEmpty else { throw WorkflowError.outgoingObstacle(.noRecipient) }
            let kind = try transaction.kind(ofVersion: document.revision, of: id)
            let reference = document.reference ?? Reference("")
            let original = try transaction.original(of: id, revision: document.revision, as: reference)
            if try transaction.row(kind) != .sealed { try document.requireOnPaperOnly() }
            // Asked again: the directory may have changed since the envelopes were written.
            let chosen = try transaction.correspondents(
                chosen: document.details.agencies, besides: [], of: officer.agency, rules)
            guard (plain?.recipients ?? 0) + (replacing?.recipients ?? 0) == chosen.count else {
                throw WorkflowError.stale(current: document.version, changes: [])
            }
            let dispatch = try transaction.send(plain, original, to: chosen, rules, today: today, by: officer)
            let follower = try transaction.send(replacing, original, to: chosen, rules, today: today, by: officer)
            try transaction.list(to, of: document, by: officer)
            var more = try transaction.finishWork(answeredBy: document, by: officer, signedBy: rules.signer)
            more += try transaction.takeEffect(of: document, reference, by: officer)
            // It takes a number, and so comes as late as can be.
            let work = try transaction.giveWork(original, of: document, on: today, by: officer)
            var events = [
                AuditEvent(
                    .outgoingIssued, on: document, to: .issued,
                    [
                        "recipients": "\(to.count)", "dispatch": dispatch.map { "\($0)" } ?? "",
                        "replacing": follower.map { "\($0)" } ?? "",
                        "internal": work.map { "\($0)" } ?? "",
                    ])
            ]
            if let work { events.append(AuditEvent(.incomingRegistered, on: .incoming(work), version: 2)) }
            events += more
            try transaction.remark(.issued, on: document, by: officer)
            try transaction.move(
                document, to: .issued,
                """
                , issued_by = \(officer.id), issued_at = clock_timestamp(), dispatch_id = \(dispatch), replacing_id = \(follower),
                internal_id = \(work)
                """)
            return Audited(true, events[0], Array(events.dropFirst()))
        }
    }
}

extension Transaction {
    /// The files as they go out: the last version of the text, and what goes with it, as the agency signed it.
    borrowing func original(
        of id: OutgoingDocument.ID, revision: Int, as reference: Reference
    ) throws -> [ReceivedFile] {
        let text = try later(
            """
            SELECT v.name, v.media_type, v.digest, f.digest AS pdf, coalesce(f.size, v.size) AS size
            FROM outgoing_version v LEFT JOIN stored_file f ON f.digest = v.pdf
            WHERE v.document_id = \(id) AND v.ordinal = \(revision)
            """
        ) { row in
            let pdf: [UInt8]? = try row["pdf"]
            let plain: String = try row["name"]
            return ReceivedFile(
                digest: try pdf ?? row["digest"], size: try row["size"],
                name: pdf == nil ? plain : "\(reference.fileName).pdf",
                mediaType: pdf == nil ? try row["media_type"] : "application/pdf")
        }
        let files = try rows(
            """
            SELECT a.name, a.media_type, coalesce(s.digest, a.digest) AS digest, coalesce(s.size, a.size) AS size
            FROM attachment a LEFT JOIN attachment s ON s.sealed_from = a.id
            WHERE a.outgoing_id = \(id) AND a.sealed_from IS NULL AND a.dropped_at IS NULL ORDER BY a.ordinal
            """
        ) { row in
            ReceivedFile(
                digest: try row["digest"], size: try row["size"], name: try row["name"],
                mediaType: try row["media_type"])
        }
        return try rows(text) + files
    }

    /// Posts an envelope to those of the chosen agencies whom it names, as something the office sent.
    fileprivate borrowing func send(
        _ sealed: SealedLetter?, _ files: [ReceivedFile], to chosen: [Correspondent], _ rules: ExchangeConfiguration,
        today: Day, by officer: Officer
    ) throws -> Dispatch.ID? {
        guard let sealed else { return nil }
        let letter = sealed.letter
        let faults = letter.details.faults(today: today)
        guard faults.isEmpty else { throw RuleViolation.fields(faults) }
        let named = Set(letter.recipients.map(\.code))
        let recipients = chosen.filter { named.contains($0.code) }
        try recipients.requireTaking(sealed.file)
        return try post(sealed, files, to: recipients, rules, by: officer)
    }

    /// Writes down whom it went to, as they were called then.
    fileprivate borrowing func list(
        _ addresses: [OutgoingAddress], of document: LockedOutgoing, by officer: Officer
    ) throws {
        let known = try correspondents(codes: document.details.agencies)
        for (place, address) in addresses.enumerated() {
            let (id, agency, ordinal) = (document.id, officer.agency, place + 1)
            switch address {
            case .agency(let code):
                let name = known[CorrespondentEntry.key(code)]?.name ?? code
                try execute(
                    """
                    INSERT INTO outgoing_recipient (document_id, ordinal, agency_id, kind, code, name)
                    VALUES (\(id), \(ordinal), \(agency), 'agency', \(code), \(name))
                    """)
            case .unit(let unit, let role):
                try execute(
                    """
                    INSERT INTO outgoing_recipient (document_id, ordinal, agency_id, kind, unit_id, role, name)
                    SELECT \(id), \(ordinal), \(agency), 'unit', id, \(role), name FROM unit WHERE id = \(unit)
                    """)
            case .post(let name, let place):
                try execute(
                    """
                    INSERT INTO outgoing_recipient (document_id, ordinal, agency_id, kind, name, address)
                    VALUES (\(id), \(ordinal), \(agency), 'post', \(name.trimmed), \(place.trimmed))
                    """)
            }
        }
    }

    /// Finishes the drafter's work with the document that this one answers.
    fileprivate borrowing func finishWork(
        answeredBy document: LockedOutgoing, by officer: Officer, signedBy signer: EnvelopeSigner?
    ) throws -> [AuditEvent] {
        guard let answered = document.answers, let reference = document.reference else { return [] }
        let drafter = try row(
            "SELECT id, agency_id, unit_id, login, name, position, roles FROM officer WHERE id = \(document.draftedBy)"
        ) { try Officer($0) }
        guard let drafter, let held = try hold(answered, for: officer), held.closing == nil, held.state == .assigned,
            let share = WorkShare.open(of: drafter, as: [.lead, .support], in: held.work.assignments)
        else { return [] }
        var work = held.work
        work.finish(share.id)
        let version = try settle(
            held, work, result: "Đã trả lời bằng văn bản \(reference).", on: share.id, by: drafter)
        if work.documentState == .processed { try report(.done, of: held.delivered, by: officer, signedBy: signer) }
        return [
            AuditEvent(
                .assignmentCompleted, on: .incoming(answered), version: version,
                detail: [
                    "role": share.role.rawValue, "from": held.state.rawValue,
                    "to": (work.documentState ?? held.state).rawValue, "answer": "\(document.id)",
                ]
            ).forUnit(of: share)
        ]
    }
}

extension OutgoingDetails {
    /// The codes of the agencies that it goes to by envelope.
    var agencies: [String] {
        recipients.compactMap { if case .agency(let code) = $0 { code } else { nil } }
    }

    /// The units that it goes to as work.
    var units: [(id: Unit.ID, role: Assignment.Role)] {
        recipients.compactMap { if case .unit(let id, let role) = $0 { (id, role) } else { nil } }
    }
}

extension Reference {
    /// As part of a file's name: `12-QD-UBND`.
    var fileName: String {
        let folded = Folding.fold("\(number)-\(notation)").uppercased()
        return String(folded.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "-" })
    }
}
