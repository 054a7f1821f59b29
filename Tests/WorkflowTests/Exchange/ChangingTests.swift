import Exchange
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("A sender that changes or replaces its document")
struct ChangingTests {
    private static func update() -> Packet {
        var packet = Packet(.update, reason: "Sửa trích yếu").changed {
            $0.subject = "Về việc hội nghị"
            $0.priority = 2
            $0.signer = nil
        }
        packet.files.append(("phu luc.pdf", Array("%PDF-1.4 phụ lục".utf8)))
        return packet
    }

    private static func replacement() -> Packet {
        Packet(.replace, id: "vb-99", number: "99", reason: "Thay thế").changed {
            $0.business?.replacements = [.init(documentID: "vb-15", organIDs: ["h99.18"])]
        }
    }

    @Test("updates a registered document: what it says now, with what it said before on record and the files added")
    func update() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let (_, id) = try await office.delivered(by: people.clerk)
            _ = try await flow.assign(
                id, AssignmentOrder(lead: people.specialistA.asAssignee), seen: 1, by: people.leader)
            let request = try #require(try await office.deliver(Self.update()).intake)
            #expect(
                await refusal {
                    try await flow.registerIncoming(
                        Registration(
                            details: try await flow.intake(request, by: people.clerk).details, intake: request,
                            acknowledgeDuplicates: true), by: people.clerk)
                } == "request-unanswered")
            #expect(try await flow.acceptRequest(request, seen: 2, by: people.clerk) == false)
            let view = try await flow.incoming(id, by: people.specialistA)
            #expect(
                view.details.subject == "Về việc hội nghị" && view.details.urgency == .veryUrgent && view.version == 3)
            #expect(view.details.signerName == "Nguyễn Văn Mẫu", "what is left out stays")
            #expect(view.closing == nil && view.assignments.map(\.state) == [.open])
            #expect(Set(view.attachments.map(\.name)) == ["15.pdf", "phu luc.pdf"])
            #expect(try await office.found("hoi nghi", by: people.clerk) == [id])
            #expect(try await office.found("tap huan", by: people.clerk).isEmpty)
            let before = try await office.owner.row(
                "SELECT details ->> 'subject' AS s FROM incoming_version WHERE document_id = \(id) AND version = 2 AND intake_id = \(request)"
            ) { try $0["s"] as String }
            #expect(before == "Về việc tập huấn số 15")
            #expect(try await office.told(about: request) == ["01", "15"])
            #expect(try await flow.work(.lead, by: people.specialistA).items.map(\.summary.urgency) == [.veryUrgent])
        }
    }

    @Test("takes the place of a document that was not registered yet, and is registered instead of it")
    func updateOfWaiting() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let intake = try #require(try await office.deliver(Packet()).intake)
            let request = try #require(try await office.deliver(Self.update()).intake)
            #expect(try await flow.acceptRequest(request, by: people.clerk))
            #expect(try await flow.intake(intake, by: people.clerk).state == .replaced)
            let details = try await flow.intake(request, by: people.clerk).details
            let entry = try await flow.registerIncoming(
                Registration(details: details, intake: request), by: people.clerk)
            #expect(try await flow.incoming(entry.document, by: people.clerk).details.subject == "Về việc hội nghị")
            #expect(try await office.told(about: request) == ["01", "15", "03"])
            // What comes afterwards is about the one in force.
            let recall = try #require(try await office.deliver(RecallTests.recall()).intake)
            _ = try await flow.acceptRequest(recall, by: people.clerk)
            #expect(try await flow.incoming(entry.document, by: people.clerk).closing?.mark == .withdrawn)
        }
    }

    @Test("closes what is replaced, and waits for the register itself")
    func replacement() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let (_, old) = try await office.delivered(by: people.clerk)
            let request = try #require(try await office.deliver(Self.replacement()).intake)
            #expect(try await flow.intake(request, by: people.clerk).request?.concerned.map(\.entry?.document) == [old])
            #expect(try await flow.acceptRequest(request, by: people.clerk))
            #expect(try await flow.incoming(old, by: people.clerk).closing?.mark == .replaced)
            let details = try await flow.intake(request, by: people.clerk).details
            let entry = try await flow.registerIncoming(
                Registration(details: details, intake: request), by: people.clerk)
            #expect(entry.number == 2)
            #expect(try await office.told(about: request) == ["01", "15", "03"])
            #expect(try await flow.incoming(entry.document, by: people.clerk).closing == nil)
        }
    }

    @Test("is kept whatever comes first, and is answered in order once all is there", arguments: 0..<6)
    func everyOrder(nth: Int) async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
            let packets = [Packet(), Self.update(), RecallTests.recall()]
            var intakes: [Int: Int] = [:]
            for (place, which) in orders[nth].enumerated() {
                let receipt = try await office.deliver(packets[which])
                #expect(receipt.fault.isEmpty)
                intakes[which] = receipt.intake
                let listed = try await flow.intakes(.waiting, by: people.clerk).items
                #expect(listed.count == place + 1)
                let hasCome = intakes[0] != nil
                #expect(listed.allSatisfy { $0.business == .new || $0.isParked == !hasCome })
            }
            let update = try #require(intakes[1])
            let recall = try #require(intakes[2])
            #expect(try await flow.acceptRequest(update, by: people.clerk))
            #expect(try await flow.acceptRequest(recall, by: people.clerk) == false)
            let states = [intakes[0], intakes[1], intakes[2]].compactMap(\.self)
            var found: [Intake.State] = []
            for intake in states { found.append(try await flow.intake(intake, by: people.clerk).state) }
            #expect(found == [.replaced, .withdrawn, .accepted])
            for (which, told) in [(0, ["01"]), (1, ["01", "15"]), (2, ["01", "15"])] {
                #expect(try await office.told(about: try #require(intakes[which])) == told)
            }
        }
    }

    @Test("that never came is registered as a document of its own")
    func alone() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let request = try #require(try await office.deliver(Self.update()).intake)
            let view = try await office.workflow.intake(request, by: people.clerk)
            #expect(view.request?.isParked == true)
            let entry = try await office.workflow.registerIncoming(
                Registration(details: view.details, intake: request), by: people.clerk)
            #expect(entry.number == 1)
            #expect(try await office.told(about: request) == ["01", "03"])
            let recall = try #require(try await office.deliver(RecallTests.recall()).intake)
            #expect(
                await refusal {
                    try await office.workflow.registerIncoming(
                        Registration(details: view.details, intake: recall, acknowledgeDuplicates: true),
                        by: people.clerk)
                } == "request-unanswered", "a recall is never a document")
        }
    }
}
