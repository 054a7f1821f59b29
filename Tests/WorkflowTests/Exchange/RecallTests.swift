import Exchange
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("A sender that takes its document back")
struct RecallTests {
    static func recall(_ reason: String = "Gửi nhầm") -> Packet { Packet(.recall, reason: reason) }

    @Test("withdraws it everywhere: lists, page, search, dossier, work; its number and trail stay, and work ends")
    func everywhere() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let (_, id) = try await office.delivered(by: people.clerk)
            _ = try await flow.assign(
                id, AssignmentOrder(lead: people.specialistA.asAssignee, informed: [people.headB.asAssignee]), seen: 1,
                by: people.leader)
            let request = try #require(try await office.deliver(Self.recall()).intake)
            let asked = try await flow.intake(request, by: people.clerk)
            #expect(asked.request?.reason == "Gửi nhầm" && asked.request?.concerned.map(\.entry?.document) == [id])
            #expect(try await flow.incoming(id, by: people.clerk).pending.map(\.intake) == [request])

            let last = try await office.lastEvent
            #expect(try await flow.acceptRequest(request, seen: 2, by: people.clerk) == false)
            #expect(try await office.told(about: request) == ["01", "15"])
            let actions = try await office.events(after: last).map(\.summary)
            #expect(actions == ["intake.request-accepted", "incoming.withdrawn"])

