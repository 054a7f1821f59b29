import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("Starting the office")
struct StartingTests {
    private func reasons(_ conninfo: String, _ office: TestOffice) async throws -> [String] {
        let flow = try Workflow(.init(conninfo: conninfo, connections: 1, files: office.folder))
        var reasons: [String] = []
        do {
            try await flow.checkBeforeServing()
        } catch let refusal as StartupRefusal {
            reasons = refusal.reasons
        }
        await flow.shutdown()
        return reasons
    }

    @Test("is allowed on a database that keeps what it says it kept, as the role that owns nothing")
    func allowed() async throws {
        try await withOffice { office in
            let found = try await reasons(office.conninfo, office)
            #expect(found.isEmpty, "\(found)")
        }
    }

    @Test("is refused to the owner, with what to do")
    func owner() async throws {
        try await withOffice { office in
            let found = try await reasons(office.ownerConninfo, office)
            #expect(found.count == 1 && found.first?.contains("congvan_service") == true, "\(found)")
        }
    }

    @Test("is refused where a crash could lose what was acknowledged")
    func careless() async throws {
        try await withOffice { office in
            let found = try await reasons(office.conninfo + " options='-c synchronous_commit=off'", office)
            #expect(found.count == 1 && found.first?.contains("synchronous_commit") == true, "\(found)")
        }
    }

    @Test("is refused on a schema that is older, or none")
    func schema() async throws {
        try await withOffice { office in
            try await office.owner.write { try $0.execute("DELETE FROM schema_migration") }
            let older = try await reasons(office.conninfo, office)
            #expect(older.contains { $0.contains("congvan migrate") }, "\(older)")
        }
    }

    @Test("and stopping are on record, with the partitions of the trail made for the months ahead")
    func record() async throws {
        try await withOffice { office in
            let last = try await office.lastEvent
            try await office.workflow.begin()
            try await office.workflow.end()
            let events = try await office.events(after: last)
            #expect(events.map(\.summary) == ["service.house-kept", "service.started", "service.stopped"])
            #expect(
                events.allSatisfy {
                    $0.agency == nil && $0.actor == nil && $0.roles == "service" && $0.channel == "service"
                })
            #expect(
                try await office.count(
                    "SELECT count(*) AS n FROM pg_inherits WHERE inhparent = 'audit.event'::regclass") == 4)
        }
    }

    @Test("keeps events of months for which nobody made a partition, and makes it when the month is there")
    func unplanned() async throws {
        try await withOffice { office in
            try await office.owner.write { transaction in
                try transaction.execute(
                    """
                    INSERT INTO audit.event (at, actor_roles, channel, action, outcome, object_kind)
                    VALUES (now() + interval '2 years', '', 'service', 'service.started', 'allowed', 'service')
                    """)
            }
            #expect(try await office.count("SELECT count(*) AS n FROM audit.event_unplanned") == 1)
            try await office.workflow.keepHouse()
        }
    }

    @Test("forgets sign-ins, sessions and kept answers that have been over for a month, and no younger ones")
    func forgets() async throws {
        try await withOffice { office in
            try await office.owner.write { transaction in
                for days in [30, 32] {
                    try transaction.execute(
                        """
                        INSERT INTO sign_in_attempt (at, login, success) VALUES (now() - make_interval(days => \(days)), 'a', true)
                        """)
                    try transaction.execute(
                        """
                        INSERT INTO confirmation_look (at, network) VALUES (now() - make_interval(days => \(days)), '192.0.2.7')
                        """)
                    try transaction.execute(
                        """
                        INSERT INTO session (token_digest, officer_id, kind, expires_at, idle_limit)
                        SELECT sha256(\(String(days))::bytea), min(id), 'web', now() - make_interval(days => \(days)), '1 hour'
                        FROM officer
                        """)
                    try transaction.execute(
                        """
                        INSERT INTO idempotency_key (officer_id, key, request, answer, used_at)
                        SELECT min(id), \("key of day \(days)"), '', '1', now() - make_interval(days => \(days)) FROM officer
                        """)
                }
            }
            try await office.workflow.keepHouse()
            for table: SQL in ["sign_in_attempt", "confirmation_look", "session", "idempotency_key"] {
                #expect(try await office.count("SELECT count(*) AS n FROM \(table)") == 1)
            }
        }
    }

    @Test("is well when database and file store are, and says which is not")
    func health() async throws {
        try await withOffice { office in
            let well = await office.workflow.health()
            #expect(well.isHealthy && well.sentence.english == "Everything works.")
            let gauges = office.workflow.gauges
            #expect(
                gauges.map(\.name) == [
                    "database_connections", "database_busy", "database_waiting", "reports_connections", "reports_busy",
                    "reports_waiting", "deliveries_connections", "deliveries_busy", "deliveries_waiting",
                    "trail_sealed_events", "trail_lag_seconds", "trail_shipped_events",
                    "trail_shipping_lag_seconds",
                ])
            #expect(gauges.allSatisfy { $0.value >= 0 } && gauges.first?.value == 1)
            let away = try Workflow(.init(conninfo: "host=/nowhere dbname=none", connections: 1, files: office.folder))
            let report = await away.health()
            #expect(
                !report.database && report.store && !report.isHealthy
                    && report.sentence.english == "The database is away.")
            let clerk = try await office.caller("van.thu")
            do {
                _ = try await away.incoming(1, by: clerk)
                Issue.record("it was found")
            } catch {
                #expect(Workflow.isUnavailable(error), "the page says to come again")
            }
            await away.shutdown()
            try FileManager.default.removeItem(atPath: office.folder)
            let lost = await office.workflow.health()
            #expect(lost.database && !lost.store && lost.sentence.english == "The file store cannot be written.")
        }
    }
}
