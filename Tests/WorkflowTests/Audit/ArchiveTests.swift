import Foundation
import Postgres
import Records
import TestOffice
import Testing

@testable import Workflow

@Suite("A month of the trail that is old enough")
struct ArchiveTests {
    private static let old = "2024-03"

    /// An office with sealed events of March 2024, some of them of a document, and a connection as the owner.
    private func withOldTrail(_ test: (TestOffice, People, Workflow, Sealer) async throws -> Void) async throws {
        try await withOffice { office in
            let people = try await People(office)
            _ = try await office.wholeStory(people)
            let superuser = try Superuser(office)
            try superuser.run(
                """
                CREATE TABLE audit.event_2024_03 PARTITION OF audit.event
                    FOR VALUES FROM ('2024-03-01 00:00+00') TO ('2024-04-01 00:00+00');
                CREATE TABLE audit.particulars_2024_03 PARTITION OF audit.particulars
                    FOR VALUES FROM ('2024-03-01 00:00+00') TO ('2024-04-01 00:00+00');
                WITH e AS (
                    INSERT INTO audit.event (at, agency_id, actor_id, actor_roles, channel, network, action, outcome,
                        object_kind, document_id, detail, commitment)
                    SELECT '2024-03-05 08:00+00'::timestamptz + i * interval '1 hour', \(people.clerk.officer.agency), 1,
                        'registrar', 'web', '10.1.1.0/24', 'incoming.viewed', 'allowed', 'incoming',
                        CASE WHEN i % 3 = 0 THEN i END, '{}',
                        CASE WHEN i % 2 = 0 THEN sha256('\\x00'::bytea || convert_to('{"source":"10.1.1.7"}', 'UTF8')) END
                    FROM generate_series(1, 300) i RETURNING id, at, agency_id, commitment)
                INSERT INTO audit.particulars (event_id, event_at, agency_id, salt, text)
                SELECT id, at, agency_id, '\\x00', '{"source":"10.1.1.7"}' FROM e WHERE commitment IS NOT NULL;
                """)
            superuser.end()
            let sealer = try office.workflow.makeSealer()
            try await Self.sealAll(office, sealer)
            _ = try await office.workflow.incomingList(IncomingFilter(), by: people.clerk)
            try await Self.sealAll(office, sealer)
            var configuration = office.workflow.configuration
            configuration.database.conninfo = office.ownerConninfo
            configuration.reports.conninfo = office.ownerConninfo
            let owner = try Workflow(configuration)
            do {
                try await test(office, people, owner, sealer)
            } catch {
                await owner.shutdown()
                await sealer.shutdown()
                throw error
            }
            await owner.shutdown()
            await sealer.shutdown()
        }
    }

