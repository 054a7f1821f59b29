import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("Assigning a document")
struct AssigningTests {
    @Test("names a lead, who helps and who is to know, in one step")
    func assigns() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.register(by: people.clerk)
            let deadline = Day(in: .now).adding(days: 7)
            let order = AssignmentOrder(
                lead: people.unitA, support: [people.specialistB.asAssignee], informed: [people.headB.asAssignee],
                deadline: deadline, instruction: "  Tham mưu  ")
            let last = try await office.lastEvent
            #expect(try await flow.assign(id, order, seen: 1, by: people.leader) == 2)

            let events = try await office.events(after: last)
            #expect(events.map(\.summary) == ["incoming.assigned"])
            let event = try #require(events.first)
            #expect(
                event.isOf(people.leader) && event.object == "incoming/\(id)" && event.document == id
                    && event.version == 2)
            #expect(
                event.detail == [
                    "from": "received", "to": "assigned", "lead": "\(people.unitA)", "support": "1", "informed": "1",
                    "deadline": "\(deadline)",
                ])

            let view = try await flow.incoming(id, by: people.leader)
            #expect(view.state == .assigned && view.version == 2)
            #expect(
                view.assignments.map { "\($0.assigneeName): \($0.role) \($0.state) \($0.level)" } == [
                    "Ban A: lead open 0", "Vũ Thị Bích: support open 0", "Bùi Thị Bình: informed open 0",
                ])
            #expect(
                view.assignments.map(\.deadline) == [deadline, deadline, nil], "who is only to know has no deadline")
            #expect(
                view.assignments.allSatisfy {
                    $0.instruction == "Tham mưu" && $0.assignedBy == "Nguyễn Thị Lan" && !$0.isLate
                })
        }
    }

    @Test("anew takes back what was decided before, and what was handed on from it")
    func anew() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.assigned(people)
            _ = try await office.workflow.assign(id, AssignmentOrder(lead: people.unitB), seen: 3, by: people.leader)
            let view = try await office.workflow.incoming(id, by: people.leader)
            #expect(
                view.assignments.map { "\($0.assigneeName) \($0.state) \($0.level)" } == [
                    "Ban A withdrawn 0", "Đỗ Thị Ánh withdrawn 1", "Ban B withdrawn 0", "Ban B open 0",
                ])
            #expect(await refusal { try await office.workflow.incoming(id, by: people.specialistA) } == "not-found")
        }
    }

    @Test("within a unit is for its head, and for people of the unit only")
    func handingOn() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.register(by: people.clerk)
            _ = try await flow.assign(
                id, AssignmentOrder(lead: people.unitA, support: [people.unitB]), seen: 1, by: people.leader)
            let outside = AssignmentOrder(
                lead: people.specialistB.asAssignee, support: [people.unitA], informed: [people.leader.asAssignee])
            let expected = "fields: lead not-of-your-unit, support not-of-your-unit, informed not-of-your-unit"
            try await office.refuses(expected, "incoming.assigned", of: people.headA) {
                try await flow.assign(id, outside, seen: 2, by: people.headA)
            }
            #expect(
                try await flow.assign(
                    id, AssignmentOrder(lead: people.specialistA.asAssignee), seen: 2, by: people.headA) == 3)
            #expect(
                try await flow.assign(
                    id, AssignmentOrder(lead: people.specialistB.asAssignee), seen: 3, by: people.headB) == 4)
            let work = try await flow.incoming(id, by: people.leader).assignments
            #expect(
                work.map { "\($0.assigneeName) \($0.level)" } == [
                    "Ban A 0", "Đỗ Thị Ánh 1", "Ban B 0", "Vũ Thị Bích 1",
                ])
        }
    }

    @Test("refuses people and units of another agency, who are gone, or who may not handle documents")
    func strangers() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.register(by: people.clerk)
            let foreignUnit = Assignee.unit(try await office.unit("Phòng Khác"))
            try await office.workflow.setActive(of: "chuyen.b", false, by: people.administrator)
            let order = AssignmentOrder(
                lead: people.foreignClerk.asAssignee, support: [foreignUnit, people.specialistB.asAssignee],
                informed: [people.auditor.asAssignee, people.administrator.asAssignee, .officer(999_999)])
            let expected =
                "fields: lead not-of-this-agency, "
                + Array(repeating: "support not-of-this-agency", count: 2).joined(separator: ", ")
                + ", " + Array(repeating: "informed not-of-this-agency", count: 3).joined(separator: ", ")
            try await office.refuses(expected, "incoming.assigned", of: people.leader) {
                try await office.workflow.assign(id, order, seen: 1, by: people.leader)
            }
        }
    }

    @Test("refuses a deadline in the past, somebody twice and no lead, all at once")
    func faults() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.register(by: people.clerk)
            let order = AssignmentOrder(
                lead: nil, support: [people.unitB, people.unitB], informed: [people.unitB],
                deadline: Day(in: .now).adding(days: -1))
            try await office.refuses(
                "fields: lead required, support chosen-twice, informed chosen-twice, deadline too-early",
                "incoming.assigned",
                of: people.leader
            ) {
                try await office.workflow.assign(id, order, seen: 1, by: people.leader)
            }
        }
    }

    @Test("refuses text that cannot be kept, in every act that takes one")
    func impossibleText() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let text = "a\u{0}b"
            let id = try await office.register(by: people.clerk)
            let order = AssignmentOrder(lead: people.specialistA.asAssignee, instruction: text)
            #expect(
                await refusal { try await flow.assign(id, order, seen: 1, by: people.leader) }
                    == "fields: instruction control-characters")
            _ = try await flow.assign(
                id, AssignmentOrder(lead: people.specialistA.asAssignee), seen: 1, by: people.leader)
            #expect(
                await refusal { try await flow.reportProgress(id, text: text, by: people.specialistA) }
                    == "fields: text control-characters")
            #expect(
                await refusal { try await flow.complete(id, result: text, seen: 2, by: people.specialistA) }
                    == "fields: result control-characters")
            _ = try await flow.complete(id, result: "xong\n\tnhé", seen: 2, by: people.specialistA)
            #expect(
                await refusal { try await flow.reopen(id, reason: text, seen: 3, by: people.leader) }
                    == "fields: reason control-characters")
            #expect(
                await refusal { try await flow.openDossier(DossierPlan(text, text), by: people.clerk) }
                    == "fields: code control-characters, title control-characters")
            let intake = try await flow.takeIn(try office.file(text, [65]), by: people.clerk)
            #expect(
                await refusal { try await flow.refuseIntake(intake.id, reason: text, by: people.clerk) }
                    == "fields: reason control-characters")
            #expect(try await flow.dossiers(matching: text, by: people.clerk).items.isEmpty)
            var filter = IncomingFilter()
            filter.text = text
            #expect(try await flow.incomingList(filter, by: people.clerk).items.isEmpty)
            let origin = Origin(channel: .web, source: "192.0.2.7")
            #expect(
                await refusal { try await flow.signIn(login: text, password: text, from: origin, kind: .web) }
                    == "sign-in-refused")
            #expect(try await flow.session(token: String(repeating: text, count: 10), from: origin) == nil)
        }
    }
}
