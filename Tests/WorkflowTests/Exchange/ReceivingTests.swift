import Exchange
import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("Receiving what a peer delivers")
struct ReceivingTests {
    @Test(
        "takes the same envelope in once, a thousand times at once and after a restart, and tells its sender once (R11)"
    )
    func once() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let bytes = try Packet().bytes()
            let last = try await office.lastEvent
            let gate = Gate(places: 8)
            let receipts = try await withThrowingTaskGroup(of: Receipt.self) { group in
                for nth in 0..<1000 {
                    group.addTask { try await gate.pass { try await office.deliver(bytes, as: "m-\(nth)") } }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(receipts.count == 1000 && Set(receipts).count == 1)
            let intake = try #require(receipts.first?.intake)
            let restarted = try Workflow(.init(conninfo: office.conninfo, connections: 2, files: office.folder))
            let delivery = Delivery(
                peer: "truc", messageID: "late", sender: Packet.sender, file: try office.file("goi.edxml", bytes))
            #expect(try await restarted.receiveEnvelope(delivery, for: try await office.home()) == receipts.first)
            await restarted.shutdown()
            #expect(try await office.count("SELECT count(*) AS n FROM intake") == 1)
            #expect(try await office.told(about: intake) == ["01"])
            let view = try await office.workflow.intake(intake, by: people.clerk)
            #expect(view.state == .waiting && view.origin.deliveries == 1001 && view.origin.peer == "truc")
            #expect(view.origin.signature == "none" && view.origin.signatureSentence != nil)
            #expect(view.attachments.map(\.name) == ["15.pdf"] && view.details.subject == "Về việc tập huấn số 15")
            let actions = try await office.events(after: last).map(\.action)
            #expect(actions.filter { $0 == "intake.received" }.count == 1)
            #expect(actions.filter { $0 == "intake.delivered-again" }.count == 1000)
            let events = try await office.events(after: last).filter { $0.action == "intake.received" }
            #expect(events.allSatisfy { $0.channel == "service" && $0.roles == "service" && $0.actor == nil })
        }
    }

