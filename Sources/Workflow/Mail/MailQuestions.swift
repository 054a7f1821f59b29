import Foundation
import Postgres
import Records

/// A saved question whose mail is due, with its auditor as they are now.
private struct DueQuestion: Sendable {
    let question: SavedQuestion
    let officer: Officer

    /// Reading and mailing are on record as the auditor's, done by the service.
    var caller: Caller { Caller(officer: officer, origin: Origin(channel: .service, source: nil)) }
}

/// What became of the mails of one round.
public struct QuestionMails: Sendable {
    public var sent = 0
    /// Why others did not leave; they are tried again in the next round.
    public var failures: [String] = []
}

extension Workflow {
    /// Whether mail can leave at all.
    public var canMail: Bool { MailAddress(configuration.mail.from) != nil }

    /// Mails the saved questions of which nothing was mailed today (thư hằng ngày).
    ///
    /// What is mailed is marked before it is sent, so that no two instances send it and a crash sends it never rather
    /// than twice; where the program fails, the mark is taken back.
    ///
    /// With `all` those are mailed, too, that were today.
    public func mailQuestions(all: Bool = false) async throws -> QuestionMails {
        guard let from = MailAddress(configuration.mail.from) else { throw MailFault.notConfigured }
        var mails = QuestionMails()
        let agencies = try await reports.read {
            try $0.rows("SELECT id FROM agency ORDER BY id") { try $0["id"] as Int }
        }
        for agency in agencies {
            for due in try await due(in: agency, all: all) {
                do {
                    if try await mail(due, from: from) { mails.sent += 1 }
                } catch {
                    mails.failures.append("question \(due.question.id): \(error)")
                }
            }
        }
        return mails
    }

    private func due(in agency: Agency.ID, all: Bool) async throws -> [DueQuestion] {
        let limit = all ? now() : today.start
        return try await reports.read(prelude: Self.wall(agency)) { transaction in
            try transaction.rows(
                """
                SELECT q.id, q.name, q.query, q.mail_to, q.mailed_through,
                       o.id AS officer, o.unit_id, o.login, o.name AS officer_name, o.position, o.roles
                FROM saved_question q JOIN officer o ON o.id = q.officer_id
                WHERE q.agency_id = \(agency) AND q.removed_at IS NULL AND q.mail_to <> '' AND o.active
                  AND 'auditor' = ANY (o.roles) AND q.mailed_through < \(limit)
                ORDER BY q.id
                """
            ) { row in
                let officer = Officer(
                    id: try row["officer"], agency: agency, unit: try row["unit_id"], login: try row["login"],
                    name: try row["officer_name"], position: try row["position"], roles: Set(try row["roles"] as [Role])
                )
                return DueQuestion(question: try SavedQuestion(row), officer: officer)
            }
        }
    }

    /// - Returns: whether it was sent here; another instance may have been first.
    private func mail(_ due: DueQuestion, from: MailAddress) async throws -> Bool {
        guard let to = MailAddress(due.question.mailTo) else { throw MailFault.notConfigured }
        guard let through = try await claim(due) else { return false }
        let count: Int
        do {
            let (letter, found) = try await letter(due, through: through)
            let name = "question.\(due.question.id).\(Int(through.timeIntervalSince1970))"
            try await configuration.mail.send(
                MailMessage(from: from, to: to, subject: letter.subject, name: name, at: now(), text: letter.text))
            count = found.count ?? 0
        } catch {
            try await giveBack(due, through: through)
            throw error
        }
        let done = AuditEvent(
            .questionMailed, on: .question(due.question.id), detail: ["stage": "done", "events": "\(count)"])
        try await looks.submit([Look(event: done, caller: due.caller)])
        return true
    }

    /// What came since the last mail; reading it is the auditor's look.
    private func letter(_ due: DueQuestion, through: Date) async throws -> (QuestionLetter, TrailPage) {
        let query = TrailQuery(address: due.question.query, today: today)
        var filter = try filter(of: query)
        filter.from = max(filter.from ?? due.question.mailedThrough, due.question.mailedThrough)
        filter.to = min(filter.to ?? through, through)
        let found = try await trail(filter, asking: query.question, counting: true, by: due.caller)
        return (QuestionLetter(due.question, found, through: through, office: configuration.mail.office), found)
    }

    /// Marks a question as mailed, up to a moment that every event before it has passed: a transaction that wrote one may
    /// commit a little later.
    private func claim(_ due: DueQuestion) async throws -> Date? {
        let event = AuditEvent(.questionMailed, on: .question(due.question.id), detail: ["stage": "started"])
        return try await act(event, by: due.caller, key: nil) { transaction in
            let through = try transaction.row(
                """
                UPDATE saved_question SET mailed_through = greatest(mailed_through, now() - interval '1 minute')
                WHERE id = \(due.question.id) AND mailed_through = \(due.question.mailedThrough) AND removed_at IS NULL
                RETURNING mailed_through
                """
            ) { try $0["mailed_through"] as Date }
            var outcome = event
            if through == nil { outcome.detail["stage"] = "done-elsewhere" }
            return Audited(through, outcome)
        }
    }

    private func giveBack(_ due: DueQuestion, through: Date) async throws {
        var event = AuditEvent(.questionMailed, on: .question(due.question.id), detail: ["stage": "failed"])
        event.outcome = .failed
        let failure = event
        let _: Bool = try await act(event, by: due.caller, key: nil) { transaction in
            try transaction.execute(
                """
                UPDATE saved_question SET mailed_through = \(due.question.mailedThrough)
                WHERE id = \(due.question.id) AND mailed_through = \(through)
                """)
            return Audited(true, failure)
        }
    }
}
