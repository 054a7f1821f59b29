import Postgres
import TestOffice

/// Documents that are signed on paper and wait for their numbers.
enum SignedDocuments {
    /// The version that each of them has.
    static let version = 5

    /// Brings one document through the office's own acts to where it waits for its number.
    ///
    /// `concerns` is the issued document that it is to change, and how.
    static func one(
        by clerk: Program, _ leader: Program, subject: String = "Kiện toàn ban chỉ đạo", concerns: JSON = .null
    ) async throws -> Int {
        guard let signer = try await leader.get("/me").json["officer"]?["id"]?.integer else { throw Failed("nobody") }
        let details: JSON = [
            "typeName": "Quyết định", "subject": .string(subject), "medium": "paper",
            "signatories": [["officer": .integer(signer), "kind": "sign"]],
            "recipients": [["post": "Công ty Một", "address": "1 Trần Phú"]], "concerns": concerns,
        ]
        let drafted = try await clerk.post("/outgoing", details, text: Papers.pdf())
        guard let id = drafted.json["id"]?.integer else { throw Failed("not drafted: \(drafted.text)") }
        let steps: [(Program, String)] = [
            (clerk, "submission"), (leader, "content-approval"), (clerk, "format-approval"),
            (clerk, "paper-signatures"),
        ]
        for (index, (program, step)) in steps.enumerated() {
            let answer = try await program.post("/outgoing/\(id)/\(step)", [:], seen: index + 1)
            guard answer.status == 200 else { throw Failed("\(step): \(answer.text)") }
        }
        return id
    }

    /// A document that was issued on paper, at version 8.
    static func issued(
        by clerk: Program, _ leader: Program, subject: String = "Kiện toàn ban chỉ đạo"
    ) async throws -> Int {
        let id = try await one(by: clerk, leader, subject: subject)
        try await seal(id, by: clerk)
        let issued = try await clerk.post("/outgoing/\(id)/issue", seen: version + 2)
        guard issued.status == 204 else { throw Failed("issue: \(issued.text)") }
        return id
    }

    /// Numbers a signed document and records its seal; it waits to be issued, at version 7.
    static func seal(_ id: Int, by clerk: Program) async throws {
        let numbered = try await clerk.post("/outgoing/\(id)/number", [:], seen: version)
        guard numbered.status == 200 else { throw Failed("number: \(numbered.text)") }
        let scan = ("scan", "ban-goc.pdf", Papers.pdf("BAN GOC"))
        let sealed = try await clerk.post(
            "/outgoing/\(id)/seal", ["medium": "paper"], file: scan, seen: version + 1)
        guard sealed.status == 200 else { throw Failed("seal: \(sealed.text)") }
    }

    /// So many documents: one that went through the acts, and copies of its rows and of its last event.
    ///
    /// The acts would take longer than what is tested. The copies are made with every constraint and trigger in force, so
    /// also with an event for each.
    static func many(_ count: Int, like first: Int, owner: String) async throws -> [Int] {
        try await asOwner(owner) { database in
            try await database.write { transaction in
                for statement in Self.copies(count, of: first) { try transaction.execute(statement) }
                return try transaction.rows("SELECT id FROM outgoing_document WHERE step = 'numbering' ORDER BY id") {
                    try $0["id"] as Int
                }
            }
        }
    }

    private static func copies(_ count: Int, of first: Int) -> [SQL] {
        [
            """
            INSERT INTO outgoing_document (agency_id, step, version, medium, type_name, subject, urgency, details, unit_id,
                drafted_by, revision, round, content_by, format_by)
            SELECT agency_id, step, version, medium, type_name, subject || ' ' || copy, urgency, details, unit_id,
                   drafted_by, revision, round, content_by, format_by
            FROM outgoing_document, generate_series(2, \(count)) AS copy WHERE id = \(first)
            """,
            """
            INSERT INTO outgoing_words (agency_id, document_id, words)
            SELECT w.agency_id, d.id, w.words FROM outgoing_words w, outgoing_document d
            WHERE w.document_id = \(first) AND d.id > \(first)
            """,
            """
            INSERT INTO outgoing_version (document_id, ordinal, agency_id, kind, name, media_type, digest, size, pdf, note,
                made_by, made_at)
            SELECT d.id, v.ordinal, v.agency_id, v.kind, v.name, v.media_type, v.digest, v.size, v.pdf, v.note, v.made_by,
                   v.made_at
            FROM outgoing_version v, outgoing_document d WHERE v.document_id = \(first) AND d.id > \(first)
            """,
            """
            INSERT INTO outgoing_remark (document_id, agency_id, kind, revision, text, made_by, made_at)
            SELECT d.id, r.agency_id, r.kind, r.revision, r.text, r.made_by, r.made_at
            FROM outgoing_remark r, outgoing_document d WHERE r.document_id = \(first) AND d.id > \(first)
            """,
            """
            INSERT INTO outgoing_signatory (document_id, round, ordinal, agency_id, officer_id, kind, competence, signed_at,
                revision, recorded_by)
            SELECT d.id, s.round, s.ordinal, s.agency_id, s.officer_id, s.kind, s.competence, s.signed_at, s.revision,
                   s.recorded_by
            FROM outgoing_signatory s, outgoing_document d WHERE s.document_id = \(first) AND d.id > \(first)
            """,
            """
            INSERT INTO audit.event (agency_id, actor_id, actor_roles, channel, network, session, request, action, outcome,
                object_kind, object_id, version, detail)
            SELECT e.agency_id, e.actor_id, e.actor_roles, e.channel, e.network, e.session, e.request, e.action, e.outcome,
                   e.object_kind, d.id, e.version, e.detail
            FROM audit.event e, outgoing_document d
            WHERE e.object_kind = 'outgoing' AND e.object_id = \(first) AND e.action = 'outgoing.signed'
              AND e.outcome = 'allowed' AND d.id > \(first)
            """,
        ]
    }
}
