import Postgres
import Records
import TestOffice
import Testing

@testable import Workflow

@Suite("A database that went back")
struct ForkAlarmTests {
    @Test("is an alarm and an event, once, for as long as it is there")
    func forked() async throws {
        try await withOffice { office in
            let clerk = try await office.caller("van.thu")
            let sealer = try office.workflow.makeSealer()
            let sealing = Task { await sealer.run { _ in } }
            try await eventually("the seal works") { office.workflow.seal.size > 0 }
            _ = try await office.register(by: clerk)
            let all = try await office.count("SELECT count(*) AS n FROM audit.event")
            try await eventually("everything is sealed") { office.workflow.seal.size >= all }
            // What only a superuser can: the triggers are silent.
            try await office.owner.write { transaction in
                try transaction.execute("SET LOCAL session_replication_role = replica")
                try transaction.execute("DELETE FROM audit.checkpoint WHERE size >= \(all)")
            }
            let watch = office.workflow.makeAlarmWatch()
            let watching = Task { await watch.run { _ in } }
            try await eventually("the alarm") { office.workflow.alarms.active.contains(.trailForked) }
            try await eventually("it is on record") {
                try await office.count("SELECT count(*) AS n FROM audit.event WHERE action = 'audit.forked'") == 1
            }
            try await Task.sleep(for: .seconds(3))
            #expect(office.workflow.seal.isForked && office.workflow.alarms.active.contains(.trailForked))
            #expect(try await office.count("SELECT count(*) AS n FROM audit.event WHERE action = 'audit.forked'") == 1)
            let raised: SQL =
                """
                SELECT count(*) AS n FROM audit.event
                WHERE action = 'alarm.raised' AND detail ->> 'alarm' = 'trail-forked' AND agency_id IS NULL
                """
            #expect(try await office.count(raised) == 1)
            sealing.cancel()
            watching.cancel()
            _ = await (sealing.value, watching.value)
            await sealer.shutdown()
        }
    }
}
