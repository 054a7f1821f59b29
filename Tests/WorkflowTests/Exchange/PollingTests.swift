import Exchange
import Foundation
import Postgres
import Records
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
}
