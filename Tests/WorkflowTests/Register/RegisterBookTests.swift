import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("The register of outgoing documents")
struct RegisterBookTests {
    @Test("has a line for every number, in the columns of the decree, also for those cancelled, returned and set aside")
    func lines() async throws {
        try await withOffice({ $0.outgoing.mostReserved = 5 }) { office in
            let people = try await People(office)
            let flow = office.workflow
            _ = try await office.issued(people)
            let cancelled = try await office.signed(people, OutgoingDetails("Việc hủy", signedBy: people))
            _ = try await flow.numberOutgoing(cancelled, seen: 5, by: people.clerk)
            try await flow.cancelOutgoing(cancelled, reason: "Sai người ký", seen: 6, by: people.clerk)
            let register = try await flow.register(named: "Sổ văn bản đi", by: people.clerk)
            let year = Day(in: .now).year
            let set = try await flow.reserveNumbers(2, in: register, reason: "Đoàn công tác", by: people.clerk)
            try await flow.returnNumber(set[0], of: year, in: register, reason: "Không dùng", by: people.clerk)

            let book = try await flow.book(.register(register), year: year, by: people.clerk)
            let today = Day(in: .now).written
            #expect(book.book == .outgoing && book.cover.numbers == 1...4 && book.rows.count == 4)
            let first = book.rows[0]
            #expect(first[0].hasPrefix("01/QĐ-") && first[1] == today && first[7] == today)
            #expect(first[2] == "Quyết định Kiện toàn ban chỉ đạo" && first[3] == people.leader.officer.name)
            #expect(first[4] == "Ban B; Công ty Một" && first[5] == "VT, Ban A")
            #expect(
                book.rows.dropFirst().map { $0[9] } == [
                    "Hủy: Sai người ký", "Trả số: Không dùng", "Giữ trước: Đoàn công tác",
                ])
            #expect(
                await refusal { try await flow.book(.register(register), year: year, by: people.headA) }
                    == "not-in-role")
            #expect(
                await refusal { try await flow.book(.register(register), year: year, by: people.foreignClerk) }
                    == "not-found")
        }
    }

    @Test("is closed when its year is over and no number is open; the digest is that of a print made at any time after")
    func closing() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            _ = try await office.issued(people)
            let register = try await flow.register(named: "Sổ văn bản đi", by: people.clerk)
            let year = Day(in: .now).year
            try await office.refuses("year-not-over", "register.closed", of: people.clerk) {
                try await flow.closeRegister(register, year: year, by: people.clerk)
            }
            try await office.owner.write { transaction in
                try transaction.execute(Workflow.testEvent)
                try transaction.execute("SET LOCAL session_replication_role = replica")
                try transaction.execute("UPDATE register_year SET year = \(year - 1) WHERE register_id = \(register)")
                try transaction.execute(
                    "UPDATE outgoing_document SET year = \(year - 1), issued_on = issued_on - 365 WHERE register_id = \(register)"
                )
            }
            let digest = try await flow.closeRegister(register, year: year - 1, by: people.clerk)
            let printed = try await flow.book(.register(register), year: year - 1, by: people.clerk)
            #expect(BookProof.digest(of: printed) == digest)
            try await office.refuses("register-closed", "register.closed", of: people.clerk) {
                try await flow.closeRegister(register, year: year - 1, by: people.clerk)
            }
            try await office.owner.write { transaction in
                try transaction.execute(Workflow.testEvent)
                try transaction.execute("SET LOCAL session_replication_role = replica")
                try transaction.execute("UPDATE outgoing_document SET subject = 'Khác' WHERE register_id = \(register)")
            }
            let altered = try await flow.book(.register(register), year: year - 1, by: people.clerk)
            #expect(BookProof.digest(of: altered) != digest, "a line that was altered afterwards is found")
        }
    }

    @Test("of what went by post has what was handed over")
    func posting() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.issued(people)
            try await office.workflow.recordPosting(of: id, to: 2, covers: 3, note: "Thư bảo đảm", by: people.clerk)
            let book = try await office.workflow.book(.posting, year: Day(in: .now).year, by: people.clerk)
            #expect(book.rows.count == 1)
            #expect(
                book.rows[0][2] == "Công ty Một, 1 Trần Phú" && book.rows[0][3] == "3"
                    && book.rows[0][5] == "Thư bảo đảm")
        }
    }
}
