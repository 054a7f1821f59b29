import Foundation
import Postgres
import TestOffice
import Testing

/// Experiments R1 and R2 of the reliability plan, small: 2 000 documents in peace, 600 and more under each fault.
@Suite("Sixteen clerks with one register", .serialized, .oneAtATime)
struct SixteenClerksSlowTests {
    @Test func countFromOneToTwoThousandWithoutAGap() async throws {
        try await withRunningOffice(["CONGVAN_DATABASE_CONNECTIONS": "12"]) { office, house in
            let clerks = Clerks(try await Clerks.hire(for: office, owner: house.ownerConninfo), least: 2000)
            let began = Date()
            try await clerks.work()
            print("2000 documents, \(Int(2000 / -began.timeIntervalSinceNow)) a second")
            #expect(clerks.told.count == 2000)
            #expect(clerks.lostAnswers == 0)
            try await RegisterBook.read(as: house.ownerConninfo).mustAgree(with: clerks)
        }
    }

    @Test func loseNothingWhenTheServiceIsKilledAgainAndAgain() async throws {
        try await withRunningOffice(["CONGVAN_DATABASE_CONNECTIONS": "12"]) { office, house in
            let clerks = Clerks(try await Clerks.hire(for: office, owner: house.ownerConninfo), least: 600)
            try await disturb(clerks, times: 5) {
                try await onThread {
                    try office.kill()
                    try office.start()
                }
            }
            #expect(clerks.lostAnswers > 0, "the faults hit somebody")
            try await RegisterBook.read(as: house.ownerConninfo).mustAgree(with: clerks)
        }
    }

    @Test func loseNothingWhenTheDatabaseIsKilledAgainAndAgain() async throws {
        try await withPrivateCluster { cluster in
            try await serve(RunningOffice(cluster.service, files: cluster.files)) { office in
                let clerks = Clerks(try await Clerks.hire(for: office, owner: cluster.owner), least: 600)
                let service = office.id
                try await disturb(clerks, times: 3) { try await self.killBackend(of: cluster) }
                #expect(clerks.comeBacks > 0, "the faults hit somebody")
                try await RegisterBook.read(as: cluster.owner).mustAgree(with: clerks)
                #expect(office.id == service, "the service lived on")
                try await cluster.mustHaveWholeTrail()
            }
        }
    }

    @Test func loseNothingWhenTheWholeDatabaseServerIsKilledAgainAndAgain() async throws {
        try await withPrivateCluster { cluster in
            try await serve(RunningOffice(cluster.service, files: cluster.files)) { office in
                let clerks = Clerks(try await Clerks.hire(for: office, owner: cluster.owner), least: 600)
                let service = office.id
                try await disturb(clerks, times: 3) {
                    try await onThread {
                        try cluster.kill()
                        try cluster.start()
                    }
                }
                #expect(clerks.comeBacks > 0, "the faults hit somebody")
                try await RegisterBook.read(as: cluster.owner).mustAgree(with: clerks)
                #expect(office.id == service, "the service lived on")
                try await cluster.mustHaveWholeTrail()
            }
        }
    }

    /// Lets the clerks work, and something happen so many times at random moments.
    private func disturb(_ clerks: Clerks, times: Int, _ fault: @escaping @Sendable () async throws -> Void)
        async throws
    {
        try await clerks.work {
            for _ in 0..<times {
                try await Task.sleep(for: .milliseconds(Int.random(in: 200...1500)))
                try await fault()
            }
            // After the last fault everybody must get on with the work.
            let before = clerks.told.count
            try await eventually("work goes on after the faults") {
                clerks.told.count >= before + 50 || !clerks.surprises.isEmpty
            }
        }
        print(
            "\(clerks.told.count) documents, \(clerks.lostAnswers) answers lost, \(clerks.comeBacks) times told to come back"
        )
    }

    /// Kills one process that serves the office; PostgreSQL then ends all of them and recovers.
    private func killBackend(of cluster: PrivateCluster) async throws {
        var id: Int?
        try await eventually("the office is connected") {
            id = try? await asOwner(cluster.owner) { database in
                try await database.row(
                    """
                    SELECT pid FROM pg_stat_activity WHERE usename = 'congvan_service' ORDER BY state <> 'active', random() LIMIT 1
                    """
                ) { try $0["pid"] as Int }
            }
            return id != nil
        }
        if let id { kill(pid_t(id), SIGKILL) }
    }
}
