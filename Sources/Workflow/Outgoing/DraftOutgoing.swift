import Postgres
public import Records

/// What a drafter puts into the system (dự thảo).
public struct OutgoingDraft: Sendable {
    public var details = OutgoingDetails()
    /// The text, as DOCX or PDF.
    public var text: OutgoingText?
    /// What goes with it in files of their own (phụ lục, tài liệu kèm theo).
    public var files: [ReceivedFile] = []
    /// The incoming document that it answers.
    public var answers: IncomingDocument.ID?
    /// The issued document that it is to change, and how.
    public var concerns: (document: OutgoingDocument.ID, effect: OutgoingEffect)?

    public init() {}
}

/// A version of a text: the file as it was made, and the same as a PDF.
public struct OutgoingText: Sendable {
    public var file: ReceivedFile
    /// None where the file itself is one.
    public var pdf: ReceivedFile?
    /// What is different in it, in the drafter's words.
    public var note: String

    public init(_ file: ReceivedFile, pdf: ReceivedFile? = nil, note: String = "") {
        self.file = file
        self.pdf = pdf
        self.note = note
    }
}

extension Workflow {
    /// Begins a document that the agency is to issue (soạn thảo văn bản đi).
    ///
    /// What changes an issued document is of equal form, and a letter where it corrects (Decree 30/2020/NĐ-CP, Article 18).
    ///
    /// - Throws: ``RuleViolation/fields(_:)`` with every fault at once; ``WorkflowError/notFound`` where the document that it
    ///   answers or concerns is none that the caller may see; ``RuleViolation`` where that one is not issued or not in force.
    public func draftOutgoing(
        _ draft: OutgoingDraft, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws -> OutgoingDocument.ID {
        let today = today
        let rules = configuration.outgoing
        let officer = caller.officer
        return try await act(AuditEvent(.outgoingDrafted, on: .outgoing(0)), by: caller, key: key) { transaction in
            try AccessRule.require(.draft, of: officer.roles)
            try transaction.check(draft.details, today: today, rules, for: officer)
            if let answers = draft.answers { _ = try transaction.nearness(of: answers, to: officer) }
            let details = draft.details
            if let concerns = draft.concerns {
                let former = try transaction.lock(outgoing: concerns.document, for: .amend, seen: nil, by: officer)
                try details.requireForm(of: former.details, for: concerns.effect)
            }
            let id = try transaction.row(
                """
                INSERT INTO outgoing_document (agency_id, medium, type_name, subject, urgency, details, unit_id, drafted_by,
                    answers_id, concerns_id, effect)
                VALUES (\(officer.agency), \(details.medium), \(details.typeName), \(details.subject.trimmed),
                    \(details.urgency), \(try details.json)::jsonb, \(officer.unit), \(officer.id), \(draft.answers),
                    \(draft.concerns?.document), \(draft.concerns?.effect))
                RETURNING id
                """
            ) { try $0["id"] as Int }
            guard let id else { throw WorkflowError.notFound }
            try transaction.execute(
                """
                INSERT INTO outgoing_words (agency_id, document_id, words)
                VALUES (\(officer.agency), \(id), array_to_tsvector(\(details.searchWords)::text[]))
                """)
            if let text = draft.text { try transaction.keep(text, as: .draft, ordinal: 1, of: id, by: officer) }
            try transaction.attach(draft.files, outgoing: id, by: officer)
            return Audited(
                id,
                AuditEvent(
                    .outgoingDrafted, on: .outgoing(id), version: 1,
                    detail: [
                        "files": "\(draft.files.count)", "text": draft.text == nil ? "no" : "yes",
                        "answers": draft.answers.map { "\($0)" } ?? "",
                        "concerns": draft.concerns.map { "\($0.document)" } ?? "",
                        "effect": draft.concerns?.effect.rawValue ?? "",
                    ]))
        }
    }

    /// Changes a draft: what is said about it, its text, or both (sửa dự thảo); every version of the text is kept.
    ///
    /// The attachments `dropped` no longer go with it.
    ///
    /// - Returns: the document's new version.
    public func reviseOutgoing(
        _ id: OutgoingDocument.ID, _ details: OutgoingDetails, text: OutgoingText? = nil, files: [ReceivedFile] = [],
        without dropped: [Int] = [], seen version: Int, by caller: Caller, key: IdempotencyKey? = nil
    ) async throws -> Int {
        let today = today
        let rules = configuration.outgoing
        let officer = caller.officer
        return try await act(AuditEvent(.outgoingRevised, on: .outgoing(id)), by: caller, key: key) { transaction in
            let document = try transaction.lock(outgoing: id, for: .revise, seen: version, by: officer)
            try transaction.check(details, today: today, rules, for: officer)
            if let former = try transaction.details(ofFormer: document.concerns), let effect = document.effect {
                try details.requireForm(of: former, for: effect)
            }
            if let text {
                try transaction.keep(text, as: .draft, ordinal: document.revision + 1, of: id, by: officer)
            }
            try transaction.drop(dropped, outgoing: id)
            try transaction.attach(files, outgoing: id, by: officer)
            try transaction.execute(
                """
                UPDATE outgoing_document SET medium = \(details.medium), type_name = \(details.typeName),
                    subject = \(details.subject.trimmed), urgency = \(details.urgency),
                    details = \(try details.json)::jsonb, version = version + 1
                WHERE id = \(id)
                """)
            try transaction.execute(
                """
                UPDATE outgoing_words SET words = array_to_tsvector(\(details.searchWords)::text[])
                WHERE agency_id = \(officer.agency) AND document_id = \(id)
                """)
            return Audited(
                version + 1,
                AuditEvent(
                    .outgoingRevised, on: document, to: .draft,
                    [
                        "files": "\(files.count)", "dropped": "\(dropped.count)",
                        "text": text == nil ? "no" : "yes",
                    ]))
        }
    }
}
