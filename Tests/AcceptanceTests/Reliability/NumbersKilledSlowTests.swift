import Foundation
import TestOffice
import Testing

@Suite("Sixteen clerks who give numbers", .serialized, .oneAtATime)
struct NumbersKilledSlowTests {
    private static let documents = 2000

    @Test("lose none, give none twice and leave no gap while the service and the database are killed")
    func killed() async throws {
        try await withPrivateCluster { cluster in
            try await serve(RunningOffice(cluster.service, files: cluster.files)) { office in
                let programs = try await Clerks.hire(for: office, owner: cluster.owner)
                let leader = try await Program.signedIn("chu.tich", to: office)
                let first = try await SignedDocuments.one(by: programs[0], leader)
                let waiting = try await SignedDocuments.many(Self.documents, like: first, owner: cluster.owner)
                try #require(waiting.count == Self.documents)

                let clerks = Clerks(
                    programs, .numbering(waiting, seen: SignedDocuments.version), least: Self.documents)
                try await clerks.work { try await self.disturb(clerks, office, cluster) }
                print("\(clerks.lostAnswers) answers lost, \(clerks.comeBacks) times told to come back")
                #expect(clerks.lostAnswers > 0, "the faults hit somebody")
                #expect(clerks.told.count == Self.documents)
                let given = try await GivenNumbers.read(as: cluster.owner)
                given.mustAgree(with: clerks)
                try await self.proves(given, cluster)
                try await cluster.mustHaveWholeTrail()
            }
        }
    }

    /// Kills the service and PostgreSQL, one or the other or both, while there is much to do: at moments that chance chooses.
    private func disturb(_ clerks: Clerks, _ office: RunningOffice, _ cluster: PrivateCluster) async throws {
        for fault in 0..<6 {
            let before = clerks.told.count
            // Some get their numbers between two faults, however slow the machine is.
            try await eventually("numbers are given again") {
                clerks.told.count > before + 20 || !clerks.surprises.isEmpty
            }
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...700)))
            guard clerks.told.count < Self.documents - 100, clerks.surprises.isEmpty else { return }
            try await onThread {
                if fault % 3 != 1 { try office.kill() }
                if fault % 3 != 0 {
                    try cluster.kill()
                    try cluster.start()
                }
                if fault % 3 != 1 { try office.start() }
            }
        }
    }

    /// What the office says itself about its numbers.
    private func proves(_ given: GivenNumbers, _ cluster: PrivateCluster) async throws {
        let command = [
            try RunningOffice.program, "register", "proof", "--as", "van.thu", "--database", cluster.service, "--files",
            cluster.files, "\(given.year)",
        ]
        let proof = try await onThread { try ChildProcess.run(command) }
        #expect(proof.ending == .exited(0), "\(proof.output)")
        #expect(
            proof.output.contains("\(Self.documents) given, \(Self.documents) in force, 0 cancelled"),
            "\(proof.output)")
        #expect(proof.output.contains(" 0 missing."), "\(proof.output)")
    }
}
