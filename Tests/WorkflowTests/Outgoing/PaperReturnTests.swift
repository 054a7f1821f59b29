import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("Paper of a recalled document")
struct PaperReturnTests {
    private let today = Day(in: .now)

    @Test("comes back from each recipient on its own, on record with the day and who took it")
    func comesBack() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.recalled(people)
            let before = try await flow.outgoing(id, by: people.clerk)
            #expect(before.paper?.sent == 2 && before.paper?.returned == 0)
            #expect(before.actions.contains { $0.act == .takePaperBack && $0.allowed })
            let forLeader = try await flow.outgoing(id, by: people.leader).actions
            #expect(forLeader.contains { $0.act == .takePaperBack && !$0.allowed })

            let last = try await office.lastEvent
            try await flow.takePaperBack(of: id, from: 2, by: people.clerk2)
            #expect(try await office.events(after: last).map(\.summary) == ["outgoing.paper-returned"])
            let one = try await flow.outgoing(id, by: people.clerk)
            #expect(one.recipients.map(\.returnedOn) == [nil, today, nil, nil])
            #expect(one.recipients[1].returnedTo == people.clerk2.officer.name)
            #expect(one.paper?.returned == 1 && one.version == before.version && one.closing == .withdrawn)
            try await flow.takePaperBack(of: id, from: 3, on: today, by: people.clerk)
            let both = try await flow.outgoing(id, by: people.clerk)
            #expect(both.paper?.returned == 2)
            #expect(!both.actions.contains { $0.act == .takePaperBack }, "none is out any more")
            let book = try await flow.book(.posting, year: today.year, by: people.clerk)
            #expect(book.rows.count == 2, "what was sent stays in the posting book")
        }
    }

    @Test(
        "is not recorded twice, before the recall, for a day to come, nor where none was sent; each refusal is on record"
    )
    func refusals() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.recalled(people)
            func refuses(_ answer: String, _ document: Int, _ ordinal: Int, _ day: Day? = nil, by caller: Caller)
                async throws
            {
                try await office.refuses(answer, "outgoing.paper-returned", of: caller) {
                    try await flow.takePaperBack(of: document, from: ordinal, on: day, by: caller)
                }
            }
            try await refuses("fields: returnedOn in-the-future", id, 2, today.adding(days: 1), by: people.clerk)
            try await refuses("fields: returnedOn too-early", id, 2, today.adding(days: -1), by: people.clerk)
            try await refuses("not-posted", id, 4, by: people.clerk)
            try await refuses("not-found", id, 1, by: people.clerk)
            try await refuses("not-found", id, 99, by: people.clerk)
            try await refuses("not-in-role", id, 2, by: people.leader)
            try await refuses("not-found", id, 2, by: people.specialistB)
            try await refuses("not-found", id, 2, by: people.foreignClerk)
            let inForce = try await office.issued(people, OutgoingDetails("Còn hiệu lực", signedBy: people))
            try await flow.recordPosting(of: inForce, to: 2, covers: 1, by: people.clerk)
            try await refuses("not-recalled", inForce, 2, by: people.clerk)
            #expect(try await flow.outgoing(id, by: people.clerk).paper?.returned == 0)

            try await flow.takePaperBack(of: id, from: 2, by: people.clerk)
            try await refuses("paper-is-back", id, 2, by: people.clerk)
        }
    }

    @Test("by two at once is recorded once, and the same key does it once")
    func once() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.recalled(people)
            async let one = refusal { try await flow.takePaperBack(of: id, from: 2, by: people.clerk) }
            async let two = refusal { try await flow.takePaperBack(of: id, from: 2, by: people.clerk2) }
            let outcomes = await [one, two]
            #expect(outcomes.filter { $0 == nil }.count == 1 && outcomes.contains("paper-is-back"), "\(outcomes)")
            let key = try IdempotencyKey("nhan-lai-ban-giay", request: [1])
            for _ in 1...2 { try await flow.takePaperBack(of: id, from: 3, by: people.clerk, key: key) }
            #expect(
                try await office.count(
                    "SELECT count(*) AS n FROM audit.event WHERE action = 'outgoing.paper-returned' AND outcome = 'allowed'"
                ) == 2)
        }
    }
}

extension TestOffice {
    /// A document that went to a unit and by post to the second and third recipient, not yet to the fourth, and was recalled.
    fileprivate func recalled(_ people: People) async throws -> Int {
        var details = OutgoingDetails(signedBy: people)
        details.recipients += [.post(name: "Công ty Hai", address: ""), .post(name: "Công ty Ba", address: "")]
        let id = try await issued(people, details)
        for ordinal in 2...3 { try await workflow.recordPosting(of: id, to: ordinal, covers: 1, by: people.clerk) }
        try await workflow.recallOutgoing(id, reason: "Sai căn cứ", seen: 8, by: people.leader)
        return id
    }
}
