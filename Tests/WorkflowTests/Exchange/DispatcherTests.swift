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
    func withQuickOffice(_ test: @escaping (TestOffice, People) async throws -> Void) async throws {
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
    func running(_ dispatchers: [Dispatcher], _ test: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for dispatcher in dispatchers { group.addTask { await dispatcher.run { _ in } } }
            try await test()
            for dispatcher in dispatchers { dispatcher.stop() }
        }
    }

    func someFault() throws -> ExchangeError {
        do throws(ExchangeError) { _ = try Peer("nowhere") } catch { return error }
        throw Failed("there is no fault")
    }

    func states(_ office: TestOffice) async throws -> [String] {
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
}
