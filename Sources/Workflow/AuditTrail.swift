import Foundation
import Postgres
import Records

/// A look, or a refusal, on its way into the trail.
struct Look: Sendable {
    let event: AuditEvent
    let caller: Caller
}

extension Transaction {
    /// Appends an act's events, in the act's own transaction.
    borrowing func append(_ events: [AuditEvent], by caller: Caller) throws {
        for event in events {
            let line = TrailLine(event, caller)
            let insert: SQL =
                """
                INSERT INTO audit.event (agency_id, actor_id, actor_roles, channel, network, session, request, action,
                    outcome, reason, object_kind, object_id, document_id, version, detail, commitment, behalf, sought)
                VALUES (\(line.agency), \(line.actor), \(line.roles), \(line.channel),
                    audit.network_of(\(line.source)::inet), \(line.session), \(line.request), \(line.action),
                    \(line.outcome), \(line.reason), \(line.objectKind), \(line.object), \(line.document),
                    \(line.version), \(line.detail)::jsonb, \(line.particulars?.commitment),
                    \(line.behalf), string_to_array(nullif(\(line.sought), ''), ' '))
                """
            guard let particulars = line.particulars else {
                try execute(insert)
                continue
            }
            try execute(
                """
                WITH e AS (\(insert) RETURNING id, at)
                INSERT INTO audit.particulars (event_id, event_at, agency_id, salt, text)
                SELECT id, at, \(line.agency), \(particulars.salt), \(particulars.text) FROM e
                """)
        }
    }

    /// Appends looks of many people at once: one statement for each agency.
    borrowing func append(_ looks: [Look]) throws {
        for (agency, looks) in Dictionary(grouping: looks, by: \.caller.officer.agency) {
            try execute(Workflow.wall(agency))
            let lines = looks.map { TrailLine($0.event, $0.caller) }
            try execute(
                """
                WITH e AS (
                    INSERT INTO audit.event (agency_id, actor_id, actor_roles, channel, network, session, request, action,
                        outcome, reason, object_kind, object_id, document_id, version, detail, commitment, behalf, sought)
                    SELECT agency, actor, roles, channel, audit.network_of(source), session, request, action, outcome,
                           reason, object_kind, object, document, version, detail, commitment, behalf,
                           string_to_array(nullif(sought, ''), ' ')
                    FROM unnest(
                        \(lines.map(\.agency))::bigint[], \(lines.map(\.actor))::bigint[],
                        \(lines.map(\.roles))::text[], \(lines.map(\.channel))::text[],
                        \(lines.map(\.source))::inet[], \(lines.map(\.session))::text[],
                        \(lines.map(\.request))::uuid[], \(lines.map(\.action))::text[],
                        \(lines.map(\.outcome))::text[], \(lines.map(\.reason))::text[],
                        \(lines.map(\.objectKind))::text[], \(lines.map(\.object))::bigint[],
                        \(lines.map(\.document))::bigint[], \(lines.map(\.version))::int[],
                        \(lines.map(\.detail))::jsonb[], \(lines.map { $0.particulars?.commitment })::bytea[],
                        \(lines.map(\.behalf))::text[], \(lines.map(\.sought))::text[]
                    ) AS line (agency, actor, roles, channel, source, session, request, action, outcome, reason,
                               object_kind, object, document, version, detail, commitment, behalf, sought)
                    RETURNING id, at, agency_id, commitment)
                INSERT INTO audit.particulars (event_id, event_at, agency_id, salt, text)
                SELECT e.id, e.at, e.agency_id, p.salt, p.text
                FROM e JOIN unnest(
                    \(lines.compactMap { $0.particulars?.commitment })::bytea[],
                    \(lines.compactMap { $0.particulars?.salt })::bytea[],
                    \(lines.compactMap { $0.particulars?.text })::text[]) AS p (commitment, salt, text)
                    ON p.commitment = e.commitment
                """)
        }
    }
}

/// An event as a row.
private struct TrailLine {
    let agency: Int?
    let actor: Int?
    let roles: String
    let channel: String
    let source: String?
    let session: String
    let request: UUID
    let action: String
    let outcome: String
    let reason: String
    let objectKind: String
    let object: Int?
    let document: Int?
    let version: Int?
    let detail: String
    /// `unit:7`, or nothing.
    let behalf: String
    /// The keyed digests of what was searched for, between blanks.
    let sought: String
    let particulars: Particulars?

    init(_ event: AuditEvent, _ caller: Caller) {
        let officer = caller.officer
        agency = officer.agency == 0 ? nil : officer.agency
        actor = officer.id == 0 ? nil : officer.id
        roles = officer.id == 0 ? "service" : officer.roles.map(\.rawValue).sorted().joined(separator: ",")
        channel = caller.origin.channel.rawValue
        source = caller.origin.source
        session = caller.origin.session
        request = caller.origin.request
        action = event.action.rawValue
        outcome = event.outcome.rawValue
        reason = event.reason ?? ""
        objectKind = event.object.kind
        object = event.object.id
        document = event.document
        version = event.version
        detail = event.detail.isEmpty ? "{}" : Self.json(event.detail)
        behalf = event.behalf.map { "unit:\($0)" } ?? ""
        sought = event.sought.joined(separator: " ")
        particulars = Particulars(source: source, agent: caller.origin.agent, words: event.words)
    }

    private static func json(_ detail: [String: String]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A dictionary of strings always encodes; an event must not fail for its details.
        return (try? encoder.encode(detail)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}

/// The group commit of looks: rows of many requests in one transaction, durable before each answer.
struct Looks: Sendable {
    private let commit: GroupCommit<Look>

    init(_ configuration: Database.Configuration) {
        commit = GroupCommit(configuration) { transaction, looks in try transaction.append(looks) }
    }

    func submit(_ looks: [Look]) async throws {
        let tickets = looks.map { commit.submit($0) }
        for ticket in tickets { try await ticket.value() }
    }

    func shutdown() async { await commit.shutdown() }
}
