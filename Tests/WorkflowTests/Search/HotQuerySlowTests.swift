import Postgres
import Records
import TestOffice
import Testing
import Workflow

/// What an office with many documents asks all day, measured at PostgreSQL's own counters.
///
/// They tell which index was used and how many rows were read for a page of thirty. The statements are those that the
/// acts themselves send, as the service's role under row security.
@Suite("The hot queries, on twenty thousand documents")
struct HotQuerySlowTests {
    static let documents = 20_000

    @Test("walk an index of their own and read little more than they show")
    func plans() async throws {
        try await withOffice { office in
            let people = try await People(office)
            try await seed(office, people)
            let middle = try await office.count(
                "SELECT id AS n FROM incoming_document ORDER BY id OFFSET \(Self.documents / 2) LIMIT 1")

            func asks(
                _ name: String, index: Set<String>, most: Int, sourceLocation: SourceLocation = #_sourceLocation,
                _ query: (Workflow) async throws -> Int
            ) async throws {
                let reading = try await office.measure(query)
                #expect(reading.found > 0, "\(name) finds something", sourceLocation: sourceLocation)
                #expect(
                    !reading.indexes.isDisjoint(with: index), "\(name) uses \(reading.indexes.sorted())",
                    sourceLocation: sourceLocation)
                #expect(
                    reading.scanned.isEmpty, "\(name) reads all of \(reading.scanned)", sourceLocation: sourceLocation)
                #expect(reading.rows <= most, "\(name) reads \(reading.rows) rows", sourceLocation: sourceLocation)
            }
            func list(
                _ flow: Workflow, _ caller: Caller, after: Int? = nil,
                _ change: (inout IncomingFilter) -> Void = { _ in }
            ) async throws -> Int {
                var filter = IncomingFilter()
                change(&filter)
                return try await flow.incomingList(filter, after: after, by: caller).items.count
            }

