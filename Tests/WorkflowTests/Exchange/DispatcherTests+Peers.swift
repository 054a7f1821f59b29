import Exchange
import Foundation
import Postgres
import Records
import Synchronization
import TestOffice
import Testing

@testable import Workflow

/// What becomes of a queue whose peer, worker or service is not as it should be.
extension DispatcherTests {
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

    @Test("sends a recall after the document that it takes back, however long that one is put off")
    func order() async throws {
        try await withQuickOffice { office, people in
            let flow = office.workflow
            let agency = people.clerk.officer.agency
            let worker = UUID()
            let sent = try await office.sent(people, to: ["H99.01"])
            try await office.owner.write { transaction in
                try transaction.execute(Workflow.testEvent)
                try transaction.execute("UPDATE outgoing_envelope SET next_attempt_at = now() + interval '1 hour'")
            }
            let recall = try await flow.followUp(
                .recall, of: sent, reason: "Sai", recipients: ["H99.01"], by: people.clerk)
            try await flow.sendDispatch(recall, seen: 1, by: people.clerk)
            let way = try #require(
                try await office.owner.row("SELECT peer FROM outgoing_envelope LIMIT 1") { try $0["peer"] as String })
            #expect(try await flow.leaseEnvelope(through: way, of: agency, by: worker) == nil)
            try await office.owner.write { transaction in
                try transaction.execute(Workflow.testEvent)
                try transaction.execute(
                    "UPDATE outgoing_envelope SET next_attempt_at = now() WHERE next_attempt_at > now()")
            }
            let first = try #require(try await flow.leaseEnvelope(through: way, of: agency, by: worker))
            #expect(try await flow.leaseEnvelope(through: way, of: agency, by: worker) == nil, "it is on its way")
            try await flow.settle(first, .accepted(receipt: nil), by: worker)
            let second = try #require(try await flow.leaseEnvelope(through: way, of: agency, by: worker))
            #expect(first.id < second.id)
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