            let view = try await flow.incoming(id, by: people.specialistA)
            #expect(view.closing?.mark == .withdrawn && view.closing?.request == request && view.pending.isEmpty)
            #expect(view.number == 1 && view.assignments.allSatisfy { $0.state == .closed })
            #expect(view.actions.allSatisfy { !$0.allowed }, "nothing more is done with it")
            #expect(
                try await flow.incomingList(IncomingFilter(), by: people.clerk).items.map(\.closing) == [.withdrawn])
            var search = IncomingFilter()
            search.text = "tap huan"
            #expect(try await flow.incomingList(search, by: people.leader).items.map(\.closing) == [.withdrawn])
            #expect(try await flow.work(.lead, by: people.specialistA).items.isEmpty)
            #expect(try await flow.work(.informed, by: people.headB).items.isEmpty)
            let refused = await refusal {
                try await flow.assign(id, AssignmentOrder(lead: people.unitB), seen: 3, by: people.leader)
            }
            #expect(refused == "closed")
            #expect(try await office.count("SELECT count(*) AS n FROM audit.event WHERE document_id = \(id)") > 5)
        }
    }

    @Test("leaves the tray of what is to be decided, and stands with its mark in the dossier it was filed in")
    func traysAndDossiers() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let (_, waiting) = try await office.delivered(by: people.clerk)
            #expect(try await flow.work(.decide, by: people.leader).items.count == 1)
            let (_, filed) = try await office.delivered(Packet(id: "vb-16", number: "16"), by: people.clerk)
            _ = try await flow.assign(
                filed, AssignmentOrder(lead: people.specialistA.asAssignee), seen: 1, by: people.leader)
            let done = try await flow.complete(filed, result: "Xong", seen: 2, by: people.specialistA)
            let dossier = try await flow.openDossier(DossierPlan("01"), by: people.clerk)
            _ = try await flow.file(filed, in: dossier, seen: done, by: people.clerk)
            for (id, number) in [("vb-15", "15"), ("vb-16", "16")] {
                let request = try await office.deliver(Packet(.recall, id: id, number: number)).intake
                _ = try await flow.acceptRequest(try #require(request), by: people.clerk)
            }
            #expect(try await flow.work(.decide, by: people.leader).items.isEmpty)
            #expect(try await flow.workCounts(by: people.leader).boxes[.decide] == 0)
            let shown = try await flow.dossier(dossier, by: people.clerk).documents.map(\.summary)
            #expect(
                shown.map(\.id) == [filed] && shown.map(\.closing) == [.withdrawn] && shown.map(\.state) == [.archived])
            #expect(try await flow.incoming(waiting, by: people.leader).closing?.mark == .withdrawn)
        }
    }

    @Test("discards what was not registered yet, and a recall that comes again is the same recall")
    func waiting() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let intake = try #require(try await office.deliver(Packet()).intake)
            let first = try await office.deliver(Self.recall())
            let request = try #require(first.intake)
            #expect(try await flow.intake(intake, by: people.clerk).pending.map(\.business) == [.recall])
            _ = try await flow.acceptRequest(request, by: people.clerk)
            let view = try await flow.intake(intake, by: people.clerk)
            #expect(view.state == .withdrawn && view.reason == "Gửi nhầm")
            #expect(
                await refusal {
                    try await flow.registerIncoming(
                        Registration(details: view.details, intake: intake), by: people.clerk)
                } == "not-waiting")
            #expect(try await office.deliver(Self.recall()) == first, "replayed, it is known")
            #expect(try await flow.intake(request, by: people.clerk).state == .accepted)
            #expect(try await office.told(about: request) == ["01", "15"])
            #expect(await refusal { try await flow.acceptRequest(request, by: people.clerk) } == "not-waiting")
            // Another message that asks the same again is answered again, and changes nothing.
            let again = try #require(try await office.deliver(Self.recall("Nhắc lại")).intake)
            #expect(try await flow.acceptRequest(again, by: people.clerk) == false)
            #expect(try await office.told(about: again) == ["01", "15"])
        }
    }

    @Test("may ask by a status message, as some peers do, that names the document by number and date")
    func byStatus() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let (_, id) = try await office.delivered(by: people.clerk)
            let packet = Packet.status("13", of: "H01.02,2026-11-01,15/SNV-VP", "Lấy lại").changed {
                $0.responseFor[0].code = "15/SNV-VP"
                $0.responseFor[0].promulgatedOn = Day("2026-11-01")
            }
            let request = try #require(try await office.deliver(packet).intake)
            let view = try await office.workflow.intake(request, by: people.clerk)
            #expect(view.origin.business == .recall && view.request?.reason == "Lấy lại")
            #expect(view.request?.concerned.map(\.entry?.document) == [id])
            _ = try await office.workflow.acceptRequest(request, by: people.clerk)
            #expect(try await office.workflow.incoming(id, by: people.clerk).closing?.mark == .withdrawn)
        }
    }

    @Test("cannot take back another sender's document, nor one that has not come")
    func others() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let (_, id) = try await office.delivered(by: people.clerk)
            let foreign = Self.recall().changed { $0.from = .init(organID: "H66.06", name: "Kẻ khác") }
            let request = try #require(try await office.deliver(foreign).intake)
            #expect(try await office.workflow.intake(request, by: people.clerk).request?.isParked == true)
            #expect(
                await refusal { try await office.workflow.acceptRequest(request, by: people.clerk) } == "request-parked"
            )
            #expect(try await office.workflow.incoming(id, by: people.clerk).closing == nil)
        }
    }

    @Test("is declined with a reason that it is told, and then the document stays")
    func declined() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let (_, id) = try await office.delivered(by: people.clerk)
            let request = try #require(try await office.deliver(Self.recall()).intake)
            try await office.refuses("fields: reason required", "intake.discarded", of: people.clerk) {
                try await office.workflow.refuseIntake(request, reason: " ", by: people.clerk)
            }
            let last = try await office.lastEvent
            try await office.workflow.refuseIntake(request, reason: "Đã xử lý xong", by: people.clerk)
            #expect(try await office.events(after: last).map(\.summary) == ["intake.request-declined"])
            #expect(try await office.told(about: request) == ["01", "16"])
            #expect(try await office.workflow.incoming(id, by: people.clerk).closing == nil)
            #expect(
                await refusal { try await office.workflow.acceptRequest(request, by: people.clerk) } == "not-waiting")
        }
    }

    @Test("is answered by registrars of the agency alone, and once when two of them press at once")
    func rights() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let (_, id) = try await office.delivered(by: people.clerk)
            let request = try #require(try await office.deliver(Self.recall()).intake)
            for person in [people.leader, people.headA, people.specialistA, people.auditor, people.administrator] {
                try await office.refuses("not-in-role", "intake.request-accepted", of: person) {
                    try await office.workflow.acceptRequest(request, by: person)
                }
            }
            try await office.refuses("not-found", "intake.request-accepted", of: people.foreignClerk) {
                try await office.workflow.acceptRequest(request, by: people.foreignClerk)
            }
            try await office.refuses("stale", "intake.request-accepted", of: people.clerk) {
                try await office.workflow.acceptRequest(request, seen: 7, by: people.clerk)
            }
            let outcomes = await withTaskGroup(of: String?.self) { group in
                for clerk in [people.clerk, people.clerk2] {
                    group.addTask { await refusal { try await office.workflow.acceptRequest(request, by: clerk) } }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 == nil }.count == 1 && outcomes.contains("not-waiting"), "\(outcomes)")
            #expect(try await office.workflow.incoming(id, by: people.clerk).version == 2)
        }
    }
}
