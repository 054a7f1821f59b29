import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("The books of the office on a screen")
struct BookPagesTests {
    private let year = Day(in: .now).year

    @Test("are the registers with what follows them up, the posting book and the book of archive copies, in a year")
    func shelf() async throws {
        try await withOffice({ $0.outgoing = .forStories }) { office in
            let people = try await People(office)
            try await office.registerStory(people)
            let flow = office.workflow
            let shelf = try await flow.bookShelf(by: people.leader)
            #expect(shelf.year == year && shelf.years == [year])
            #expect(
                shelf.books.map(\.book) == [
                    .incoming, .incoming, .outgoing, .made, .followUp, .followUp, .posting, .copies,
                ])
            #expect(shelf.books.map(\.lines) == [0, 1, 1, 1, 0, 1, 0, 1])
            #expect(shelf.books[1].name == "Sổ văn bản nội bộ" && shelf.books[7].name == "Sổ sử dụng bản lưu")
            #expect(try await flow.bookShelf(year: 1999, by: people.auditor).books.allSatisfy { $0.lines == 0 })
            for caller in [people.headA, people.specialistA, people.administrator] {
                try await office.refuses("not-in-role", "register.listed", of: caller) {
                    try await flow.bookShelf(by: caller)
                }
            }
            #expect(try await flow.bookShelf(by: people.foreignClerk).books.allSatisfy { $0.lines == 0 })
        }
    }

    @Test("come a hundred lines at a time, each line once, and together are the book that is printed")
    func pages() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let register = try await flow.register(named: "Sổ văn bản đến", by: people.clerk)
            _ = try await office.register(by: people.clerk)
            try await office.fill(register, of: people.clerk, to: 250)
            let whole = try await flow.book(.register(register), year: year, by: people.clerk)
            var rows: [[String]] = []
            for number in 1...3 {
                let page = try await flow.bookPage(.register(register), year: year, page: number, by: people.auditor)
                #expect(page.total == 250 && page.pages == 3 && page.number == number)
                #expect(page.contents.cover == whole.cover && page.contents.cover.numbers == 1...250)
                rows += page.contents.rows
            }
            #expect(rows == whole.rows && rows.map { $0[1] } == (1...250).map(String.init))
            for (asked, shown) in [(0, 1), (-5, 1), (4, 3), (Int.max, 3), (Int.min, 1)] {
                let page = try await flow.bookPage(.register(register), year: year, page: asked, by: people.clerk)
                #expect(page.number == shown)
            }
            let follow = try await flow.bookPage(.followUp(register), year: year, page: 3, by: people.clerk)
            #expect(follow.contents.rows.count == 50 && follow.contents.rows[0][0] == "201")
            for nowhere: BookAddress in [.register(0), .register(999_999), .followUp(999_999)] {
                #expect(
                    await refusal { try await flow.bookPage(nowhere, year: year, by: people.clerk) } == "not-found")
            }
            for wrong in [0, -1, 10_000, Int.max] {
                #expect(
                    await refusal { try await flow.bookPage(.posting, year: wrong, by: people.clerk) } != nil)
            }
        }
    }

    @Test("follow up an incoming document from who leads and by when to the number of the answer")
    func followUp() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let id = try await office.register(by: people.clerk)
            let register = try await flow.register(named: "Sổ văn bản đến", by: people.clerk)
            func line() async throws -> [String] {
                try await flow.book(.followUp(register), year: year, by: people.clerk).rows[0]
            }
            let fresh = try await line()
            #expect(fresh[0] == "1" && fresh[2] == "" && fresh[5] == "")
            #expect(fresh[4] == IncomingDocument.State.received.label.vietnamese)
            let deadline = try #require(Day("\(year + 1)-03-02"))
            var order = AssignmentOrder(lead: people.specialistA.asAssignee)
            order.deadline = deadline
            _ = try await flow.assign(id, order, seen: 1, by: people.leader)
            let assigned = try await line()
            #expect(assigned[2].contains(people.specialistA.officer.name) && assigned[3] == deadline.written)
            _ = try await office.issued(people, answers: id)
            let answered = try await line()
            #expect(answered[5].hasPrefix("01/QĐ-") && answered[4].contains(Day(in: .now).written), "\(answered)")
        }
    }

    @Test("account for each number also of incoming registers, and are closed only by a registrar who says so")
    func proof() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let register = try await flow.register(named: "Sổ văn bản đến", by: people.clerk)
            _ = try await office.register(by: people.clerk)
            try await office.fill(register, of: people.clerk, to: 12)
            let whole = try await flow.numberProof(of: register, year: year, by: people.auditor)
            #expect(whole.given == 12 && whole.inForce == 12 && whole.missing.isEmpty)
            try await office.owner.write { transaction in
                try transaction.execute(Workflow.testEvent)
                try transaction.execute("SET LOCAL session_replication_role = replica")
                try transaction.execute("DELETE FROM incoming_document WHERE number IN (5, 12)")
            }
            let holed = try await flow.numberProof(of: register, year: year, by: people.auditor)
            #expect(holed.missing == [5, 12] && holed.inForce == 10)
            try await office.refuses("fields: confirmed required", "register.closed", of: people.clerk) {
                try await flow.closeRegister(register, year: year - 1, isConfirmed: false, by: people.clerk)
            }
            try await office.refuses("not-in-role", "register.closed", of: people.leader) {
                try await flow.closeRegister(register, year: year - 1, by: people.leader)
            }
        }
    }

    @Test("keep what goes to one's own units out of the choices of who registers")
    func internalRegister() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let before = try await flow.registers(for: people.clerk).map(\.name)
            _ = try await office.issued(people)
            #expect(try await flow.registers(for: people.clerk).map(\.name) == before)
            let hidden = try await flow.register(named: "Sổ văn bản nội bộ", by: people.clerk)
            #expect(
                await refusal {
                    try await flow.registerIncoming(
                        Registration(details: details(), register: hidden), by: people.clerk)
                } == "register-missing", "nor is it taken where somebody names it")
        }
    }
}

extension TestOffice {
    func register(by clerk: Caller) async throws -> IncomingDocument.ID {
        try await workflow.registerIncoming(Registration(details: details()), by: clerk).document
    }

    /// Makes copies of a register's first line until it has so many.
    func fill(_ register: Int, of clerk: Caller, to last: Int) async throws {
        try await owner.write { transaction in
            try transaction.execute(Workflow.testEvent)
            try transaction.execute("SET LOCAL session_replication_role = replica")
            try transaction.execute(
                """
                INSERT INTO incoming_document (agency_id, register_id, year, number, arrived_on, sender_name, sender_code,
                    code_number, code_notation, reference_key, issued_on, type_name, subject, signer_name,
                    signer_position, signer_competence, urgency, note, source, sender_document_code, registered_by)
                SELECT agency_id, register_id, year, n, arrived_on, sender_name, sender_code, n::text, code_notation,
                    n || reference_key, issued_on, type_name, subject || ' ' || n, signer_name, signer_position,
                    signer_competence, urgency, note, source, '', registered_by
                FROM incoming_document CROSS JOIN generate_series(2, \(last)::int) AS n
                WHERE register_id = \(register) AND number = 1
                """)
            try transaction.execute(
                "UPDATE register_year SET last_number = \(last)::int WHERE register_id = \(register)")
        }
    }
}