    private static func sealAll(_ office: TestOffice, _ sealer: Sealer) async throws {
        for _ in 0..<600 {
            try await sealer.seal()
            let waiting = try await office.count(
                """
                SELECT count(*) AS n FROM audit.event WHERE (log_id, xid, id) > (
                    SELECT through_log, through_xid, through_id FROM audit.checkpoint ORDER BY size DESC LIMIT 1)
                """)
            if waiting == 0 { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Failed("not every event is sealed within half a minute")
    }

    @Test("is written to an archive and left out, but for documents' own history, and the trail stays provable")
    func roundTrip() async throws {
        try await withOldTrail { office, people, owner, sealer in
            try await owner.archiveTrail(month: Self.old, leaveOut: false, by: people.auditor)
            let before = try await office.count("SELECT count(*) AS n FROM audit.event WHERE at < '2025-01-01'")
            #expect(before == 300, "archived is not left out")
            let kept = Box()
            try await owner.archiveTrail(month: Self.old, leaveOut: true, by: people.auditor) { kept.value = $0.kept }
            #expect(kept.value == 100)
            #expect(try await office.count("SELECT count(*) AS n FROM audit.event WHERE at < '2025-01-01'") == 100)
            #expect(
                try await office.count(
                    "SELECT count(*) AS n FROM audit.event WHERE at < '2025-01-01' AND document_id IS NULL") == 0)
            #expect(
                try await office.count("SELECT count(*) AS n FROM audit.particulars WHERE event_at < '2025-01-01'")
                    == 50)
            try await Self.sealAll(office, sealer)
            #expect(try await office.quietVerdict().complaint == nil)
            let python = try IndependentVerifier(office, office.folder + "/dump")
            try python.dump()
            #expect(try python.complaint(office) == nil)
            let actions = try await office.owner.read { transaction in
                try transaction.rows("SELECT action FROM audit.event WHERE action LIKE 'audit.%' ORDER BY id") {
                    try $0["action"] as String
                }
            }
            #expect(actions.contains("audit.archived") && actions.contains("audit.left-out"))

            // The partition that took the old one's place is guarded as the old one was.
            let superuser = try await office.owner.row(
                "SELECT count(*) AS n FROM pg_trigger WHERE tgrelid = 'audit.event_2024_03'::regclass"
            ) { try $0["n"] as Int }
            #expect(superuser == 2)
            await #expect(throws: PostgresError.self) {
                try await office.owner.write { try $0.execute("DELETE FROM audit.event WHERE at < '2025-01-01'") }
            }

            // What of the archive is damaged is found by both.
            let path = office.workflow.configuration.trail.archiveFolder + "/trail-2024-03.jsonl.zst"
            let whole = try Data(contentsOf: URL(filePath: path))
            for damaged in [whole.prefix(whole.count / 2), whole.dropLast(), whole + [0], Data()] {
                try damaged.write(to: URL(filePath: path))
                #expect(
                    try await office.quietVerdict().complaint?.contains("trail-2024-03.jsonl.zst was altered") == true)
                #expect(try python.complaint(office)?.contains("trail-2024-03.jsonl.zst was altered") == true)
            }
            try FileManager.default.removeItem(atPath: path)
            #expect(try await office.quietVerdict().complaint?.contains("trail-2024-03.jsonl.zst is missing") == true)
            #expect(try python.complaint(office)?.contains("trail-2024-03.jsonl.zst is missing") == true)
            try whole.write(to: URL(filePath: path))