    @Test("knows a document again whose carrier wrote its own line into the envelope, or that was registered meanwhile")
    func carriersLine() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let first = try await office.delivered(by: people.clerk)
            let again = try await office.deliver(
                Packet().changed {
                    $0.trace.append(.init(organID: "001.00.20.TT2", at: Date(timeIntervalSince1970: 0)))
                })
            #expect(again.intake == first.intake && again.fault.isEmpty)
            #expect(try await office.count("SELECT count(*) AS n FROM intake") == 1)
            #expect(try await office.workflow.intake(first.intake, by: people.clerk).origin.deliveries == 2)
        }
    }

    @Test("keeps a second document under an identifier that was used among the faulty, and answers it 02, once")
    func identifierTwice() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let first = try await office.deliver(Packet())
            let other = Packet().changed { $0.subject = "Một văn bản khác" }
            let second = try await office.deliver(other)
            #expect(second.fault == "document-id-reused" && second.intake != first.intake)
            #expect(try await office.deliver(other) == second)
            let view = try await office.workflow.intake(try #require(second.intake), by: people.clerk)
            #expect(
                view.state == .faulty && view.origin.deliveries == 2 && view.fault?.vietnamese.contains("vb-15") == true
            )
            #expect(try await office.told(about: try #require(second.intake)) == ["02"])
            #expect(try await office.told(about: try #require(first.intake)) == ["01"])
            #expect(try await office.deliver(Packet()) == first, "the first one is as it was")
            let elsewhere = try await office.deliver(
                other.changed { $0.from = .init(organID: "H01.03", name: "Sở khác") })
            #expect(elsewhere.fault.isEmpty, "another sender counts for itself")
        }
    }

    @Test("refuses an envelope whose sender is not who brought it; it keeps nobody's document out")
    func forged() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let bytes = try Packet().bytes()
            let last = try await office.lastEvent
            let forged = try await office.deliver(bytes, vouching: "H66.06")
            #expect(forged.fault == "forged-sender")
            #expect(try await office.told(about: try #require(forged.intake)).isEmpty, "nobody is told anything")
            let event = try #require(try await office.events(after: last).first)
            #expect(event.summary == "intake.faulty" && event.detail["fault"] == "forged-sender")
            let genuine = try await office.deliver(bytes, vouching: "h01.02")
            #expect(genuine.fault.isEmpty && genuine.intake != forged.intake)
            let view = try await office.workflow.intake(try #require(genuine.intake), by: people.clerk)
            #expect(view.state == .waiting && view.origin.deliveries == 1)
        }
    }

    @Test("tells nobody that a clerk refused a forged envelope, nor by itself whom no transport vouches for")
    func unvouched() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let forged = try #require(try await office.deliver(try Packet().bytes(), vouching: "H66.06").intake)
            try await office.workflow.refuseIntake(forged, reason: "Giả mạo", by: people.clerk)
            #expect(try await office.told(about: forged).isEmpty)
            #expect(try await office.workflow.intake(forged, by: people.clerk).state == .refused)

            _ = try await office.deliver(Packet())
            let other = Packet().changed { $0.subject = "Một văn bản khác" }
            let receipt = try await office.deliver(try other.bytes(), vouching: nil)
            #expect(receipt.fault == "document-id-reused")
            let reused = try #require(receipt.intake)
            #expect(try await office.told(about: reused).isEmpty, "anybody may have put it into the folder")
            try await office.workflow.refuseIntake(reused, reason: "Trùng mã", by: people.clerk)
            #expect(try await office.told(about: reused) == ["02"], "a clerk has looked at it")
        }
    }

    @Test("takes in an envelope to a thousand agencies, and not one that is for others only")
    func thousand() async throws {
        try await withOffice { office in
            let many = Packet().changed { envelope in
                envelope.to = (1...999).map { .init(organID: "H02.\($0)", name: "Cơ quan \($0)") } + envelope.to
            }
            let taken = try await office.deliver(many)
            #expect(taken.fault.isEmpty)
            let others = Packet(id: "vb-16", number: "16").changed { $0.to = [.init(organID: "H02.1", name: "Khác")] }
            let refused = try await office.deliver(others)
            #expect(refused.fault == "recipient")
        }
    }

    @Test("keeps a status message apart from documents, once, with what it says")
    func status() async throws {
        try await withOffice { office in
            let packet = Packet.status("03", of: "ta-gui-1", "Đã vào sổ")
            let first = try await office.deliver(packet)
            #expect(first.intake == nil && first.fault.isEmpty)
            #expect(try await office.deliver(packet) == first)
            let kept = try await office.owner.row(
                """
                SELECT peer || '|' || from_code || '|' || code || '|' || description || '|' || about_document_code || '|'
                    || about_reference || '|' || deliveries AS line FROM exchange_status_received
                """
            ) { try $0["line"] as String }
            #expect(kept == "truc|H01.02|03|Đã vào sổ|ta-gui-1|7/HPN|2")
            #expect(try await office.count("SELECT count(*) AS n FROM intake") == 0)
            #expect(try await office.deliver(try packet.bytes(), vouching: "H66.06").fault == "forged-sender")
        }
    }

    @Test("keeps every hostile envelope with the verdict of the table, and serves on", .enabled(if: TestData.isPresent))
    func hostile() async throws {
        try await withOffice { office in
            let clerk = try await office.registrar(of: "000.00.00.H41")
            let agency = Agency(id: clerk.officer.agency, code: "000.00.00.H41", name: "H41")
            var seen: Set<Int> = []
            for expectation in try HostileIntakeTests.expectations() {
                let bytes = try TestData.bytes("hostile-envelopes/" + expectation.file)
                let delivery = Delivery(
                    peer: "truc", messageID: expectation.file, sender: nil, file: try office.file("x.edxml", bytes))
                let receipt = try await office.workflow.receiveEnvelope(delivery, for: agency)
                // Many of them are made from one document, and so repeat its identifier.
                let outcome = receipt.fault.isEmpty || receipt.fault == "document-id-reused" ? "accept" : receipt.fault
                #expect(expectation.allows(outcome), "\(expectation): \(outcome)")
                // Some say the same in other bytes: that is the same document.
                if let intake = receipt.intake, seen.insert(intake).inserted {
                    try await office.keeps(bytes, of: intake)
                }
                #expect(try await office.workflow.receiveEnvelope(delivery, for: agency) == receipt)
            }
            #expect(seen.count > 40)
            #expect(await office.workflow.health().isHealthy)
            let left = try FileManager.default.contentsOfDirectory(atPath: office.folder + "/incoming")
            #expect(left.isEmpty, "\(left)")
        }
    }
}
