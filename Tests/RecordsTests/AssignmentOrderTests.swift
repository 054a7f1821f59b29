import Records
import Testing

@Suite("An order that assigns a document")
struct AssignmentOrderTests {
    let today = Day(year: 2026, month: 11, day: 22)!

    func order(_ change: (inout AssignmentOrder) -> Void = { _ in }) -> AssignmentOrder {
        var order = AssignmentOrder()
        order.lead = .unit(1)
        change(&order)
        return order
    }

    @Test("needs a lead, and no more")
    func needsALead() {
        #expect(order().faults(today: today).isEmpty)
        #expect(AssignmentOrder().faults(today: today) == [FieldFault("lead", .required)])
    }

    @Test("may be due today, and not before")
    func deadline() {
        #expect(order { $0.deadline = today }.faults(today: today).isEmpty)
        let late = order { $0.deadline = today.adding(days: -1) }.faults(today: today)
        #expect(late == [FieldFault("deadline", .before(Phrase("hôm nay", "today")))])
    }

    @Test("names everyone once: a unit and a person of the same number are two")
    func namesOnce() {
        #expect(order { $0.support = [.officer(1), .unit(2)] }.faults(today: today).isEmpty)
        #expect(order { $0.support = [.unit(1)] }.faults(today: today) == [FieldFault("support", .chosenTwice)])
        #expect(
            order { $0.support = [.unit(3), .unit(3)] }.faults(today: today) == [FieldFault("support", .chosenTwice)])
        #expect(order { $0.informed = [.unit(1)] }.faults(today: today) == [FieldFault("informed", .chosenTwice)])
        let both = order {
            $0.support = [.officer(4)]
            $0.informed = [.officer(4)]
        }
        #expect(both.faults(today: today) == [FieldFault("informed", .chosenTwice)])
    }

    @Test("has an instruction of 2000 characters at most, in lines")
    func instruction() {
        #expect(order { $0.instruction = String(repeating: "ế", count: 2000) }.faults(today: today).isEmpty)
        #expect(order { $0.instruction = "một\nhai\r\n\tba" }.faults(today: today).isEmpty)
        let long = order { $0.instruction = String(repeating: "a", count: 2001) }.faults(today: today)
        #expect(long == [FieldFault("instruction", .tooLong(most: 2000))])
        #expect(
            order { $0.instruction = "a\u{0}b" }.faults(today: today) == [FieldFault("instruction", .controlCharacters)]
        )
    }

    @Test("tells all its faults at once, in the order of the form")
    func allAtOnce() {
        var bad = AssignmentOrder()
        bad.support = [.unit(1), .unit(1)]
        bad.informed = [.unit(1)]
        bad.deadline = today.adding(days: -400)
        bad.instruction = "\u{7}"
        #expect(bad.faults(today: today).map(\.field) == ["lead", "support", "informed", "deadline", "instruction"])
    }

    @Test("lists whom it names with their roles")
    func named() {
        let full = order {
            $0.support = [.officer(2)]
            $0.informed = [.unit(3), .officer(4)]
        }
        #expect(
            full.named.map { "\($0.0) \($0.1)" } == [
                "lead unit:1", "support officer:2", "informed unit:3", "informed officer:4",
            ])
    }

    @Test("writes and reads whom it names as forms do", arguments: [Assignee.unit(3), .officer(12)])
    func assignees(assignee: Assignee) { #expect(Assignee(assignee.description) == assignee) }

    @Test(
        "does not read what names nobody",
        arguments: [
            "", "unit", "unit:", "unit:0", "unit:-1", "unit:1:2", "agency:1", "unit:x", "Unit:1", ":1",
            "officer:99999999999999999999",
        ])
    func noAssignee(text: String) { #expect(Assignee(text) == nil) }
}