            // An event of a document that is gone is removed, though the archive has it.
            let removal = try Superuser(office)
            try removal.run(
                "DELETE FROM audit.event WHERE id = (SELECT min(id) FROM audit.event WHERE at < '2025-01-01');")
            removal.end()
            try python.dump()
            let ours = try #require(try await office.quietVerdict().complaint)
            #expect(ours.hasSuffix("was removed"))
            #expect(try python.complaint(office)?.contains(ours) == true)
            python.end()
        }
    }

    @Test(
        "is not archived where it is too young, is no month, is not sealed as it is, or by somebody else than an auditor"
    )
    func refusals() async throws {
        try await withOldTrail { office, people, owner, _ in
            let young = ArchiveMonth(Date()).adding(-12).description
            await #expect(throws: ArchiveFault.tooYoung(young, months: 24)) {
                try await owner.archiveTrail(month: young, leaveOut: true, by: people.auditor)
            }
            await #expect(throws: ArchiveFault.noMonth("2024-13")) {
                try await owner.archiveTrail(month: "2024-13", leaveOut: true, by: people.auditor)
            }
            await #expect(throws: ArchiveFault.nothingThere("2023-01")) {
                try await owner.archiveTrail(month: "2023-01", leaveOut: true, by: people.auditor)
            }
            #expect(
                await refusal { try await owner.archiveTrail(month: Self.old, leaveOut: true, by: people.leader) }
                    == "not-in-role")
            let superuser = try Superuser(office)
            try superuser.run("UPDATE audit.event SET outcome = 'failed' WHERE at < '2024-03-06';")
            superuser.end()
            await #expect(throws: ArchiveFault.notAsSealed(Self.old)) {
                try await owner.archiveTrail(month: Self.old, leaveOut: true, by: people.auditor)
            }
            #expect(try await office.count("SELECT count(*) AS n FROM audit.archive") == 0)
            // The service itself may neither leave out nor erase, and the database keeps a year whoever asks.
            await #expect(throws: ArchiveFault.notTheOwner) {
                try await office.workflow.archiveTrail(month: Self.old, leaveOut: true, by: people.auditor)
            }
            await #expect(throws: ArchiveFault.notTheOwner) {
                _ = try await office.workflow.eraseParticulars(of: [1], because: "x", by: people.auditor)
            }
            await #expect(throws: PostgresError.self) {
                try await office.owner.write {
                    try $0.execute("SELECT audit.leave_out(date_trunc('month', now())::date)")
                }
            }
        }
    }

    @Test("and any other keeps its seal where particulars are erased by law")
    func erasure() async throws {
        try await withOldTrail { office, people, owner, sealer in
            let event = try await office.count("SELECT min(event_id) AS n FROM audit.particulars")
            let erased = try await owner.eraseParticulars(
                of: [event, 987_654_321], because: "QĐ 12/2026", by: people.auditor)
            #expect(erased == [event])
            #expect(
                try await office.count("SELECT count(*) AS n FROM audit.particulars WHERE event_id = \(event)") == 0)
            let detail = try await office.owner.row(
                "SELECT detail->>'events' AS n FROM audit.event WHERE action = 'audit.particulars-erased'"
            ) { try $0["n"] as String }
            #expect(detail == "\(event)")
            try await Self.sealAll(office, sealer)
            #expect(try await office.quietVerdict().complaint == nil)
            await #expect(throws: PostgresError.self) {
                try await office.owner.write { try $0.execute("DELETE FROM audit.particulars") }
            }
        }
    }

    @Test("is not compared twice where a state is kept, and a state that was forged or cut off is refused")
    func state() async throws {
        try await withOldTrail { office, people, _, sealer in
            let file = office.folder + "/state.json"
            #expect(try await office.quietVerdict(state: file).complaint == nil)
            let whole = try Data(contentsOf: URL(filePath: file))
            let superuser = try Superuser(office)
            try superuser.run("UPDATE audit.event SET outcome = 'failed' WHERE at < '2024-03-06';")
            #expect(try await office.quietVerdict(state: file).complaint == nil, "it was compared before")
            #expect(try await office.quietVerdict().complaint?.hasSuffix("was altered") == true)
            try superuser.run("UPDATE audit.event SET outcome = 'allowed' WHERE at < '2024-03-06';")

            _ = try await office.workflow.incomingList(IncomingFilter(), by: people.clerk)
            try await Self.sealAll(office, sealer)
            let last = try await office.lastEvent
            try superuser.run("UPDATE audit.event SET outcome = 'failed' WHERE id = \(last);")
            #expect(try await office.quietVerdict(state: file).complaint?.hasPrefix("event \(last)") == true)
            try superuser.run("UPDATE audit.event SET outcome = 'allowed' WHERE id = \(last);")
            superuser.end()

            let text = String(decoding: whole, as: UTF8.self)
            let peak = try #require(text.firstMatch(of: /"peaks":\["([^"]{4})/)).1
            let forged = text.replacing(peak, with: peak == "AAAA" ? "BBBB" : "AAAA")
            for bad in [forged, String(text.dropLast(5)), "", "[]", text.replacing("\"size\":", with: "\"size\":9")] {
                try bad.write(toFile: file, atomically: true, encoding: .utf8)
                #expect(
                    try await office.quietVerdict(state: file).complaint?.contains("no state of this trail") == true)
            }
            try whole.write(to: URL(filePath: file))
            #expect(try await office.quietVerdict(state: file).complaint == nil)
        }
    }
}

/// A value that a closure leaves behind.
private final class Box {
    var value: Int?
}
