import Foundation
import Postgres
import Records
import Synchronization
import TestOffice
import Testing
import TransparencyLog

@testable import Workflow

@Suite("The next log, after the database went back")
struct NextLogTests {
    @Test("begins with the incident and the last published checkpoint, and seals what the one before does not hold")
    func follows() async throws {
        try await withOffice { office in
            let sealed = try await SealedOffice(office)
            let size = try sealed.published(1).size
            for _ in 0..<5 { try await sealed.look() }
            try await sealed.sealAll()
            let note = try String(contentsOfFile: sealed.folder(1).root + "/checkpoint", encoding: .utf8)
            let lost = try sealed.published(1).size
            try await sealed.goBack(to: size)
            try await sealed.look()
            await #expect(throws: SealFault.wentBack(signed: lost, found: size)) { try await sealed.sealer.seal() }
            #expect(office.workflow.seal.fault?.contains("open-log") == true, "the service says what to do")

            let opened = try await sealed.owner.openLog(
                incident: "Khôi phục bản sao \"đêm\"", by: sealed.people.auditor)
            #expect(opened.log == 2 && opened.found.published == lost && opened.found.sealed == size)
            #expect(opened.found.agreed == size && opened.found.differs == nil)
            #expect(opened.found.fault?.contains("went back") == true)
            try await sealed.look()
            // The same sealer goes on.
            try await sealed.sealAll()
            #expect(office.workflow.seal.fault == nil)

            let entry = try String(decoding: sealed.folder(2).entries(0..<1)[0], as: UTF8.self)
            let follows = note.replacing("\n", with: "\\n")
            #expect(
                entry
                    == #"{"v":1,"opens":"congvan/2","incident":"Khôi phục bản sao \"đêm\"","follows":"\#(follows)"}"#)
            let checkpoint = try sealed.published(2)
            #expect(checkpoint.origin == "congvan/2")
            try LogCheck.check(size: checkpoint.size, root: checkpoint.root) { try sealed.folder(2).read($0) }
            let before = Set(try sealed.sealed(1).prefix(size))
            let there = try await office.owner.read { transaction in
                try transaction.rows("SELECT id FROM audit.event ORDER BY log_id, xid, id") { try $0["id"] as Int }
            }
            #expect(try sealed.sealed(2) == there.filter { !before.contains($0) })
            #expect(
                try await office.count(
                    "SELECT count(*) AS n FROM audit.event WHERE action = 'audit.log-opened' AND log_id = 2") == 1)
            // Evidence is of the log that an event is in, before and after.
            let own = try await office.owner.read { transaction in
                try transaction.rows(
                    "SELECT id FROM audit.event WHERE agency_id = 1 ORDER BY log_id, xid, id"
                ) { try $0["id"] as Int }
            }
            #expect(own.filter { !before.contains($0) }.count == 3)
            let first = try sealed.folder(1).verifier().text
            for event in own {
                try await sealed.proves(event, by: before.contains(event) ? first : opened.verifierKey)
            }
            #expect(try await office.workflow.verifierKey() == opened.verifierKey)
            await sealed.close()
        }
    }

    @Test("is refused where nothing is wrong, to whoever may not read the trail, and without a reason")
    func refuses() async throws {
        try await withOffice { office in
            let sealed = try await SealedOffice(office)
            await #expect(throws: SealFault.unbroken) {
                try await sealed.owner.openLog(incident: "thử", by: sealed.people.auditor)
            }
            #expect(
                await refusal { try await sealed.owner.openLog(incident: "thử", by: sealed.people.administrator) }
                    == "not-in-role")
            #expect(
                await refusal { try await sealed.owner.openLog(incident: " ", by: sealed.people.auditor) }
                    == "fields: incident length-out-of-range")
            // The service cannot, whatever it is told to.
            #expect(
                await refusal {
                    try await office.workflow.openLog(incident: "thử", evenSo: true, by: sealed.people.auditor)
                } == "fault: 42501")
            let refused: SQL =
                "SELECT count(*) AS n FROM audit.event WHERE action = 'audit.log-opened' AND outcome = 'refused'"
            #expect(try await office.count(refused) == 3)
            let opened = try await sealed.owner.openLog(incident: "thử", evenSo: true, by: sealed.people.auditor)
            #expect(opened.log == 2 && opened.found.fault == nil)
            try await sealed.look()
            try await sealed.sealAll()
            #expect(try sealed.published(2).size > 1)
            await sealed.close()
        }
    }

    @Test("seals anew what the database sealed beyond the point where it parted from what was published")
    func parts() async throws {
        try await withOffice { office in
            let sealed = try await SealedOffice(office)
            for _ in 0..<3 {
                try await sealed.look()
                try await sealed.sealAll()
            }
            let sizes = try await office.owner.read { transaction in
                try transaction.rows("SELECT size FROM audit.checkpoint ORDER BY size") { try $0["size"] as Int }
            }
            let (agreed, forked) = (sizes[sizes.count - 3], sizes[sizes.count - 2])
            // Another copy sealed a story of its own after the copies had parted.
            try await sealed.put("UPDATE audit.checkpoint SET root = sha256('x') WHERE size >= \(forked)")
            await #expect(throws: SealFault.differs(size: sizes[sizes.count - 1])) { try await sealed.sealer.seal() }
            let opened = try await sealed.owner.openLog(incident: "hai bản", by: sealed.people.auditor)
            #expect(opened.found.agreed == agreed && opened.found.differs == forked)
            try await sealed.sealAll()
            let after = Array(try sealed.sealed(1)[agreed...])
            #expect(try Array(sealed.sealed(2).prefix(after.count)) == after)
            try await sealed.proves(after[0], by: opened.verifierKey)
            await sealed.close()
        }
    }

    @Test("begins with the first event where a backup from before the first seal was put back")
    func nothingAgreed() async throws {
        try await withOffice { office in
            let sealed = try await SealedOffice(office)
            let lost = try sealed.published(1).size
            try await sealed.put("DELETE FROM audit.event", "DELETE FROM audit.checkpoint")
            try await sealed.look()
            await #expect(throws: SealFault.wentBack(signed: lost, found: 0)) { try await sealed.sealer.seal() }
            let opened = try await sealed.owner.openLog(incident: "bản sao đầu tiên", by: sealed.people.auditor)
            #expect(opened.log == 2 && opened.found.agreed == 0)
            try await sealed.sealAll()
            let notes = Mutex<[TrailNote]>([])
            let verdict = try await office.workflow.verifyTrail(
                by: sealed.people.auditor, note: { note in notes.withLock { $0.append(note) } })
            guard case .whole = verdict else { throw Failed("\(verdict)") }
            #expect(notes.withLock { $0 } == [.lostBefore(log: 1, signed: lost, found: 0)])
            await sealed.close()
        }
    }

    @Test("waits for whoever is writing, and loses none of them")
    func waits() async throws {
        try await withOffice { office in
            let sealed = try await SealedOffice(office)
            let size = try sealed.published(1).size
            let slow = Database(.init(conninfo: office.ownerConninfo, connections: 1))
            let writing = Task {
                try await slow.write { transaction in
                    try transaction.execute(
                        """
                        INSERT INTO audit.event (actor_roles, channel, action, outcome, object_kind)
                        VALUES ('service', 'service', 'service.started', 'allowed', 'service')
                        """)
                    _ = try transaction.row("SELECT pg_sleep(1.5)::text AS slept") { try $0["slept"] as String }
                }
            }
            try await eventually("it is written") {
                try await office.count("SELECT count(*) AS n FROM pg_stat_activity WHERE query LIKE '%pg_sleep(1.5)%'")
                    > 1
            }
            let looking = Task { for _ in 0..<100 { try await sealed.look() } }
            let opened = try await sealed.owner.openLog(incident: "thử", evenSo: true, by: sealed.people.auditor)
            #expect(opened.log == 2)
            try await writing.value
            try await looking.value
            try await sealed.sealAll()
            let events = try await office.owner.read { transaction in
                try transaction.rows("SELECT id FROM audit.event ORDER BY log_id, xid, id") { try $0["id"] as Int }
            }
            #expect(try sealed.sealed(1) == Array(events.prefix(size)))
            #expect(try sealed.sealed(2) == Array(events.dropFirst(size)))
            #expect(
                try await office.count(
                    "SELECT log_id AS n FROM audit.event WHERE action = 'service.started' ORDER BY id DESC LIMIT 1")
                    == 1)
            await slow.shutdown()
            await sealed.close()
        }
    }

    @Test("is not signed over by a database that does not know it, and a third one follows it")
    func third() async throws {
        try await withOffice { office in
            let sealed = try await SealedOffice(office)
            let size = try sealed.published(1).size
            _ = try await sealed.owner.openLog(incident: "một", evenSo: true, by: sealed.people.auditor)
            try await sealed.sealAll()
            let second = try String(contentsOfFile: sealed.folder(2).root + "/checkpoint", encoding: .utf8)
            try await sealed.goBack(to: size)
            try await sealed.put(
                "DELETE FROM audit.log WHERE id = 2",
                """
                CREATE OR REPLACE FUNCTION audit.current_log() RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE
                AS 'SELECT 1'
                """)
            try await sealed.look()
            await #expect(throws: SealFault.laterLog(2)) { try await sealed.sealer.seal() }
            let opened = try await sealed.owner.openLog(incident: "hai", by: sealed.people.auditor)
            #expect(opened.log == 3 && opened.found.publishedLog == 2 && opened.found.agreed == size)
            try await sealed.sealAll()
            let entry = try String(decoding: sealed.folder(3).entries(0..<1)[0], as: UTF8.self)
            #expect(entry.contains(second.replacing("\n", with: "\\n")) && entry.contains("\"congvan/3\""))
            #expect(try sealed.sealed(3).count > 1)
            await sealed.close()
        }
    }

    @Test("seals what was written while transactions were counted from a lower number, however late that is seen")
    func countsAnew() async throws {
        try await withOffice { office in
            let sealed = try await SealedOffice(office)
            let size = try sealed.published(1).size
            // A transaction that the cluster has not begun yet: each round sees it.
            try await sealed.look()
            let event = try await office.count("SELECT max(id) AS n FROM audit.event")
            try await sealed.put(
                """
                UPDATE audit.event SET xid = (pg_current_xact_id()::text::bigint + 1000000)::text::xid8
                WHERE id = \(event)
                """)
            await #expect(throws: SealFault.countsAnew) { try await sealed.sealer.seal() }
            // The count has caught up, and the event stands before what is sealed: who begins to seal sees it.
            try await sealed.put("UPDATE audit.event SET xid = '5' WHERE id = \(event)")
            let second = try office.workflow.makeSealer()
            await #expect(throws: SealFault.countsAnew) { try await second.seal() }
            let opened = try await sealed.owner.openLog(incident: "bản sao", by: sealed.people.auditor)
            #expect(opened.found.agreed == size && opened.found.fault?.contains("lower number") == true)
            try await sealed.sealAll()
            #expect(try sealed.sealed(2).contains(event))
            try await sealed.proves(event, by: opened.verifierKey)
            #expect(try sealed.sealed(1).count == size)
            #expect(
                await refusal {
                    try await office.owner.write {
                        try $0.execute("UPDATE audit.event SET at = at WHERE id = \(event)")
                    }
                } == "fault: 42501", "the trail is append-only again")
            await second.shutdown()
            await sealed.close()
        }
    }
}
