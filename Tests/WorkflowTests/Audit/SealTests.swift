import Foundation
import Postgres
import Records
import TestOffice
import Testing
import TransparencyLog

@testable import Workflow

/// Seals until nothing is left: events wait for transactions of other tests, too, for these share a cluster.
private func sealAll(_ office: TestOffice, _ sealer: Sealer) async throws {
    for _ in 0..<600 {
        try await sealer.seal()
        let events = try await office.count("SELECT count(*) AS n FROM audit.event")
        let sealed = try await office.count("SELECT coalesce(max(size), 0) AS n FROM audit.checkpoint")
        if events == sealed { return }
        try await Task.sleep(for: .milliseconds(50))
    }
    throw Failed("not every event is sealed within half a minute")
}

/// Gives an office a few events, and seals them.
private func sealed(_ office: TestOffice) async throws -> (people: People, sealer: Sealer) {
    let people = try await People(office)
    _ = try await office.wholeStory(people)
    let sealer = try office.workflow.makeSealer()
    try await sealAll(office, sealer)
    return (people, sealer)
}

extension TestOffice {
    /// Does what only a superuser can who means to deceive: the triggers are silent.
    fileprivate func tamper(_ statements: SQL...) async throws {
        try await owner.write { transaction in
            try transaction.execute("SET LOCAL session_replication_role = replica")
            for statement in statements { try transaction.execute(statement) }
        }
    }

    /// The events in the order of the log.
    fileprivate func sealedEvents() async throws -> [Int] {
        try await owner.read { transaction in
            try transaction.rows("SELECT id FROM audit.event ORDER BY log_id, xid, id") { try $0["id"] as Int }
        }
    }

    fileprivate func verdict(_ people: People) async throws -> TrailVerdict {
        try await workflow.verifyTrail(by: people.auditor)
    }

    fileprivate var checkpoints: Int {
        get async throws { try await count("SELECT count(*) AS n FROM audit.checkpoint") }
    }
}

@Suite("The seal of the trail")
struct SealTests {
    @Test("holds every event once, in files that stand without the database")
    func seals() async throws {
        try await withOffice { office in
            let (people, sealer) = try await sealed(office)
            let events = try await office.sealedEvents()
            #expect(events.count > 20)
            let folder = try office.workflow.sealFolder()
            let checkpoint = try #require(try folder.checkpoint(of: folder.verifier())).checkpoint
            #expect(checkpoint.size == events.count)
            try LogCheck.check(size: checkpoint.size, root: checkpoint.root) { try folder.read($0) }
            #expect(try folder.entries(0..<events.count).map { SealedEvent.id(in: $0) } == events)
            #expect(try await sealer.seal() == 0, "what is sealed is not sealed again")
            let verdict = TrailVerdict.whole(
                events: events.count, root: checkpoint.root.base64, key: try folder.verifier().text)
            #expect(try await office.verdict(people) == verdict)
            let mode = try FileManager.default.attributesOfItem(atPath: folder.root + "/signing-key")[.posixPermissions]
            #expect(mode as? Int == 0o600)
            await sealer.shutdown()
        }
    }

