import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("Recalling an issued document")
struct RecallOutgoingTests {
    @Test("takes it back from everybody in one act, says before what will happen, and keeps number and trail")
    func everybody() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.issuedToAll(people)
            let sent = try #require(try await flow.outgoing(id, by: people.clerk).dispatch)
            let code = try await flow.dispatch(sent, by: people.clerk).documentCode
            try await office.statusCame("03", from: "H99.01", about: code)
            try await flow.recordPosting(of: id, to: 4, covers: 1, by: people.clerk)

            let preview = try await flow.recallPreview(of: id, by: people.leader)
            #expect(preview.lines.map(\.name) == ["Sở Nội vụ", "Hội Liên hiệp Phụ nữ xã Thử", "Ban B", "Công ty Một"])
            let expected: [OutgoingPreview.Consequence] = [
                .envelope(.recall, last: .registered), .envelope(.recall, last: nil),
                .workEnds(entry: "1/\(Day(in: .now).year)", .assigned), .askBack(postedOn: Day(in: .now)),
            ]
            #expect(preview.lines.map(\.consequence) == expected)

            let last = try await office.lastEvent
            try await flow.recallOutgoing(id, reason: "Sai căn cứ", seen: preview.document.version, by: people.clerk)
            let events = try await office.events(after: last).map(\.summary)
            #expect(events == ["outgoing.withdrawn", "incoming.withdrawn", "dispatch.sent"])

