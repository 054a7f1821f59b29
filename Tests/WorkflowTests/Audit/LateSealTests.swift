import Foundation
import Glibc
import Postgres
import Records
import TestOffice
import Testing

@testable import Workflow

@Suite("A seal that is late", .serialized)
struct LateSealTests {
    @Test("counts from its start for what was there before, and from each round that sealed some of it")
    func backlog() {
        let status = SealStatus(limit: .seconds(60))
        #expect(status.lag == .zero)
        status.begin()
        let year = 365.0 * 86_400
        let start = ContinuousClock.now
        // A million old events, twenty thousand a round.
        for round in 1...50 {
            status.sealed(size: round * 20_000, waiting: year, at: start + .seconds(round * 30))
            #expect(status.lag < .zero, "rounds go on")
        }
        // The same events, and nobody gets on with them.
        let stuck = SealStatus(limit: .milliseconds(50))
        stuck.begin()
        stuck.sealed(size: 0, waiting: year)
        usleep(60_000)
        stuck.sealed(size: 0, waiting: year)
        #expect(stuck.isOverdue)
        // What came later counts from when it came, whatever is sealed before it.
        status.sealed(size: 2_000_000, waiting: 0)
        let late = SealStatus(limit: .milliseconds(50))
        late.begin()
        usleep(100_000)
        for round in 1...5 { late.sealed(size: round, waiting: 0.08) }
        #expect(late.isOverdue)
        late.sealed(size: 6, waiting: 0)
        #expect(!late.isOverdue)
    }

    @Test("is not what a clock of the database says that was set forward")
    func clockSetForward() {
        let status = SealStatus(limit: .seconds(60))
        status.begin()
        usleep(20_000)
        status.sealed(size: 1, waiting: 0)
        usleep(20_000)
        status.sealed(size: 1, waiting: 0.01)
        #expect(status.lag < .seconds(1))
    }

    @Test("because somebody holds its lock stops the acts after the limit, and loses none (A10)")
    func heldLock() async throws {
        try await withOffice({ $0.sealLimit = .seconds(1) }) { office in
            let holder = Database(.init(conninfo: office.ownerConninfo, connections: 1))
            try await stops(office) {
                _ = try await holder.row("SELECT pg_advisory_lock(hashtext('audit.seal')) IS NULL AS none") {
                    try $0["none"] as Bool
                }
            } goOn: {
                await holder.shutdown()
            }
        }
    }

    @Test("because its connection is frozen stops the acts after the limit, and loses none (A10)")
    func frozenBackend() async throws {
        try await withOffice({ $0.sealLimit = .seconds(1) }) { office in
            try await eventually("the sealer is connected") { true }
            var frozen: pid_t?
            try await stops(office) {
                let id = try await office.owner.row(
                    """
                    SELECT pid FROM pg_stat_activity
                    WHERE datname = current_database() AND application_name = 'congvan seal'
                    """
                ) { try $0["pid"] as Int }
                frozen = id.map { pid_t($0) }
                guard let frozen, kill(frozen, SIGSTOP) == 0 else {
                    throw Failed("nobody may stop the sealer's backend")
                }
            } goOn: {
                if let frozen { kill(frozen, SIGCONT) }
            }
        }
    }

    /// Something gets in the way of sealing, and out of it.
    private func stops(
        _ office: TestOffice, _ getInTheWay: () async throws -> Void, goOn: () async throws -> Void
    ) async throws {
        let clerk = try await office.caller("van.thu")
        let sealer = try office.workflow.makeSealer()
        let sealing = Task { await sealer.run { _ in } }
        try await eventually("the seal works") { office.workflow.seal.size > 0 }
        try await getInTheWay()
        var done = 0
        try await eventually("the acts stop") {
            let refused = await refusal { try await office.register("\(done + 1)", by: clerk) }
            if refused == nil { done += 1 } else { #expect(refused == "trail-not-sealed") }
            return refused != nil
        }
        #expect(office.workflow.seal.lag > .seconds(1))
        #expect(await !office.workflow.health().isHealthy)
        try await goOn()
        try await eventually("the acts go on") {
            await refusal { try await office.register("\(done + 1)", by: clerk) } == nil
        }
        try await eventually("everything is sealed") {
            office.workflow.seal.size == (try await office.count("SELECT count(*) AS n FROM audit.event"))
        }
        #expect(try await office.count("SELECT last_number AS n FROM register_year") == done + 1, "there is no gap")
        sealing.cancel()
        await sealing.value
        guard case .whole = try await office.workflow.verifyTrail(by: try await office.caller("kiem.tra")) else {
            Issue.record("the trail is whole")
            return
        }
        await sealer.shutdown()
    }
}