    @Test("names the first event that was altered, removed, inserted or put in another place")
    func namesDamage() async throws {
        try await withOffice { office in
            let (people, sealer) = try await sealed(office)
            let events = try await office.sealedEvents()
            let index = events.count / 2
            let (event, next) = (events[index], events[index + 1])
            func expect(_ damage: TrailDamage, of event: Int, at index: Int) async throws {
                #expect(try await office.verdict(people) == .broken(damage, index: index, event: event))
            }
            try await office.tamper(
                "CREATE TABLE saved AS SELECT * FROM audit.event",
                "UPDATE audit.event SET outcome = 'failed' WHERE id = \(event)")
            try await expect(.altered, of: event, at: index)
            let restore: SQL =
                "INSERT INTO audit.event OVERRIDING SYSTEM VALUE SELECT * FROM saved WHERE id = \(event)"
            try await office.tamper("DELETE FROM audit.event WHERE id = \(event)")
            try await expect(.removed, of: event, at: index)
            try await office.tamper(
                restore,
                """
                INSERT INTO audit.event OVERRIDING SYSTEM VALUE
                SELECT 999999999, at, xid, agency_id, actor_id, actor_roles, channel, network, session, request, action,
                    outcome, reason, object_kind, object_id, document_id, version, detail, commitment
                FROM saved WHERE id = \(event)
                """)
            #expect(
                try await office.verdict(people)
                    == .broken(
                        .inserted, index: try await office.sealedEvents().firstIndex(of: 999_999_999)!,
                        event: 999_999_999))
            try await office.tamper(
                "DELETE FROM audit.event WHERE id = 999999999",
                "UPDATE audit.event SET xid = (xid::text::bigint + 1000000)::text::xid8 WHERE id = \(event)")
            // It now stands behind everything, and what came after it in its place.
            try await expect(.reordered, of: next, at: index)
            await sealer.shutdown()
        }
    }

    @Test("covers addresses, browsers and search words by a commitment, and outlives their erasure")
    func commitsToParticulars() async throws {
        try await withOffice { office in
            let (people, sealer) = try await sealed(office)
            let event = try await office.count("SELECT min(event_id) AS n FROM audit.particulars")
            let index = try #require(try await office.sealedEvents().firstIndex(of: event))
            try await office.tamper(
                "UPDATE audit.particulars SET text = replace(text, '192.0.2.7', '192.0.2.8') WHERE event_id = \(event)")
            #expect(try await office.verdict(people) == .broken(.particularsAltered, index: index, event: event))
            try await office.tamper("DELETE FROM audit.particulars")
            guard case .whole = try await office.verdict(people) else {
                Issue.record("erased particulars break nothing")
                return
            }
            let folder = try office.workflow.sealFolder()
            let size = try await office.sealedEvents().count - 3
            let text = try folder.entries(0..<size).map { String(decoding: $0, as: UTF8.self) }.joined()
            #expect(text.contains("192.0.2.0/24") && !text.contains("192.0.2.7"))
            await sealer.shutdown()
        }
    }

    @Test("is not given to a database that went back, nor to one that tells another story")
    func refusesForks() async throws {
        try await withOffice { office in
            let (people, sealer) = try await sealed(office)
            let size = try await office.sealedEvents().count
            _ = try await office.workflow.incomingList(IncomingFilter(), by: people.clerk)
            try await sealAll(office, sealer)
            try await office.tamper("DELETE FROM audit.checkpoint WHERE size > \(size)")
            let before = try await office.checkpoints
            await #expect(throws: SealFault.wentBack(signed: size + 1, found: size)) { try await sealer.seal() }
            #expect(try await office.checkpoints == before, "nothing is signed")
            #expect(office.workflow.seal.fault?.contains("went back") == true)
            guard case .unsound = try await office.verdict(people) else {
                Issue.record("the auditor is told")
                return
            }
            // Somebody signs anew over what is there: the folder knows better.
            try await office.tamper(
                """
                INSERT INTO audit.checkpoint (log_id, size, root, through_log, through_xid, through_id, note)
                SELECT 1, \(size + 1), sha256('x'), through_log, through_xid, through_id, note FROM audit.checkpoint
                ORDER BY size DESC LIMIT 1
                """)
            await #expect(throws: SealFault.differs(size: size + 1)) { try await sealer.seal() }
            await sealer.shutdown()
        }
    }

    @Test("makes its files anew from the database where they were lost, with the same root")
    func remakesTiles() async throws {
        try await withOffice { office in
            let (people, sealer) = try await sealed(office)
            let folder = try office.workflow.sealFolder()
            try FileManager.default.removeItem(atPath: folder.root + "/tile")
            let again = try office.workflow.makeSealer()
            _ = try await office.workflow.incomingList(IncomingFilter(), by: people.clerk)
            try await sealAll(office, again)
            await again.shutdown()
            guard case .whole = try await office.verdict(people) else {
                Issue.record("the log is whole again")
                return
            }
            await sealer.shutdown()
        }
    }

    @Test("loses, repeats and reorders nothing while many write and many give up")
    func keepsUp() async throws {
        try await withOffice { office in
            let (people, sealer) = try await sealed(office)
            let second = try office.workflow.makeSealer()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        for number in 0..<25 {
                            var filter = IncomingFilter()
                            filter.text = "tim \(number)"
                            _ = try await office.workflow.incomingList(filter, by: people.clerk)
                            // Refused acts roll back, and leave their refusal.
                            _ = try? await office.workflow.assign(number, AssignmentOrder(), seen: 1, by: people.clerk)
                        }
                    }
                }
                for sealer in [sealer, second] {
                    group.addTask {
                        for _ in 0..<40 {
                            _ = try await sealer.seal()
                            try await Task.sleep(for: .milliseconds(20))
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await sealAll(office, sealer)
            await second.shutdown()
            let events = try await office.sealedEvents()
            #expect(events.count > 400)
            #expect(try office.workflow.sealFolder().entries(0..<events.count).map { SealedEvent.id(in: $0) } == events)
            guard case .whole(events.count, _, _) = try await office.verdict(people) else {
                Issue.record("the log is whole")
                return
            }
            await sealer.shutdown()
        }
    }

    @Test("gives evidence that stands without us: an event, and that the log goes on")
    func proves() async throws {
        try await withOffice { office in
            let (people, sealer) = try await sealed(office)
            let folder = try office.workflow.sealFolder()
            let old = try String(contentsOfFile: folder.root + "/checkpoint", encoding: .utf8)
            let event = try await office.count(
                "SELECT id AS n FROM audit.event WHERE document_id IS NOT NULL ORDER BY id LIMIT 1")
            for _ in 0..<300 { _ = try await office.workflow.incomingList(IncomingFilter(), by: people.clerk) }
            try await sealAll(office, sealer)

            let evidence = try await office.workflow.prove(event: event, by: people.auditor)
            let proof = try ProofFile(Array(evidence.proof.utf8))
            let log = try VerifierKey(evidence.verifierKey)
            try proof.verify(leaf: .leaf(Array(evidence.entry.utf8)), log: log, witnesses: [], quorum: 0)
            #expect(throws: TransparencyError.self) {
                try proof.verify(leaf: .leaf(Array((evidence.entry + " ").utf8)), log: log, witnesses: [], quorum: 0)
            }

            let request = try WitnessRequest(
                Array(try await office.workflow.proveConsistency(since: old, by: people.auditor).utf8))
            let before = try SignedCheckpoint(SignedNote(Array(old.utf8)), of: log).checkpoint
            #expect(try request.checked(for: log, after: before).checkpoint.size > before.size)

            #expect(
                await refusal { try await office.workflow.prove(event: 987_654_321, by: people.auditor) } == "not-found"
            )
            #expect(await refusal { try await office.workflow.prove(event: event, by: people.clerk) } == "not-in-role")
            #expect(await refusal { try await office.workflow.verifyTrail(by: people.leader) } == "not-in-role")
            await sealer.shutdown()
        }
    }

    @Test("that is overdue stops what must be on record, and nothing else, until it is there")
    func stopsTheOffice() async throws {
        try await withOffice({ $0.sealLimit = .milliseconds(300) }) { office in
            let (people, sealer) = try await sealed(office)
            try await Task.sleep(for: .milliseconds(400))
            #expect(
                await refusal { try await office.workflow.incomingList(IncomingFilter(), by: people.clerk) }
                    == "trail-not-sealed")
            #expect(await refusal { try await office.register(by: people.clerk) } == "trail-not-sealed")
            let health = await office.workflow.health()
            #expect(!health.isHealthy && health.database && health.store)
            try await sealAll(office, sealer)
            _ = try await office.workflow.incomingList(IncomingFilter(), by: people.clerk)
            await sealer.shutdown()
        }
    }
}
