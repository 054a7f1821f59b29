import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

/// One row of the trail, with every column that the service writes.
struct Event: Sendable {
    let id: Int
    let agency: Int?
    let actor: Int?
    let roles: String
    let channel: String
    let source: String?
    let session: String
    let request: UUID?
    let action: String
    let outcome: String
    let reason: String
    let object: String
    let document: Int?
    let version: Int?
    let detail: [String: String]

    init(_ row: borrowing Row) throws {
        id = try row["id"]
        agency = try row["agency_id"]
        actor = try row["actor_id"]
        roles = try row["actor_roles"]
        channel = try row["channel"]
        source = try row["source"]
        session = try row["session"]
        request = try row["request"]
        action = try row["action"]
        outcome = try row["outcome"]
        reason = try row["reason"]
        let number: Int? = try row["object_id"]
        object = (try row["object_kind"] as String) + (number.map { "/\($0)" } ?? "")
        document = try row["document_id"]
        version = try row["version"]
        detail = try JSONDecoder().decode([String: String].self, from: Data((try row["detail"] as String).utf8))
    }

    /// `action outcome`, and the reason where it was refused.
    var summary: String { outcome == "allowed" ? action : "\(action) \(outcome): \(reason)" }

    /// That it says who, from where and in which request.
    func isOf(_ caller: Caller) -> Bool {
        agency == caller.officer.agency && actor == caller.officer.id
            && roles == caller.officer.roles.map(\.rawValue).sorted().joined(separator: ",")
            && channel == caller.origin.channel.rawValue && source == caller.origin.source
            && session == caller.origin.session && request == caller.origin.request
    }
}

extension TestOffice {
    var lastEvent: Int {
        get async throws { try await count("SELECT coalesce(max(id), 0) AS n FROM audit.event") }
    }

    /// The events after one, in the order they were written.
    func events(after id: Int = 0) async throws -> [Event] {
        try await owner.read { transaction in
            try transaction.rows(
                """
                SELECT id, e.agency_id, actor_id, actor_roles, channel, p.text::jsonb ->> 'source' AS source, session, request, action,
                       outcome, reason, object_kind, object_id, document_id, version, detail::text
                FROM audit.event e LEFT JOIN audit.particulars p ON p.event_at = e.at AND p.event_id = e.id
                WHERE id > \(id) ORDER BY id
                """
            ) { try Event($0) }
        }
    }

    /// What stands in every table of the office, the trail apart, as one digest.
    func contents() async throws -> String {
        try await owner.row(
            """
            SELECT md5(string_agg(query_to_xml(format('SELECT * FROM %I t ORDER BY t::text', tablename), true, false, '')::text,
                                  '' ORDER BY tablename)) AS digest
            FROM pg_tables WHERE schemaname = 'public'
            """
        ) { try $0["digest"] } ?? ""
    }

    /// Expects that a rule says no, that nothing was written, and that the trail says who was refused what and why.
    func refuses<Value>(
        _ refusal: String, _ action: String, of caller: Caller, sourceLocation: SourceLocation = #_sourceLocation,
        _ act: () async throws -> Value
    ) async throws {
        let before = try await contents()
        let last = try await lastEvent
        #expect(await WorkflowTests.refusal(act) == refusal, sourceLocation: sourceLocation)
        #expect(try await contents() == before, "a refusal writes nothing", sourceLocation: sourceLocation)
        let events = try await events(after: last)
        let reason = refusal.prefix { $0 != ":" }
        #expect(events.map(\.summary) == ["\(action) refused: \(reason)"], sourceLocation: sourceLocation)
        #expect(events.allSatisfy { $0.isOf(caller) }, sourceLocation: sourceLocation)
    }
}
