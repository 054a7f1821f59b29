import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("The statuses that come back")
struct StatusTests {
    @Test(
        "are all kept, in whatever order they come, and the furthest is shown",
        arguments: [
            ["01", "03", "04", "05", "06"], ["06", "05", "04", "03", "01"], ["03", "01", "03", "06", "05", "01"],
            ["02", "01", "06"],
        ])
    func orders(codes: [String]) async throws {
        try await withOffice { office in
            let people = try await People(office)
            try await office.directory(people)
            let id = try await office.sent(people)
            let code = try await office.workflow.dispatch(id, by: people.clerk).documentCode
            for status in codes { try await office.statusCame(status, from: "h99.01", about: code) }
            let view = try await office.workflow.dispatch(id, by: people.clerk)
            #expect(view.recipients[0].statuses.map(\.code) == codes && view.recipients[0].status == .done)
            #expect(view.recipients[0].statuses.allSatisfy { $0.statedAt != nil })
            #expect(view.recipients[1].statuses.isEmpty && view.recipients[1].status == nil)
        }
    }

    @Test(
        "are matched by number, symbol and date where a peer makes up an identifier, and under an agency's other code")
    func fallback() async throws {
        try await withOffice { office in
            let people = try await People(office)
            try await office.directory(people)
            let id = try await office.sent(people)
            try await office.statusCame(
                "03", from: "000.00.01.H99", about: "H99.18,2026-11-20,27/KH-BTV", reference: "027/kh-btv",
                day: Day("2026-11-20"))
            let view = try await office.workflow.dispatch(id, by: people.clerk)
            #expect(view.recipients[0].status == .registered)
        }
    }

    @Test("from an agency that is no recipient, or about nothing that was sent, are recorded and change nothing")
    func setAside() async throws {
        try await withOffice { office in
            let people = try await People(office)
            try await office.directory(people)
            let id = try await office.sent(people)
            let code = try await office.workflow.dispatch(id, by: people.clerk).documentCode
            let last = try await office.lastEvent
            try await office.statusCame("06", from: "H99.03", about: code)
            try await office.statusCame(
                "06", from: "H99.01", about: "nobody knows", reference: "1/X", day: Day("2026-11-20"))
            try await office.statusCame("13", from: "H99.01", about: code)
            try await office.statusCame("09", from: "H99.01", about: code)
            let view = try await office.workflow.dispatch(id, by: people.clerk)
            #expect(view.recipients.allSatisfy { $0.status == nil })
            #expect(view.recipients[0].statuses.map(\.code) == ["13", "09"])
            let reasons = try await office.events(after: last).filter { $0.action == "dispatch.status-set-aside" }
            #expect(reasons.map { $0.detail["reason"] } == ["noRecipient", "unknownDocument"])
            #expect(try await office.count("SELECT count(*) AS n FROM delivery_status") == 4)
        }
    }

    @Test("are shown as far as a page has room: the last fifty, cut short, and how many there were before")
    func many() async throws {
        try await withOffice { office in
            let people = try await People(office)
            try await office.directory(people)
            let id = try await office.sent(people)
            let code = try await office.workflow.dispatch(id, by: people.clerk).documentCode
            for number in 1...60 {
                try await office.statusCame(
                    number == 60 ? "06" : "05", from: "H99.01", about: code, String(repeating: "dài ", count: 1000))
            }
            let view = try await office.workflow.dispatch(id, by: people.clerk)
            #expect(view.recipients[0].statuses.count == 50 && view.recipients[0].earlierStatuses == 10)
            #expect(view.recipients[0].statuses.last?.code == "06")
            #expect(view.recipients[0].statuses.allSatisfy { $0.description.count == 500 })
            #expect(view.recipients[1].statuses.isEmpty && view.recipients[1].earlierStatuses == 0)
        }
    }

    @Test("count once where one comes twice, and change nothing where an older one comes late")
    func lateAndTwice() async throws {
        try await withOffice { office in
            let people = try await People(office)
            try await office.directory(people)
            let id = try await office.sent(people)
            let code = try await office.workflow.dispatch(id, by: people.clerk).documentCode
            let registered = Packet.status("03", of: code, from: "H99.01"),
                done = Packet.status("06", of: code, from: "H99.01")
            let arrived = Packet.status("01", of: code, from: "H99.01")
            let last = try await office.lastEvent
            for packet in [done, registered, done, arrived, registered] { _ = try await office.deliver(packet) }
            let view = try await office.workflow.dispatch(id, by: people.clerk)
            #expect(
                view.recipients[0].statuses.map(\.code) == ["06", "03", "01"] && view.recipients[0].status == .done)
            let actions = try await office.events(after: last).map(\.action)
            #expect(actions.filter { $0 == "dispatch.status-entered" }.count == 3)
            #expect(
                actions.filter { $0 == "exchange.status-delivered-again" || $0.hasSuffix("delivered-again") }.count == 2
            )
        }
    }

    @Test("that refuse are told to the clerk until one takes note")
    func refusal() async throws {
        try await withOffice { office in
            let people = try await People(office)
            try await office.directory(people)
            let id = try await office.sent(people)
            let code = try await office.workflow.dispatch(id, by: people.clerk).documentCode
            try await office.statusCame("02", from: "H99.02", about: code)
            #expect(try await office.workflow.workCounts(by: people.clerk2).refusedDispatches == 1)
            #expect(try await office.workflow.dispatches(.refused, by: people.clerk).items.map(\.id) == [id])
            try await office.workflow.noteRefusals(of: id, by: people.clerk)
            #expect(try await office.workflow.workCounts(by: people.clerk2).refusedDispatches == 0)
            #expect(try await office.workflow.dispatch(id, by: people.clerk).recipients[1].status == .refused)
        }
    }

    @Test("that answer a recall are the recall's, and the others the document's")
    func answers() async throws {
        try await withOffice { office in
            let people = try await People(office)
            try await office.directory(people)
            let flow = office.workflow
            let id = try await office.sent(people)
            let code = try await flow.dispatch(id, by: people.clerk).documentCode
            let recall = try await flow.followUp(
                .recall, of: id, reason: "Nhầm", recipients: ["H99.01", "H99.02"], by: people.clerk)
            try await flow.sendDispatch(recall, seen: 1, by: people.clerk)
            try await office.statusCame("15", from: "H99.01", about: code)
            try await office.statusCame("16", from: "H99.02", about: code)
            try await office.statusCame("03", from: "H99.02", about: code)
            #expect(try await flow.dispatch(recall, by: people.clerk).recipients.map(\.status) == [.agreed, .declined])
            #expect(try await flow.dispatch(id, by: people.clerk).recipients.map(\.status) == [nil, .registered])
        }
    }
}
