import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("The trays of work")
struct WorkListTests {
    private func all(_ box: WorkBox, _ office: TestOffice, by caller: Caller) async throws -> [WorkItem] {
        var items: [WorkItem] = []
        var after: WorkCursor?
        repeat {
            let page = try await office.workflow.work(box, after: after, by: caller)
            #expect(page.items.count <= 30)
            items += page.items
            // As a link carries it.
            after = try page.next.map { try #require(WorkCursor($0.description)) }
        } while after != nil
        return items
    }

    /// The order that people expect, said without the database.
    private func isOrdered(_ items: [WorkItem]) -> Bool {
        zip(items, items.dropFirst()).allSatisfy { a, b in
            a.summary.urgency > b.summary.urgency
                || (a.summary.urgency == b.summary.urgency && a.summary.id < b.summary.id)
        }
    }

    @Test("are most urgent first, then oldest first, on pages that are complete")
    func order() async throws {
        try await withOffice { office in
            let people = try await People(office)
            var ids: [Int] = []
            for number in 0..<70 {
                ids.append(
                    try await office.register("\(number)", by: people.clerk) {
                        $0.urgency = Urgency.allCases[number * 7 % 4]
                    })
            }
            let decide = try await all(.decide, office, by: people.leader)
            #expect(decide.map(\.summary.id).sorted() == ids && isOrdered(decide))
            #expect(decide.first?.summary.urgency == .express && decide.last?.summary.urgency == Urgency.none)
            for (number, id) in ids.enumerated() {
                // Some are the unit's, some the head's own, some both hers and her unit's.
                let mine = people.headA.asAssignee
                let order =
                    number % 3 == 0
                    ? AssignmentOrder(lead: mine)
                    : AssignmentOrder(lead: people.unitA, support: number % 3 == 1 ? [mine] : [])
                _ = try await office.workflow.assign(id, order, seen: 1, by: people.leader)
            }
            let lead = try await all(.lead, office, by: people.headA)
            #expect(lead.map(\.summary.id).sorted() == ids && isOrdered(lead))
            let support = try await all(.support, office, by: people.headA)
            #expect(support.count == 23 && isOrdered(support))
            #expect(try await all(.decide, office, by: people.leader).isEmpty)
            let counts = try await office.workflow.workCounts(by: people.headA)
            #expect(
                counts.boxes == [.lead: 70, .support: 23, .informed: 0] && counts.late == 0
                    && counts.waitingIntakes == nil)
        }
    }

    @Test("hold each document once, and show to whom it was given and whether it was handed on")
    func items() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.register(by: people.clerk)
            let deadline = Day(in: .now).adding(days: 3)
            let order = AssignmentOrder(
                lead: people.unitA, informed: [people.unitB, people.headB.asAssignee], deadline: deadline,
                instruction: "Làm ngay")
            _ = try await office.workflow.assign(id, order, seen: 1, by: people.leader)
            let item = try #require(try await all(.lead, office, by: people.headA).first)
            #expect(item.instruction == "Làm ngay" && item.assignedTo == "Ban A" && !item.handedOn)
            #expect(item.summary.leadName == "Ban A" && item.summary.deadline == deadline && !item.summary.isLate)
            #expect(
                try await all(.informed, office, by: people.headB).map(\.assignedTo) == ["Bùi Thị Bình"],
                "once, as her own")
            #expect(try await all(.informed, office, by: people.specialistB).isEmpty, "a unit's work is its head's")
            _ = try await office.workflow.assign(
                id, AssignmentOrder(lead: people.specialistA.asAssignee), seen: 2, by: people.headA)
            #expect(try await all(.lead, office, by: people.headA).map(\.handedOn) == [true])
            #expect(try await all(.lead, office, by: people.specialistA).map(\.assignedTo) == ["Đỗ Thị Ánh"])
            _ = try await office.workflow.complete(id, result: "Xong", seen: 3, by: people.specialistA)
            #expect(try await all(.lead, office, by: people.headA).isEmpty)
            #expect(try await all(.lead, office, by: people.specialistA).isEmpty)
            #expect(try await all(.informed, office, by: people.headB).count == 1, "still to be seen")
        }
    }

    @Test("show what is late, the lead's deadline before the sender's wish")
    func late() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.register(by: people.clerk) { $0.dueOn = Day(year: 2026, month: 3, day: 5) }
            let waiting = try #require(try await all(.decide, office, by: people.leader).first)
            #expect(waiting.summary.isLate && waiting.summary.deadline == Day(year: 2026, month: 3, day: 5))
            let today = Day(in: .now)
            _ = try await office.workflow.assign(
                id, AssignmentOrder(lead: people.specialistA.asAssignee, deadline: today), seen: 1, by: people.leader)
            #expect(try await all(.lead, office, by: people.specialistA).map(\.summary.isLate) == [false])
            try await office.owner.write { transaction in
                try transaction.execute(
                    "INSERT INTO audit.event (actor_roles, channel, action, outcome, object_kind) VALUES ('', 'command', 'test', 'allowed', 'service')"
                )
                try transaction.execute("UPDATE assignment SET deadline = \(today.adding(days: -1))")
            }
            #expect(try await all(.lead, office, by: people.specialistA).map(\.summary.isLate) == [true])
            #expect(try await office.workflow.workCounts(by: people.specialistA).late == 1)
            #expect(try await office.workflow.incoming(id, by: people.leader).assignments.map(\.isLate) == [true])
            _ = try await office.workflow.complete(id, result: "Xong", seen: 2, by: people.specialistA)
            #expect(try await office.workflow.workCounts(by: people.specialistA).late == 0)
        }
    }

    @Test("are for those who handle documents, and deciding for leaders")
    func roles() async throws {
        try await withOffice { office in
            let people = try await People(office)
            #expect(WorkBox.all(for: people.leader.officer) == WorkBox.allCases)
            #expect(WorkBox.all(for: people.specialistA.officer) == [.lead, .support, .informed])
            for caller in [people.auditor, people.administrator] {
                #expect(WorkBox.all(for: caller.officer).isEmpty)
                let counts = try await office.workflow.workCounts(by: caller)
                #expect(counts.boxes.isEmpty && counts.waitingIntakes == nil && counts.late == 0)
                for box in WorkBox.allCases {
                    #expect(await refusal { try await office.workflow.work(box, by: caller) } == "not-in-role")
                }
            }
        }
    }

    @Test(
        "are read from a cursor, and from nothing that is none",
        arguments: ["", "4-1", "-1-5", "1", "1-2-3", "a-b", "1-99999999999999999999"])
    func cursors(text: String) { #expect(WorkCursor(text) == nil) }
}
