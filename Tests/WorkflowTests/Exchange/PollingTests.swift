import Exchange
import Foundation
import Postgres
import Records
import Synchronization
import TestOffice
import Testing

@testable import Workflow

@Suite("Asking a peer for what waits")
struct PollingTests {
    private func drop(_ bytes: [UInt8], as name: String, in spool: String) throws {
        try Data(bytes).write(to: URL(filePath: "\(spool)/in/\(name).edxml"))
    }

    private func waiting(_ spool: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: spool + "/in").sorted()
    }

    @Test("takes in what it has, faulty or not, and lets it forget that; one that cannot be fetched holds nothing up")
    func round() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let spool = office.folder + "-spool"
            defer { try? FileManager.default.removeItem(atPath: spool) }
            var limits = SpoolFolder.Limits()
            limits.settledSeconds = 0
            let peer = ExchangePeer(
                name: "thu-muc", agency: "H99.18", transport: try SpoolFolder(spool, limits: limits))
            try drop(try Packet().bytes(), as: "b-document", in: spool)
            try drop(Array("không phải XML".utf8), as: "c-rubbish", in: spool)
            try drop(try Packet(id: "vb-16", number: "16").bytes(), as: "d-document", in: spool)
            // Its name says that it has other bytes: it is never whole.
            let poison = "a-poison.\(String(repeating: "0", count: 64))"
            try drop(Array("dở dang".utf8), as: poison, in: spool)

            let receiving = office.workflow.makeReceiving(from: [peer])
            let faults = try await receiving.round(peer).faults
            #expect(faults.count == 1 && faults[0].hasPrefix("a-poison"), "\(faults)")
            #expect(try waiting(spool) == ["\(poison).edxml"])
            let intakes = try await office.workflow.intakes(.waiting, by: people.clerk).items
            #expect(Set(intakes.map(\.reference.description)) == ["15/SNV-VP", "16/SNV-VP"])
            #expect(intakes.allSatisfy { $0.peer == "thu-muc" })
            #expect(try await office.workflow.intakes(.faulty, by: people.clerk).items.count == 1)
            #expect(try await receiving.round(peer).faults.isEmpty, "what failed is not asked for again at once")

            // The receipt was lost: it is there again, and is known.
            try drop(try Packet().bytes(), as: "e-again", in: spool)
            #expect(try await receiving.round(peer).faults.isEmpty)
            #expect(try await office.count("SELECT count(*) AS n FROM intake WHERE state = 'waiting'") == 2)
            #expect(try await office.count("SELECT count(*) AS n FROM intake WHERE deliveries = 2") == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: office.folder + "/incoming").isEmpty)
            let nobody = ExchangePeer(name: "khac", agency: "H00.00", transport: peer.transport)
            #expect(try await receiving.round(nobody).faults.first?.contains("H00.00") == true)
        }
    }

    @Test("leaves with a peer what it refuses to give, whatever code it says, and has an alarm raised; it comes later")
    func refusedToGive() async throws {
        try await withOffice { office in
            let axis = try await MoodyPeer()
            for code in 18...23 { axis.parcels.withLock { $0["p-\(code)"] = .refused(code: "\(code)") } }
            let client = try axis.client()
            let peer = office.peer("truc", client)
            let last = try await office.lastEvent
            #expect(try await office.workflow.makeReceiving(from: [peer]).round(peer).faults.count == 6)
            #expect(axis.acknowledged.withLock { $0 }.isEmpty && axis.parcels.withLock { $0.count } == 6)
            #expect(try await office.events(after: last).isEmpty)
            let peers = office.workflow.peers
            #expect(peers.holding(for: .seconds(3600)).isEmpty)
            #expect(peers.holding(for: .seconds(3600), at: Date() + 3700) == ["truc"])
            #expect(peers.all["truc"]?.holdsFor?.english.contains("khong lay duoc") == true)

            for code in 18...23 {
                let packet = Packet(id: "vb-\(code)", number: "\(code)")
                try axis.parcels.withLock { $0["p-\(code)"] = .envelope(try packet.bytes()) }
            }
            // As after a restart: what failed is tried at once.
            #expect(try await office.workflow.makeReceiving(from: [peer]).round(peer).faults.isEmpty)
            #expect(Set(axis.acknowledged.withLock { $0 }) == Set((18...23).map { "p-\($0) done" }))
            #expect(try await office.count("SELECT count(*) AS n FROM intake WHERE state = 'waiting'") == 6)
            #expect(peers.holding(for: .zero, at: Date() + 3700).isEmpty)
            await client.close()
            try await axis.close()
        }
    }

    @Test("gives up what is too large to be taken, with what it was on record")
    func tooLarge() async throws {
        try await withOffice { office in
            let axis = try await MoodyPeer()
            axis.parcels.withLock { $0["p-1"] = .envelope([UInt8](repeating: 65, count: 5000)) }
            let client = try axis.client(largest: 4000)
            let peer = office.peer("truc", client)
            let last = try await office.lastEvent
            #expect(try await office.workflow.makeReceiving(from: [peer]).round(peer).faults.isEmpty)
            #expect(axis.acknowledged.withLock { $0 } == ["p-1 fail"])
            let event = try #require(try await office.events(after: last).first)
            #expect(event.summary == "intake.faulty" && event.detail["fault"] == "too-large")
            #expect(event.detail["message"] == "p-1" && event.detail["sender"] == Packet.sender)
            #expect(event.detail["sha256"] != nil)
            await client.close()
            try await axis.close()
        }
    }

    @Test("counts nothing against a parcel while the trail is not sealed")
    func trailNotSealed() async throws {
        try await withOffice({ $0.sealLimit = .milliseconds(1) }) { office in
            let axis = try await MoodyPeer()
            axis.parcels.withLock { $0["p-1"] = .envelope((try? Packet().bytes()) ?? []) }
            let client = try axis.client()
            let peer = office.peer("truc", client)
            let receiving = office.workflow.makeReceiving(from: [peer])
            office.workflow.seal.begin()
            try await Task.sleep(for: .milliseconds(20))
            #expect(office.workflow.seal.isOverdue)
            await #expect(throws: WorkflowError.self) { try await receiving.round(peer) }
            #expect(office.workflow.peers.all["truc"]?.holdsSince == nil)
            await client.close()
            try await axis.close()
        }
    }

    @Test("remembers what failed in bounded memory, and forgets what the peer has no more")
    func troubles() {
        var troubles = ParcelTroubles()
        let first = Date(timeIntervalSince1970: 0)
        troubles.failed("a", at: first)
        for number in 0..<5000 { troubles.failed("p-\(number)") }
        #expect(troubles.count == ParcelTroubles.most && troubles.since == first)
        #expect(!troubles.isDue("a") && troubles.isDue("p-4999"), "beyond that it is tried each time")
        troubles.keep(only: ["a", "p-1"])
        #expect(troubles.count == 2)
        troubles.gotIn("a")
        troubles.gotIn("p-1")
        #expect(troubles.count == 0 && troubles.since == nil && troubles.isDue("a"))
    }
}
