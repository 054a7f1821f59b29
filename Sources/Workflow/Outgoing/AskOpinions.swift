import Postgres
public import Records

/// Whose opinion is asked for, about what, and until when (lấy ý kiến).
public struct OpinionRequest: Sendable {
    public var officers: [Officer.ID]
    public var question: String
    public var deadline: Day?

    public init(officers: [Officer.ID], question: String = "", deadline: Day? = nil) {
        self.officers = officers
        self.question = question
        self.deadline = deadline
    }
}

extension Workflow {
    /// Asks colleagues what they think of a draft (lấy ý kiến); they may look at it from then on.
    ///
    /// Nothing waits for the answers: whoever approves sees who was asked and what they said.
    ///
    /// - Returns: the document's new version.
    public func askOpinions(
        on id: OutgoingDocument.ID, _ request: OpinionRequest, seen version: Int, by caller: Caller,
        key: IdempotencyKey? = nil
    ) async throws -> Int {
        let today = today
        let officer = caller.officer
        return try await act(AuditEvent(.opinionAsked, on: .outgoing(id)), by: caller, key: key) { transaction in
            let document = try transaction.lock(outgoing: id, for: .askOpinion, seen: version, by: officer)
            var faults = FieldFault.all(in: request, today: today)
            let known = try transaction.rows(
                """
                SELECT o.id, EXISTS (SELECT FROM outgoing_opinion p WHERE p.document_id = \(id) AND p.officer_id = o.id
                                     AND p.answer IS NULL) AS asked
                FROM officer o
                WHERE o.agency_id = \(officer.agency) AND o.active AND o.id = ANY (\(request.officers)::bigint[])
                  AND NOT (o.roles && ARRAY['auditor', 'administrator'])
                """
            ) { (id: try $0["id"] as Int, asked: try $0["asked"] as Bool) }
            if Set(request.officers) != Set(known.map(\.id)) {
                faults.append(FieldFault("officers", .notOfThisAgency))
            }
            guard faults.isEmpty else { throw RuleViolation.fields(faults) }
            guard !known.contains(where: \.asked) else { throw WorkflowError.outgoingObstacle(.askedAlready) }
            try transaction.execute(
                """
                INSERT INTO outgoing_opinion (document_id, agency_id, officer_id, asked_by, question, deadline, revision)
                SELECT \(id), \(officer.agency), asked, \(officer.id), \(request.question.trimmed), \(request.deadline),
                       \(document.revision)
                FROM unnest(\(request.officers)::bigint[]) AS asked
                """)
            try transaction.move(document, to: document.step)
            return Audited(
                version + 1,
                AuditEvent(.opinionAsked, on: document, to: document.step, ["people": "\(known.count)"]))
        }
    }

    /// Says what one thinks of a draft that one was asked about (cho ý kiến).
    ///
    /// An opinion is taken until the document has its number; it does not change the draft, so nobody's page gets stale.
    public func giveOpinion(
        on id: OutgoingDocument.ID, _ answer: OpinionAnswer, text: String = "", by caller: Caller,
        key: IdempotencyKey? = nil
    ) async throws {
        let officer = caller.officer
        let _: Bool = try await act(AuditEvent(.opinionGiven, on: .outgoing(id)), by: caller, key: key) { transaction in
            let document = try transaction.lock(outgoing: id, for: .giveOpinion, seen: nil, by: officer)
            if answer != .agree { try FieldFault.require("text", text, most: 2000) }
            guard text.unicodeScalars.count <= 2000 else {
                throw RuleViolation.fields([FieldFault("text", .tooLong(most: 2000))])
            }
            let given = try transaction.affected(
                """
                UPDATE outgoing_opinion SET answer = \(answer), text = \(text.trimmed), answered_at = now()
                WHERE document_id = \(id) AND officer_id = \(officer.id) AND answer IS NULL
                """)
            guard given == 1, document.number == nil else { throw RuleViolation.notYours(.giveOpinion) }
            return Audited(
                true,
                AuditEvent(
                    .opinionGiven, on: .outgoing(id), version: document.version, detail: ["answer": answer.rawValue]))
        }
    }

    /// Says something about a document, for whoever works on it to read (góp ý).
    public func commentOutgoing(
        _ id: OutgoingDocument.ID, text: String, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws {
        let officer = caller.officer
        let _: Bool = try await act(AuditEvent(.outgoingCommented, on: .outgoing(id)), by: caller, key: key) {
            transaction in
            let document = try transaction.lock(outgoing: id, for: .viewOutgoing, seen: nil, by: officer)
            try FieldFault.require("text", text, most: 2000)
            try transaction.remark(.comment, on: document, text, by: officer)
            return Audited(true, AuditEvent(.outgoingCommented, on: .outgoing(id), version: document.version))
        }
    }
}

extension FieldFault {
    fileprivate static func all(in request: OpinionRequest, today: Day) -> [FieldFault] {
        var faults = request.question.isEmpty ? [] : all(inNeeded: "question", request.question, most: 1000)
        if request.officers.isEmpty { faults.append(FieldFault("officers", .required)) }
        if Set(request.officers).count < request.officers.count { faults.append(FieldFault("officers", .chosenTwice)) }
        if request.officers.count > 50 { faults.append(FieldFault("officers", .outOfRange(1...50))) }
        if let deadline = request.deadline, deadline < today {
            faults.append(FieldFault("deadline", .before(Phrase("hôm nay", "today"))))
        }
        return faults
    }
}
