import Exchange
import Foundation
import Postgres
import Records
import Synchronization
import TestOffice
import Testing

@testable import Workflow

@Suite("The service that sends")
struct DispatcherTests {
    private func withQuickOffice(_ test: @escaping (TestOffice, People) async throws -> Void) async throws {
        try await withOffice({ configuration in
            configuration.exchange.firstPause = .milliseconds(20)
            configuration.exchange.longestPause = .milliseconds(100)
            configuration.exchange.poll = .milliseconds(20)
            configuration.exchange.lease = .seconds(1)
            configuration.exchange.mostAttempts = 1000
        }) { office in
            let people = try await People(office)
            try await office.directory(people)
            try await test(office, people)
        }
    }

    /// Runs dispatchers beside a test.
    private func running(_ dispatchers: [Dispatcher], _ test: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for dispatcher in dispatchers { group.addTask { await dispatcher.run { _ in } } }
            try await test()
            for dispatcher in dispatchers { dispatcher.stop() }
        }
    }

    private func someFault() throws -> ExchangeError {
        do throws(ExchangeError) { _ = try Peer("nowhere") } catch { return error }
        throw Failed("there is no fault")
    }

    private func states(_ office: TestOffice) async throws -> [String] {
        try await office.owner.read { transaction in
            try transaction.rows("SELECT recipient || ' ' || state AS line FROM outgoing_envelope ORDER BY id") {
                try $0["line"] as String
            }
        }
    }

    @Test("brings each envelope to its peer once, though two workers are at it (R15)")
    func twoWorkers() async throws {
        try await withQuickOffice { office, people in
            let peer = try await MoodyPeer()
            for number in 1...10 { _ = try await office.sent(people, number: "\(number)") }
            let client = try peer.client()
            let workers = [
                office.workflow.makeDispatcher([office.peer("a", client)]),
                office.workflow.makeDispatcher([office.peer("a", client)]),
            ]
            try await running(workers) {
                try await eventually("all are sent") { try await states(office).allSatisfy { $0.hasSuffix(" sent") } }
            }
            let came = peer.came.withLock { $0 }
            #expect(came.count == 20 && Set(came).count == 20)
            let events = try await office.events()
            #expect(events.filter { $0.action == "envelope.send-started" }.count == 20)
            #expect(events.filter { $0.action == "envelope.sent" }.count == 20)
            await client.close()
            try await peer.close()
        }
    }

    @Test(
        "goes on to the other peers while one fails, talks rubbish, hangs or hangs up (R14)",
        arguments: [
            MoodyPeer.Mood.failsInside, .talksRubbish, .saysNothing, .hangsUp,
        ])
    func otherPeers(mood: MoodyPeer.Mood) async throws {
        try await withQuickOffice { office, people in
            let peer = try await MoodyPeer()
            peer.mood.withLock { $0 = mood }
            let client = try peer.client(patience: 1)
            let spool = try SpoolFolder(office.folder + "/spool")
            let id = try await office.sent(people, to: ["H99.01", "H99.03"])
            let dispatcher = office.workflow.makeDispatcher([office.peer("a", client), office.peer("b", spool)])
            try await running([dispatcher]) {
                try await eventually("the other peer has its envelope") {
                    try await states(office).last == "H99.03 sent"
                }
                try await eventually("the failure is shown") {
                    try await office.workflow.dispatch(id, by: people.clerk).recipients[0].fault != nil
                }
                #expect(try await states(office).first == "H99.01 waiting")
                #expect(office.workflow.peers.all["a"]?.failingSince != nil)
                #expect(office.workflow.peers.silent(for: .seconds(3600)).isEmpty)
                #expect(office.workflow.peers.silent(for: .seconds(3600), at: Date() + 3700) == ["a"])
                peer.mood.withLock { $0 = .takes }
                try await eventually("it is tried again") { try await states(office).first == "H99.01 sent" }
            }
            #expect(Set(peer.came.withLock { $0 }).count == 1)
            let out = try FileManager.default.contentsOfDirectory(atPath: office.folder + "/spool/out")
            #expect(out.count == 1)
            await client.close()
            try await peer.close()
        }
    }

    @Test("sends again, under the same id, what a worker sent that died before it could say so (R13)")
    func deadWorker() async throws {
        try await withQuickOffice { office, people in
            let peer = try await MoodyPeer()
            _ = try await office.sent(people, to: ["H99.01"])
            // What is in the database when a worker is killed between sending and marking.
            try await office.owner.write { transaction in
                try transaction.execute(
                    """
                    INSERT INTO audit.event (actor_roles, channel, action, outcome, object_kind)
                    VALUES ('service', 'service', 'envelope.send-started', 'allowed', 'service')
                    """)
                try transaction.execute(
                    """
                    UPDATE outgoing_envelope SET attempts = 1, leased_by = gen_random_uuid(),
                        leased_until = now() + interval '1 second'
                    """)
            }
            let id = try await office.owner.row("SELECT message_id FROM outgoing_envelope") {
                try $0["message_id"] as String
            }
            let client = try peer.client()
            try await running([office.workflow.makeDispatcher([office.peer("a", client)])]) {
                try await eventually("it is sent") { try await states(office) == ["H99.01 sent"] }
            }
            #expect(peer.came.withLock { $0 } == [id])
            #expect(try await office.count("SELECT attempts AS n FROM outgoing_envelope") == 2)
            await client.close()
            try await peer.close()
        }
    }

    @Test("puts aside what a peer refuses for good, with its reason, until somebody sends it again")
    func deadLetters() async throws {
        try await withQuickOffice { office, people in
            let peer = try await MoodyPeer()
            peer.mood.withLock { $0 = .refuses }
            let dispatch = try await office.sent(people, to: ["H99.01"])
            let client = try peer.client()
            try await running([office.workflow.makeDispatcher([office.peer("a", client)])]) {
                try await eventually("it is given up") { try await states(office) == ["H99.01 dead"] }
                let letters = try await office.workflow.deadLetters(by: people.administrator).items
                let letter = try #require(letters.first)
                #expect(letters.count == 1 && letter.dispatch == dispatch && letter.reference == "27/KH-BTV")
                #expect(letter.fault.vietnamese.contains("sai don vi") && letter.attempts == 1)
                try await office.refuses("not-in-role", "envelope.resent", of: people.leader) {
                    try await office.workflow.resend(letter.id, by: people.leader)
                }
                peer.mood.withLock { $0 = .takes }
                try await office.workflow.resend(letter.id, by: people.clerk)
                try await eventually("it is sent") { try await states(office) == ["H99.01 sent"] }
                #expect(await refusal { try await office.workflow.resend(letter.id, by: people.clerk) } == "not-found")
            }
            await client.close()
            try await peer.close()
        }
    }

    @Test("gives up after so many attempts")
    func mostAttempts() async throws {
        try await withOffice({ configuration in
            configuration.exchange.firstPause = .milliseconds(1)
            configuration.exchange.longestPause = .milliseconds(5)
            configuration.exchange.poll = .milliseconds(5)
            configuration.exchange.mostAttempts = 4
        }) { office in
            let people = try await People(office)
            try await office.directory(people)
            let peer = try await MoodyPeer()
            peer.mood.withLock { $0 = .failsInside }
            _ = try await office.sent(people, to: ["H99.01"])
            let client = try peer.client()
            try await running([office.workflow.makeDispatcher([office.peer("a", client)])]) {
                try await eventually("it is given up") { try await states(office) == ["H99.01 dead"] }
            }
            #expect(try await office.count("SELECT attempts AS n FROM outgoing_envelope") == 4)
            let actions = try await office.events().map(\.action).filter { $0.hasPrefix("envelope.") }
            #expect(actions.filter { $0 == "envelope.send-failed" }.count == 3 && actions.last == "envelope.dead")
            await client.close()
            try await peer.close()
        }
    }

    @Test("brings it once, and says so once, though a clock jumps by ten minutes while a worker sends (R15)")
    func clockJump() async throws {
        try await withQuickOffice { office, people in
            let peer = try await MoodyPeer()
            peer.mood.withLock { $0 = .holdsItsAnswer }
            _ = try await office.sent(people, to: ["H99.01"])
            let client = try peer.client(patience: 30)
            let workers = (1...2).map { _ in office.workflow.makeDispatcher([office.peer("a", client)]) }
            let last = try await office.lastEvent
            try await running(workers) {
                try await eventually("one sends it") { peer.came.withLock { $0.count } == 1 }
                // By the clock that jumped the lease has ended, and the other takes it.
                try await eventually("both send it") {
                    try await office.owner.write { transaction in
                        try transaction.execute(
                            "UPDATE outgoing_envelope SET leased_until = now() - interval '9 minutes' WHERE leased_by IS NOT NULL"
                        )
                    }
                    return peer.came.withLock { $0.count } == 2
                }
                peer.letGo()
                try await eventually("it is sent") { try await states(office) == ["H99.01 sent"] }
            }
            #expect(Set(peer.came.withLock { $0 }).count == 1, "under one id, which the other side knows")
            let actions = try await office.events(after: last).map(\.action)
            #expect(actions.filter { $0 == "envelope.sent" }.count == 1, "\(actions)")
            #expect(!actions.contains("envelope.send-failed"))
            await client.close()
            try await peer.close()
        }
    }

    @Test("leaves no event of a failure that another worker has overtaken")
    func overtaken() async throws {
        try await withQuickOffice { office, people in
            _ = try await office.sent(people, to: ["H99.01"])
            let agency = people.clerk.officer.agency
            let first = UUID()
            let leased = try #require(try await office.workflow.leaseEnvelope(through: "a", of: agency, by: first))
            try await office.owner.write { try $0.execute("UPDATE outgoing_envelope SET leased_until = now()") }
            let second = UUID()
            let again = try #require(try await office.workflow.leaseEnvelope(through: "a", of: agency, by: second))
            let last = try await office.lastEvent
            try await office.workflow.settle(leased, .tryAgain(try someFault()), by: first)
            #expect(try await office.events(after: last).isEmpty)
            try await office.workflow.settle(again, .accepted(receipt: nil), by: second)
            try await office.workflow.settle(leased, .accepted(receipt: nil), by: first)
            #expect(try await office.events(after: last).map(\.summary) == ["envelope.sent"])
        }
    }

    @Test("sends for the agency that a peer belongs to, and tells of envelopes that nobody carries")
    func otherAgency() async throws {
        try await withQuickOffice { office, people in
            let peer = try await MoodyPeer()
            _ = try await office.sent(people, to: ["H99.01"])
            try await office.posted(1, of: "H99.77", through: "a")
            try await office.posted(1, of: "H99.18", through: "gone")
            let client = try peer.client()
            try await running([office.workflow.makeDispatcher([office.peer("a", client)])]) {
                try await eventually("its own is sent") { try await states(office).contains("H99.01 sent") }
                try await Task.sleep(for: .milliseconds(300))
            }
            #expect(try await states(office) == ["H99.01 sent", "H99.02 waiting", "H99.02 waiting"])
            try await office.workflow.lookForMissingPeers()
            #expect(office.workflow.peers.missing == ["a", "gone"], "a is another agency's")
            await client.close()
            try await peer.close()
        }
    }

    @Test("finds what is due by an index, however much waits, and so what nobody carries")
    func plans() async throws {
        try await withOffice { office in
            let people = try await People(office)
            try await office.posted(20_000, of: "H99.18", through: "a", dueIn: "1 hour")
            try await office.posted(20_000, of: "H99.18", through: "b")
            try await office.posted(10_000, of: "H99.77", through: "a")
            try await office.owner.write { try $0.execute("ANALYZE outgoing_envelope") }
            let agency = people.clerk.officer.agency
            var reading = try await office.measure { flow in
                let isDue = try await flow.isEnvelopeDue(through: "a", of: agency)
                return isDue ? 1 : 0
            }
            #expect(reading.found == 0 && reading.indexes.contains("outgoing_envelope_due"), "\(reading)")
            #expect(reading.rows <= 10, "\(reading)")
            reading = try await office.measure { flow in
                let isDue = try await flow.isEnvelopeDue(through: "b", of: agency)
                return isDue ? 1 : 0
            }
            #expect(reading.found == 1 && reading.rows <= 10, "\(reading)")
            reading = try await office.measure { flow in
                for _ in 0..<5 { _ = try await flow.leaseEnvelope(through: "b", of: agency, by: UUID()) }
                return 5
            }
            #expect(reading.indexes.contains("outgoing_envelope_due") && reading.rows <= 40, "\(reading)")
            reading = try await office.measure { flow in
                try await flow.lookForMissingPeers()
                return flow.peers.missing.count
            }
            #expect(reading.found == 2 && reading.indexes.contains("outgoing_envelope_due"), "\(reading)")
            #expect(reading.rows <= 20, "\(reading)")
        }
    }

    @Test("breaks off what hangs some seconds after it is to stop, and another sends it under the same id")
    func stops() async throws {
        try await withOffice({ configuration in
            configuration.exchange.poll = .milliseconds(20)
            configuration.exchange.lease = .seconds(1)
            configuration.exchange.lastWait = .milliseconds(300)
        }) { office in
            let people = try await People(office)
            try await office.directory(people)
            let peer = try await MoodyPeer()
            peer.mood.withLock { $0 = .saysNothing }
            _ = try await office.sent(people, to: ["H99.01"])
            let client = try peer.client(patience: 60)
            let start = ContinuousClock.now
            try await running([office.workflow.makeDispatcher([office.peer("a", client)])]) {
                try await eventually("it is being sent") {
                    try await office.count("SELECT count(*) AS n FROM outgoing_envelope WHERE leased_by IS NOT NULL")
                        == 1
                }
            }
            #expect(.now - start < .seconds(15), "not the minute that the call may take")
            #expect(try await states(office) == ["H99.01 waiting"])
            peer.mood.withLock { $0 = .takes }
            try await running([office.workflow.makeDispatcher([office.peer("a", client)])]) {
                try await eventually("another has sent it") { try await states(office) == ["H99.01 sent"] }
            }
            await client.close()
            try await peer.close()
        }
    }

    @Test("raises an alarm over a peer that takes nothing, and over one that is not set up")
    func alarms() async throws {
        try await withOffice({ configuration in
            configuration.exchange.poll = .milliseconds(20)
            configuration.exchange.silence = .milliseconds(500)
        }) { office in
            let people = try await People(office)
            try await office.directory(people)
            let peer = try await MoodyPeer()
            peer.mood.withLock { $0 = .hangsUp }
            _ = try await office.sent(people, to: ["H99.01"])
            try await office.posted(1, of: "H99.18", through: "gone")
            let client = try peer.client()
            let watching = Task { await office.workflow.makeAlarmWatch().run { _ in } }
            try await running([office.workflow.makeDispatcher([office.peer("a", client)])]) {
                try await eventually("both alarms are on") {
                    Set(office.workflow.alarms.active).isSuperset(of: [.peerSilent, .peerMissing])
                }
            }
            try await eventually("both are on record") {
                try await office.count(
                    """
                    SELECT count(*) AS n FROM audit.event WHERE action = 'alarm.raised'
                    AND detail ->> 'alarm' IN ('peer-silent', 'peer-missing')
                    """) == 2
            }
            watching.cancel()
            await watching.value
            await client.close()
            try await peer.close()
        }
    }
}
