import Exchange
import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("A register that was closed")
struct ClosedRegisterTests {
    private let year = Day(in: .now).year - 1

    @Test("keeps whom each incoming document was handed to, and its digest, whoever leads the work afterwards")
    func handingOver() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let register = try await flow.register(named: "Sổ văn bản đến", by: people.clerk)
            let handed = try await office.register("15", by: people.clerk)
            let waiting = try await office.register("16", by: people.clerk)
            func give(_ document: Int, to lead: Caller, seen version: Int) async throws {
                _ = try await flow.assign(
                    document, AssignmentOrder(lead: lead.asAssignee), seen: version, by: people.leader)
            }
            try await give(handed, to: people.headA, seen: 1)
            try await give(handed, to: people.specialistA, seen: 2)
            try await office.turnTheYear()
            let digest = try await flow.closeRegister(register, year: year, by: people.clerk)
            let closed = try await flow.book(.register(register), year: year, by: people.clerk)
            #expect(closed.rows.map { $0[6] } == [people.specialistA.officer.name, ""])
            #expect(closed.rows.map { $0[7] } == [Day(in: .now).written, ""])
            #expect(BookProof.digest(of: closed) == digest)

            try await give(handed, to: people.specialistB, seen: 3)
            try await give(waiting, to: people.specialistB, seen: 1)
            #expect(try await flow.book(.register(register), year: year, by: people.clerk) == closed)
            let page = try await flow.bookPage(.register(register), year: year, by: people.auditor)
            #expect(page.contents.rows == closed.rows && page.closing?.digest == digest)
            let followed = try await flow.book(.followUp(register), year: year, by: people.clerk)
            #expect(followed.rows.map { $0[2] } == [people.specialistB.officer.name, people.specialistB.officer.name])
        }
    }

    @Test("keeps what a document said before its sender changed it")
    func changedBySender() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let register = try await flow.register(named: "Sổ văn bản đến", by: people.clerk)
            let (_, id) = try await office.delivered(by: people.clerk)
            try await office.turnTheYear()
            let digest = try await flow.closeRegister(register, year: year, by: people.clerk)
            let closed = try await flow.book(.register(register), year: year, by: people.clerk)
            for (place, subject) in ["Sửa một", "Sửa hai"].enumerated() {
                let packet = Packet(.update, reason: "Sửa trích yếu").changed { $0.subject = subject }
                let request = try #require(try await office.deliver(packet).intake)
                _ = try await flow.acceptRequest(request, seen: place + 1, by: people.clerk)
            }
            #expect(try await flow.incoming(id, by: people.clerk).details.subject == "Sửa hai")
            let after = try await flow.book(.register(register), year: year, by: people.clerk)
            #expect(after == closed && BookProof.digest(of: after) == digest)
        }
    }

    @Test("is closed between acts, never in the midst of one")
    func amongActs() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let register = try await flow.register(named: "Sổ văn bản đến", by: people.clerk)
            var documents: [Int] = []
            for number in 1...16 { documents.append(try await office.register("\(number)", by: people.clerk)) }
            try await office.turnTheYear()
            let year = year
            let digest = try await withThrowingTaskGroup(of: String?.self) { group in
                for (place, document) in documents.enumerated() {
                    if place == documents.count / 2 {
                        group.addTask { try await flow.closeRegister(register, year: year, by: people.clerk) }
                    }
                    group.addTask {
                        _ = try await flow.assign(
                            document, AssignmentOrder(lead: people.headA.asAssignee), seen: 1, by: people.leader)
                        return nil
                    }
                }
                return try await group.reduce(nil) { $0 ?? $1 }
            }
            let book = try await flow.book(.register(register), year: year, by: people.clerk)
            #expect(digest == BookProof.digest(of: book))
        }
    }

    @Test(
        "keeps the lines of outgoing documents, whatever is issued, cancelled, recalled or takes their place afterwards"
    )
    func outgoing() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let recalled = try await office.issued(people)
            let replaced = try await office.issued(people, OutgoingDetails("Bị thay", signedBy: people))
            let amended = try await office.issued(people, OutgoingDetails("Được sửa", signedBy: people))
            let cancelled = try await office.signed(people, OutgoingDetails("Việc hủy", signedBy: people))
            _ = try await flow.numberOutgoing(cancelled, seen: 5, by: people.clerk)
            let late = try await office.signed(people, OutgoingDetails("Phát hành sau", signedBy: people))
            _ = try await flow.numberOutgoing(late, seen: 5, by: people.clerk)
            _ = try await flow.sealOnPaper(late, scan: try office.pdf("bản gốc"), seen: 6, by: people.clerk)
            let register = try await flow.register(named: "Sổ văn bản đi", by: people.clerk)
            try await office.turnTheYear()
            let digest = try await flow.closeRegister(register, year: year, by: people.clerk)
            let closed = try await flow.book(.register(register), year: year, by: people.clerk)
            #expect(closed.rows.count == 5 && closed.rows.allSatisfy { $0[9] == "" })
            #expect(closed.rows[4][4] == "" && closed.rows[4][7] == "", "it was not issued")

            try await flow.recallOutgoing(recalled, reason: "Sai căn cứ", seen: 8, by: people.clerk)
            try await flow.cancelOutgoing(cancelled, reason: "Sai người ký", seen: 6, by: people.clerk)
            try await flow.issueOutgoing(late, seen: 7, by: people.clerk)
            for (former, effect) in [(replaced, OutgoingEffect.replace), (amended, .amend)] {
                let id = try await office.readyToIssue(
                    people, OutgoingDetails("Văn bản mới", signedBy: people), effect, former)
                try await flow.issueOutgoing(id, seen: 7, by: people.clerk)
            }
            #expect(try await flow.outgoing(recalled, by: people.clerk).closing == .withdrawn)
            #expect(try await flow.outgoing(replaced, by: people.clerk).closing == .replaced)
            let after = try await flow.book(.register(register), year: year, by: people.clerk)
            #expect(after == closed && BookProof.digest(of: after) == digest)
        }
    }
}

extension TestOffice {
    /// Makes what was entered in the registers this year a matter of last year, so that they can be closed.
    func turnTheYear() async throws {
        try await owner.write { transaction in
            try transaction.execute(Workflow.testEvent)
            try transaction.execute("SET LOCAL session_replication_role = replica")
            try transaction.execute("UPDATE register_year SET year = year - 1")
            try transaction.execute("UPDATE incoming_document SET year = year - 1")
            try transaction.execute(
                """
                UPDATE outgoing_document SET year = year - 1, issued_on = (issued_on - interval '1 year')::date
                WHERE number IS NOT NULL
                """)
        }
    }
}