            let newest: Set<String> = ["incoming_document_newest", "incoming_document_pkey"]
            try await asks("The newest page", index: newest, most: 300) { try await list($0, people.leader) }
            try await asks("A page in the middle", index: newest, most: 300) {
                try await list($0, people.leader, after: middle)
            }
            try await asks("A state", index: ["incoming_document_by_state"], most: 300) {
                try await list($0, people.leader) { $0.state = .archived }
            }
            try await asks("A state, in the middle", index: ["incoming_document_by_state"], most: 300) {
                try await list($0, people.leader, after: middle) { $0.state = .archived }
            }
            try await asks("The tray to decide", index: ["incoming_document_to_decide"], most: 300) {
                try await $0.work(.decide, by: people.leader).items.count
            }
            let deepDecision = try #require(WorkCursor("0-\(middle)"))
            try await asks("The tray to decide, in the middle", index: ["incoming_document_to_decide"], most: 300) {
                try await $0.work(.decide, after: deepDecision, by: people.leader).items.count
            }
            try await asks("The work of a person", index: ["assignment_work_of_officer"], most: 400) {
                try await $0.work(.lead, by: people.specialistA).items.count
            }
            try await asks("The work of a person, in the middle", index: ["assignment_work_of_officer"], most: 400) {
                try await $0.work(.lead, after: deepDecision, by: people.specialistA).items.count
            }
            try await asks("The work of a unit, in the middle", index: ["assignment_work_of_unit"], most: 400) {
                try await $0.work(.lead, after: deepDecision, by: people.headB).items.count
            }
            try await asks("Two words that few documents hold", index: ["incoming_words_search"], most: 6000) {
                try await list($0, people.leader) { $0.text = "chủ đề77 hiếm77" }
            }
            try await asks("Two words that all documents hold", index: ["incoming_words_pkey"], most: 400) {
                try await list($0, people.leader) { $0.text = "công văn" }
            }
            try await asks("A number", index: ["incoming_words_search"], most: 6000) {
                try await list($0, people.leader) { $0.text = "12345/UBND" }
            }
            try await asks("One document", index: newest, most: 100) {
                try await $0.incoming(middle, by: people.leader).version
            }
            try await asks("The trail of a person", index: ["event_by_actor"], most: 400) { flow in
                var filter = TrailFilter()
                filter.officer = people.specialistB.officer.id
                return try await flow.trail(filter, by: people.auditor).rows.count
            }
            try await asks("The trail of a document", index: ["event_by_document"], most: 100) { flow in
                var filter = TrailFilter()
                filter.document = middle
                return try await flow.trail(filter, by: people.auditor).rows.count
            }
            try await asks("The trail", index: ["event_by_agency", "event_pkey"], most: 400) { flow in
                try await flow.trail(TrailFilter(), by: people.auditor).rows.count
            }
            try await asks("Registering", index: ["incoming_document_by_reference"], most: 100) { flow in
                try await flow.registerIncoming(Registration(details: details("mới")), by: people.clerk).number
            }
        }
    }

    /// Writes the documents as the owner, with the triggers satisfied.
    private func seed(_ office: TestOffice, _ people: People) async throws {
        let home = people.clerk.officer.agency, clerk = people.clerk.officer.id
        let workers = [people.specialistA, people.specialistB, people.specialistA2].map(\.officer.id)
        let unit = try await office.unit("Ban B")
        func writes(_ statement: SQL) async throws {
            try await office.owner.write { transaction in
                try transaction.execute("SET LOCAL statement_timeout = '120s'")
                try transaction.execute(
                    "INSERT INTO audit.event (actor_roles, channel, action, outcome, object_kind) VALUES ('', 'command', 'service.started', 'allowed', 'service')"
                )
                try transaction.execute(statement)
                _ = try transaction.affected("SET CONSTRAINTS ALL IMMEDIATE")
            }
        }
        try await writes(
            """
            INSERT INTO incoming_document (agency_id, register_id, year, number, arrived_on, sender_name, code_number, code_notation,
                reference_key, issued_on, type_name, subject, urgency, state, source, registered_by)
            SELECT \(home), (SELECT min(id) FROM register WHERE agency_id = \(home)), 2025, n, '2026-01-05', 'Ủy ban nhân dân tỉnh',
                   n::text, 'UBND', n || '/ubnd', '2026-01-02', 'Công văn', 'Về việc ' || n, CASE WHEN n % 50 = 0 THEN 3 ELSE 0 END,
                   CASE WHEN n % 5 = 0 THEN 'received' WHEN n % 40 = 1 THEN 'archived' ELSE 'assigned' END, 'paper', \(clerk)
            FROM generate_series(1, \(Self.documents)::int) n
            """)
        try await writes(
            """
            INSERT INTO incoming_words (document_id, agency_id, words)
            SELECT id, agency_id, to_tsvector('simple', 'cong van ' || number || ' ubnd chu de' || number % 100 || ' hiem' || number % 1000)
            FROM incoming_document
            """)
        try await writes(
            """
            INSERT INTO assignment (agency_id, document_id, officer_id, unit_id, role, urgency, assigned_by)
            SELECT agency_id, id, CASE WHEN number % 4 < 3 THEN (\(workers)::bigint[])[number % 4 + 1] END,
                   CASE WHEN number % 4 = 3 THEN \(unit)::bigint END, 'lead', urgency, \(people.leader.officer.id)
            FROM incoming_document WHERE state = 'assigned'
            """)
        try await writes(
            """
            INSERT INTO audit.event (at, agency_id, actor_id, actor_roles, channel, action, outcome, object_kind, object_id, document_id)
            SELECT now() - make_interval(secs => number), agency_id, (\(workers + [clerk])::bigint[])[number % 4 + 1], 'specialist', 'web',
                   'incoming.viewed', 'allowed', 'incoming', id, id FROM incoming_document
            """)
        try await office.owner.write { transaction in
            // What autovacuum does within a minute.
            try transaction.execute("SELECT gin_clean_pending_list('incoming_words_search')")
            try transaction.execute("ANALYZE")
        }
    }
}