            let view = try await flow.outgoing(id, by: people.clerk)
            #expect(view.closing == .withdrawn && view.step == .issued && view.reference?.number == "01")
            #expect(view.ended?.reason == "Sai căn cứ" && view.ended?.by == people.clerk.officer.name)
            #expect(view.remarks.last?.kind == .withdrawn && view.remarks.last?.text == "Sai căn cứ")
            let work = try await flow.incoming(try #require(view.work), by: people.headB)
            #expect(work.closing?.mark == .withdrawn && work.closing?.document == id && work.closing?.request == nil)
            #expect(work.assignments.allSatisfy { $0.state == .closed } && work.number == 1)
            let recall = try #require(try await flow.dispatch(sent, by: people.clerk).followers.first)
            #expect(recall.kind == .recall && recall.recipients == 2)

            // The answers show on the document's own page.
            try await office.statusCame("15", from: "H99.01", about: code)
            try await office.statusCame("16", from: "H99.02", about: code)
            let answered = try await flow.outgoing(id, by: people.clerk).recipients
            #expect(answered.map(\.asked) == [.recall, .recall, nil, nil])
            #expect(answered.map(\.answer) == [.agreed, .declined, nil, nil] && answered[0].status == .registered)
        }
    }

    @Test("needs a reason, somebody whose it is, and a document that was issued and is in force; says which")
    func refusals() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.issuedToAll(people)
            func refused(_ document: Int, _ reason: String, seen: Int = 8, by caller: Caller) async -> String? {
                await refusal { try await flow.recallOutgoing(document, reason: reason, seen: seen, by: caller) }
            }
            let envelopes: SQL = "SELECT count(*) AS n FROM outgoing_envelope"
            let before = try await office.count(envelopes)
            #expect(await refused(id, " \n", by: people.clerk) == "fields: reason required")
            #expect(
                await refused(id, String(repeating: "x", count: 501), by: people.clerk) == "fields: reason too-long")
            #expect(await refused(id, "Sai", by: people.headA) == "not-in-role")
            #expect(await refused(id, "Sai", by: people.specialistB) == "not-found")
            #expect(await refused(id, "Sai", seen: 7, by: people.clerk) == "stale")
            #expect(await refused(404, "Sai", by: people.clerk) == "not-found")
            #expect(await refusal { try await flow.recallPreview(of: id, by: people.headA) } == "not-in-role")
            let draft = try await office.drafted(people)
            #expect(await refused(draft, "Sai", seen: 1, by: people.clerk) == "not-now")
            #expect(await refusal { try await flow.recallPreview(of: draft, by: people.clerk) } == "not-now")
            #expect(try await office.count(envelopes) == before, "nothing was sent")

            #expect(await refused(id, "Sai", by: people.leader) == nil)
            #expect(await refused(id, "Sai", seen: 9, by: people.clerk) == "closed")
            #expect(await refusal { try await flow.recallPreview(of: id, by: people.clerk) } == "closed")
            #expect(try await office.count(envelopes) == before + 2, "once, to each")
        }
    }

    @Test("by two at once is done once, and the other is told")
    func twoAtOnce() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.issuedToAll(people)
            async let one = refusal { try await flow.recallOutgoing(id, reason: "Sai", seen: 8, by: people.clerk) }
            async let two = refusal { try await flow.recallOutgoing(id, reason: "Sai", seen: 8, by: people.leader) }
            let outcomes = await [one, two]
            #expect(outcomes.filter { $0 == nil }.count == 1 && outcomes.contains("closed"), "\(outcomes)")
            #expect(try await office.count("SELECT count(*) AS n FROM dispatch WHERE kind = 'recall'") == 1)
        }
    }

    @Test("goes on without those whom no transport reaches any more; the preview says who")
    func unreached() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.issuedToAll(people)
            try await office.owner.write { transaction in
                try transaction.execute(Workflow.testEvent)
                try transaction.execute("UPDATE correspondent SET left_at = now() WHERE code = 'H99.02'")
            }
            let preview = try await office.workflow.recallPreview(of: id, by: people.clerk)
            #expect(preview.lines[1].consequence == .notReached)
            try await office.workflow.recallOutgoing(id, reason: "Sai", seen: 8, by: people.clerk)
            let view = try await office.workflow.outgoing(id, by: people.clerk)
            #expect(view.recipients.map(\.asked) == [.recall, nil, nil, nil])
        }
    }

    @Test("is done on its own page; the page of its envelope asks it back from some at most")
    func envelopePage() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.issuedToAll(people)
            let sent = try #require(try await flow.outgoing(id, by: people.clerk).dispatch)
            func refused(_ kind: DispatchKind, _ codes: [String]) async -> String? {
                await refusal {
                    try await flow.followUp(kind, of: sent, reason: "Sai", recipients: codes, by: people.clerk)
                }
            }
            #expect(await refused(.recall, ["H99.01", "H99.02"]) == "from-its-page")
            #expect(await refused(.update, ["H99.01"]) == "from-its-page")
            #expect(await refused(.replace, ["H99.01"]) == "from-its-page")
            #expect(await refused(.recall, ["H99.01"]) == nil, "it went to somebody by mistake")
        }
    }

    @Test(
        "is final: neither mark, reason nor who can be changed, and none is without a reason",
        arguments: [
            ("closing = NULL", "outgoing_document_closing_never_changes"),
            ("closing = 'replaced'", "outgoing_document_closing_never_changes"),
            ("closing_reason = 'khác'", "outgoing_document_closing_never_changes"),
            ("closed_at = now()", "outgoing_document_closing_never_changes"),
            ("confirmation = gen_random_uuid()", "outgoing_document_concerns_never_changes"),
        ])
    func final(change: String, constraint: String) async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.issued(people)
            try await office.workflow.recallOutgoing(id, reason: "Sai", seen: 8, by: people.clerk)
            let text = "UPDATE outgoing_document SET \(change) WHERE id = \(id)"
            let outcome = await refusal {
                try await office.owner.write { transaction in
                    try transaction.execute(Workflow.testEvent)
                    try transaction.execute("SELECT set_config('test.statement', \(text), true)")
                    try transaction.execute(
                        "DO $$ BEGIN EXECUTE current_setting('test.statement'); END $$")
                }
            }
            #expect(outcome == "fault: \(constraint)", "\(outcome ?? "done")")
        }
    }

    @Test("is said in the register's line where that is open, beside the number, which stays given")
    func openRegister() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.issued(people)
            let register = try #require(try await flow.outgoingRegisters(by: people.clerk).first?.id)
            let year = Day(in: .now).year
            try await flow.recallOutgoing(id, reason: "Sai", seen: 8, by: people.clerk)
            let book = try await flow.book(.register(register), year: year, by: people.clerk)
            #expect(book.rows.map { $0[9] } == ["Đã thu hồi"] && book.rows[0][4] == "Ban B; Công ty Một")
            let proof = try await flow.numberProof(of: register, year: year, by: people.clerk)
            #expect(proof.given == 1 && proof.inForce == 1, "a withdrawn document keeps its number")
        }
    }
}
