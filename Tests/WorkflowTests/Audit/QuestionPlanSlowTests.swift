import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

/// The questions of the auditor, each measured at PostgreSQL's own counters: which index leads, how many rows are read.
///
/// The statements are those that the questions themselves send, as the service's role under row security, with plans
/// that are made once and know no values.
@Suite("The auditor's questions, on a hundred thousand events")
struct QuestionPlanSlowTests {
    static let events = 100_000

    @Test("are led by an index of their own and read little more than they show")
    func plans() async throws {
        try await withOffice { office in
            let people = try await People(office)
            // Nothing is asked of the office's own service before: its connections would be counted, too.
            let document = 71
            try await seed(office, people, document)
            let actor = people.specialistB.officer.id, auditor = people.auditor

            func asks(
                _ name: String, index: String, most: Int = 800, sourceLocation: SourceLocation = #_sourceLocation,
                _ change: (inout TrailFilter) -> Void
            ) async throws {
                var filter = TrailFilter()
                change(&filter)
                let asked = filter
                // Two pages: the second begins in the middle of an index.
                let reading = try await office.measure { flow in
                    let page = try await flow.trail(asked, by: auditor)
                    guard let next = page.next else { return page.rows.count }
                    return try await flow.trail(asked, after: next, by: auditor).rows.count
                }
                #expect(reading.found > 0, "\(name) finds something", sourceLocation: sourceLocation)
                #expect(reading.indexes.contains(index), "\(name): \(reading.indexes)", sourceLocation: sourceLocation)
                #expect(
                    reading.scanned.isEmpty, "\(name) reads all of \(reading.scanned)", sourceLocation: sourceLocation)
                #expect(reading.rows <= most, "\(name) reads \(reading.rows) rows", sourceLocation: sourceLocation)
            }
            try await asks("Everything", index: "event_by_agency") { _ in }
            try await asks("Who read a document (Q1)", index: "event_by_document") { $0.document = document }
            try await asks("What a person did (Q2)", index: "event_by_actor") { $0.officer = actor }
            try await asks("Failed sign-ins (Q3)", index: "event_of_sign_ins") { $0.kinds = [.signIns] }
            try await asks("Changes of rights (Q4)", index: "event_of_rights") { $0.kinds = [.rights] }
            try await asks("Outside the hours (Q5)", index: "event_off_hours") { $0.kinds = [.offHours] }
            try await asks("Refused (Q7)", index: "event_refused") { $0.kinds = [.refused] }
            try await asks("Refused, by its outcome", index: "event_refused") { $0.outcome = .refused }
            // So few that PostgreSQL sorts them: a thousand, all of one person.
            try await asks("Refused to a person (Q7)", index: "event_refused_by_actor", most: 2500) {
                $0.kinds = [.refused]
                $0.officer = actor
            }
            try await asks("A session (Q8)", index: "event_by_actor", most: 2500) {
                $0.session = "00000000000000a7"
            }
            try await asks("Administrators and auditors (Q9)", index: "event_of_keepers") { $0.kinds = [.keepers] }
            try await asks("One act", index: "event_by_action") { $0.action = .dossierOpened }
            try await asks("Rare words", index: "event_sought") { $0.sought = ["rare"] }
            try await asks("Common words", index: "event_pkey", most: 3000) { $0.sought = ["common"] }
            try await asks("A moment (Q14)", index: "event_by_agency") {
                $0.from = Date(timeIntervalSinceNow: -601_200)
                $0.to = Date(timeIntervalSinceNow: -600_000)
            }
        }
    }

    /// Writes events as the owner: of a hundred, one of each kind that has an index of its own.
    private func seed(_ office: TestOffice, _ people: People, _ document: Int) async throws {
        let home = people.clerk.officer.agency
        let workers = [people.specialistA, people.specialistB, people.specialistA2, people.headB].map(\.officer.id)
        try await office.owner.write { transaction in
            try transaction.execute("SET LOCAL statement_timeout = '300s'")
            try transaction.execute(
                """
                INSERT INTO audit.event (at, agency_id, actor_id, actor_roles, channel, network, session, action, outcome,
                                         object_kind, object_id, document_id, off_hours, sought)
                SELECT now() - make_interval(secs => n * 60), CASE WHEN n % 1000 = 3 THEN NULL ELSE \(home)::bigint END,
                       CASE WHEN n % 1000 = 3 THEN NULL ELSE (\(workers)::bigint[])[n % 4 + 1] END,
                       CASE WHEN n % 200 = 7 THEN 'auditor' ELSE 'specialist' END, 'web', '192.0.2.0/24',
                       lpad(to_hex(n / 300), 16, '0'),
                       CASE WHEN n % 500 = 3 THEN 'session.refused' WHEN n % 500 = 11 THEN 'account.roles-changed'
                            WHEN n % 500 = 12 THEN 'dossier.opened' WHEN n % 10 = 4 THEN 'incoming.searched'
                            ELSE 'incoming.viewed' END,
                       CASE WHEN n % 500 = 3 OR n % 100 = 41 THEN 'refused' ELSE 'allowed' END,
                       'incoming', 1000 + n / 50, CASE WHEN n % 4000 = 9 THEN \(document)::bigint ELSE 1000 + n / 50 END,
                       n % 150 = 8,
                       CASE WHEN n % 10 = 4 THEN CASE WHEN n % 5000 = 14 THEN '{common,rare}'::text[] ELSE '{common}' END END
                FROM generate_series(1, \(Self.events)::int) n
                """)
        }
        try await office.owner.write { transaction in
            // What the seal sums up; a session is one person's.
            try transaction.execute(
                """
                INSERT INTO audit.whereabouts
                SELECT agency_id, (min(at) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, session, '192.0.2.0/24', min(actor_id),
                       count(*), min(at), max(at)
                FROM audit.event WHERE session <> '' AND agency_id IS NOT NULL GROUP BY agency_id, session
                """)
            // What autovacuum does within a minute.
            try transaction.execute(
                "SELECT gin_clean_pending_list(i) FROM pg_partition_tree('audit.event_sought') t (i) WHERE t.isleaf")
            try transaction.execute("ANALYZE")
        }
    }
}
