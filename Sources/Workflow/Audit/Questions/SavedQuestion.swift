public import Foundation
import Postgres
import Records

/// A question that an auditor asks again and again (câu hỏi đã lưu).
public struct SavedQuestion: Sendable {
    public let id: Int
    public let name: String
    /// The page's address after the question mark.
    public let query: String
    /// Where a daily mail goes; empty for none.
    public let mailTo: String
    public let mailedThrough: Date

    static let columns: SQL = "id, name, query, mail_to, mailed_through"

    init(_ row: borrowing Row) throws {
        id = try row["id"]
        name = try row["name"]
        query = try row["query"]
        mailTo = try row["mail_to"]
        mailedThrough = try row["mailed_through"]
    }
}

/// What an auditor wants to keep.
public struct QuestionDraft: Sendable {
    public var name: String
    public var query: String
    public var mailTo: String

    /// A question whose `query` is an address after its question mark; what it does not ask of the trail is left out.
    public init(name: String, query: String, mailTo: String = "") {
        self.name = name.trimmed
        let isTooLong = query.unicodeScalars.count > Self.longestQuery
        // What is read here is no date yet, so that the day does not matter.
        self.query =
            isTooLong ? query : TrailQuery(address: query, today: Day(in: Date(timeIntervalSince1970: 0))).address
        self.mailTo = mailTo.trimmed
    }

    static let longestQuery = 2000

    func faults(today: Day) -> [FieldFault] {
        var faults = FieldFault.all(inNeeded: "name", name, most: 200)
        if query.unicodeScalars.count > Self.longestQuery {
            faults.append(FieldFault("query", .tooLong(most: Self.longestQuery)))
        }
        let question = TrailQuery(address: query, today: today)
        faults += question.faults
        if !mailTo.isEmpty {
            // What sums up has no events to tell of.
            let isAList = question.question?.isAList ?? true
            if MailAddress(mailTo) == nil || !isAList { faults.append(FieldFault("mailTo", .wrong)) }
        }
        return faults
    }
}

extension Workflow {
    /// How many questions one auditor keeps at most.
    static let mostQuestions = 100

    /// The questions that somebody keeps, oldest first.
    public func savedQuestions(by caller: Caller) async throws -> [SavedQuestion] {
        try AccessRule.require(.readTrail, of: caller.officer.roles)
        return try await glance(by: caller) { transaction in
            try transaction.rows(
                """
                SELECT \(SavedQuestion.columns) FROM saved_question
                WHERE officer_id = \(caller.officer.id) AND removed_at IS NULL ORDER BY id LIMIT \(Self.mostQuestions)
                """
            ) { try SavedQuestion($0) }
        }
    }

    /// Keeps a question under a name (lưu câu hỏi).
    ///
    /// - Throws: ``RuleViolation/fields(_:)``
    public func saveQuestion(_ draft: QuestionDraft, by caller: Caller, key: IdempotencyKey? = nil) async throws -> Int
    {
        let today = today
        return try await act(AuditEvent(.questionSaved, on: .question(0)), by: caller, key: key) { transaction in
            try AccessRule.require(.readTrail, of: caller.officer.roles)
            let faults = draft.faults(today: today)
            guard faults.isEmpty else { throw RuleViolation.fields(faults) }
            let id = try transaction.row(
                """
                INSERT INTO saved_question (agency_id, officer_id, name, query, mail_to)
                SELECT \(caller.officer.agency), \(caller.officer.id), \(draft.name), \(draft.query), \(draft.mailTo)
                WHERE (SELECT count(*) FROM saved_question
                       WHERE officer_id = \(caller.officer.id) AND removed_at IS NULL) < \(Self.mostQuestions)
                RETURNING id
                """
            ) { try $0["id"] as Int }
            guard let id else {
                throw WorkflowError.taken(
                    Phrase(
                        "Bạn đã lưu \(Self.mostQuestions) câu hỏi. Hãy bỏ bớt trước.",
                        "You keep \(Self.mostQuestions) questions already. Remove some first."))
            }
            let mails = draft.mailTo.isEmpty ? "no" : "daily"
            return Audited(id, AuditEvent(.questionSaved, on: .question(id), detail: ["mail": mails]))
        }
    }

    /// Keeps a question no longer (bỏ câu hỏi đã lưu).
    ///
    /// - Throws: ``WorkflowError/notFound`` where the caller keeps no such question.
    public func removeQuestion(_ id: Int, by caller: Caller, key: IdempotencyKey? = nil) async throws {
        let event = AuditEvent(.questionRemoved, on: .question(id))
        let _: Bool = try await act(event, by: caller, key: key) { transaction in
            try AccessRule.require(.readTrail, of: caller.officer.roles)
            let removed = try transaction.affected(
                """
                UPDATE saved_question SET removed_at = now()
                WHERE id = \(id) AND officer_id = \(caller.officer.id) AND removed_at IS NULL
                """)
            guard removed == 1 else { throw WorkflowError.notFound }
            return Audited(true, event)
        }
    }
}
