import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("Working on a document")
struct WorkingTests {
    @Test("is reported with a note and files, and the report is on record")
    func reports() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.assigned(people)
            let files = [try office.file("a.txt", Array("một".utf8)), try office.file("b.txt", Array("hai".utf8))]
            let last = try await office.lastEvent
            #expect(
                try await office.workflow.reportProgress(
                    id, text: " Đã gửi \n", files: files, seen: 3, by: people.specialistA) == 4)
            let event = try #require(try await office.events(after: last).first)
            #expect(event.summary == "incoming.progress-reported" && event.isOf(people.specialistA))
            #expect(event.document == id && event.version == 4 && event.detail == ["files": "2"])
            let view = try await office.workflow.incoming(id, by: people.headB)
            #expect(
                view.state == .assigned && view.notes.map(\.text) == ["Đã gửi"]
                    && view.notes.map(\.author) == ["Đỗ Thị Ánh"])
            #expect(view.notes.first?.attachments.map(\.name) == ["a.txt", "b.txt"] && view.attachments.isEmpty)
        }
    }

    @Test("needs words: a report, a result and a reason are neither blank nor endless")
    func needsWords() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.assigned(people)
            for (text, rule) in [(" \n", "required"), (String(repeating: "a", count: 2001), "too-long")] {
                try await office.refuses("fields: text \(rule)", "incoming.progress-reported", of: people.specialistA) {
                    try await flow.reportProgress(id, text: text, seen: 3, by: people.specialistA)
                }
                try await office.refuses("fields: result \(rule)", "incoming.completed", of: people.specialistA) {
                    try await flow.complete(id, result: text, seen: 3, by: people.specialistA)
                }
            }
            _ = try await flow.complete(
                id, result: String(repeating: "ế", count: 2000), seen: 3, by: people.specialistA)
            for (text, rule) in [(" \n", "required"), (String(repeating: "a", count: 2001), "too-long")] {
                try await office.refuses("fields: reason \(rule)", "incoming.reopened", of: people.leader) {
                    try await flow.reopen(id, reason: text, seen: 4, by: people.leader)
                }
            }
        }
    }

    @Test("is finished by the lead, for the unit and for the document")
    func completes() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.assigned(people)
            let last = try await office.lastEvent
            let file = try office.file("kết quả.txt", Array("xong".utf8))
            #expect(
                try await office.workflow.complete(
                    id, result: " Đã trả lời ", files: [file], seen: 3, by: people.specialistA) == 4)
            let event = try #require(try await office.events(after: last).first)
            #expect(event.summary == "incoming.completed" && event.isOf(people.specialistA) && event.version == 4)
            #expect(event.detail == ["role": "lead", "from": "assigned", "to": "processed", "files": "1"])
            let view = try await office.workflow.incoming(id, by: people.headB)
            #expect(view.state == .processed)
            #expect(
                view.assignments.map { "\($0.assigneeName) \($0.state) \($0.finishedBy ?? "-") \($0.result)" } == [
                    "Ban A done Đỗ Thị Ánh ", "Đỗ Thị Ánh done Đỗ Thị Ánh Đã trả lời", "Ban B closed - ",
                ])
            #expect(view.attachments.map(\.kind) == [.result])
        }
    }

    @Test("is finished in part by who helps, and goes on")
    func supporterCompletes() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.assigned(people)
            let last = try await office.lastEvent
            #expect(try await office.workflow.complete(id, result: "Góp ý", seen: 3, by: people.headB) == 4)
            let event = try #require(try await office.events(after: last).first)
            #expect(event.detail == ["role": "support", "from": "assigned", "to": "assigned", "files": "0"])
            #expect(try await office.workflow.incoming(id, by: people.leader).state == .assigned)
            try await office.refuses("not-yours", "incoming.completed", of: people.headB) {
                try await office.workflow.complete(id, result: "Nữa", seen: 4, by: people.headB)
            }
        }
    }

    @Test("is seen by who is to know, once")
    func acknowledges() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.register(by: people.clerk)
            let order = AssignmentOrder(
                lead: people.unitA,
                informed: [
                    people.specialistB.asAssignee, people.clerk.asAssignee, people.leader.asAssignee, people.unitB,
                ])
            _ = try await office.workflow.assign(id, order, seen: 1, by: people.leader)
            for (nth, caller) in [people.specialistB, people.clerk, people.leader, people.headB].enumerated() {
                let last = try await office.lastEvent
                #expect(try await office.workflow.acknowledge(id, by: caller) == 3 + nth)
                let event = try #require(try await office.events(after: last).first)
                #expect(event.summary == "incoming.acknowledged" && event.isOf(caller) && event.document == id)
                try await office.refuses("not-yours", "incoming.acknowledged", of: caller) {
                    try await office.workflow.acknowledge(id, by: caller)
                }
            }
            #expect(try await office.workflow.incoming(id, by: people.clerk).state == .assigned)
        }
    }

    @Test("goes back to whoever finished it, with the reason")
    func reopens() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.assigned(people)
            let done = try await office.workflow.complete(id, result: "Xong", seen: 3, by: people.specialistA)
            let last = try await office.lastEvent
            #expect(try await office.workflow.reopen(id, reason: "Thiếu số liệu", seen: done, by: people.leader) == 5)
            let event = try #require(try await office.events(after: last).first)
            #expect(event.summary == "incoming.reopened" && event.isOf(people.leader) && event.version == 5)
            #expect(event.detail == ["from": "processed", "to": "assigned"])
            let view = try await office.workflow.incoming(id, by: people.specialistA)
            #expect(view.state == .assigned && view.notes.map(\.text) == ["Thiếu số liệu"])
            #expect(view.assignments.map(\.state) == [.open, .open, .closed])
            #expect(try await office.workflow.work(.lead, by: people.specialistA).items.map(\.summary.id) == [id])
            #expect(try await office.workflow.complete(id, result: "Đã bổ sung", seen: 5, by: people.specialistA) == 6)
            #expect(try await office.workflow.incoming(id, by: people.leader).state == .processed)
        }
    }
}
