import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("Prints of books in the background", .serialized)
struct BookPrintTests {
    private let year = Day(in: .now).year

    private func printed(_ text: String) -> String {
        text.withHiddenShown.precomposedStringWithCanonicalMapping.filter { !$0.isWhitespace }
    }

    @Test("say column by column what the books say: follow-up, archive copies, copies and the posting book")
    func areFaithful() async throws {
        try await withOffice({ $0.outgoing = .forStories }) { office in
            let people = try await People(office)
            let flow = office.workflow
            let desk = try PaperDesk()
            let posted = try await office.issued(people)
            try await flow.recordPosting(of: posted, to: 2, covers: 3, note: "<b>Thư</b> & bảo đảm", by: people.clerk)
            for number in 1...3 {
                let use = ArchiveUse(
                    user: "Người \(number)\u{202E}", permittedBy: "Chánh Văn phòng", dossier: "0\(number).VP",
                    note: "dòng một\ndòng hai")
                let entry = try await flow.recordArchiveUse(of: posted, use, by: people.clerk)
                if number == 2 { try await flow.returnArchive(entry, of: posted, by: people.clerk) }
                _ = try await flow.copyDocument(
                    posted, CopyRequest(kind: .same, recipient: "Sở \(number)", copies: number), by: people.clerk)
            }
            let shelf = try await flow.bookShelf(by: people.clerk)
            let counted: [OfficeBook: Int] = [
                .incoming: 1, .followUp: 0, .outgoing: 0, .made: 0, .posting: 0, .copies: 0,
            ]
            var seen: Set<OfficeBook> = []
            for one in shelf.books where one.lines > 0 {
                let contents = try await flow.book(one.address, year: year, by: people.clerk)
                #expect(contents.rows.count == one.lines)
                let id = try await flow.askPrint(of: one.address, year: year, by: people.leader)
                #expect(try await flow.printWaitingBook())
                let file = try await flow.openPrint(id, by: people.auditor)
                let book = try PrintedBook(file.path, contents.book, desk)
                let rows = book.rows(counted: counted[contents.book] ?? 0)
                #expect(rows == contents.rows.map { $0.map(printed) }, "\(contents.book)")
                let print = try #require(try await flow.bookPrints(by: people.clerk).first)
                #expect(print.state == .done && print.proof == BookProof.digest(of: contents) && print.pages == 1)
                #expect(try desk.text(file.path).filter { !$0.isWhitespace }.contains(print.proof ?? "-"))
                seen.insert(contents.book)
            }
            #expect(seen == [.incoming, .followUp, .outgoing, .made, .posting, .copies])
        }
    }

    @Test("are one at a time for a person, for whom the rules allow it, and only where there are programs")
    func limits() async throws {
        try await withOffice({ $0.outgoing = .forStories }) { office in
            let people = try await People(office)
            let flow = office.workflow
            let both = await withTaskGroup(of: String?.self) { group in
                for _ in 1...8 {
                    group.addTask {
                        await refusal { try await flow.askPrint(of: .posting, year: 2020, by: people.clerk) }
                    }
                }
                return await group.reduce(into: [String?]()) { $0.append($1) }
            }
            #expect(both.filter { $0 == nil }.count == 1 && both.filter { $0 == "print-waiting" }.count == 7)
            _ = try await flow.askPrint(of: .archive, year: 2020, by: people.leader)
            try await office.refuses("not-in-role", "register.print-asked", of: people.headA) {
                try await flow.askPrint(of: .posting, year: 2020, by: people.headA)
            }
            try await office.refuses("not-found", "register.print-asked", of: people.auditor) {
                try await flow.askPrint(of: .register(999_999), year: 2020, by: people.auditor)
            }
            let first = try #require(try await flow.bookPrints(by: people.clerk).last)
            #expect(await refusal { try await flow.openPrint(first.id, by: people.clerk) } == "not-found", "not yet")
            // Two workers: each print is made once.
            async let one = flow.printWaitingBook()
            async let other = flow.printWaitingBook()
            _ = try await (one, other)
            while try await flow.printWaitingBook() {}
            #expect(try await flow.bookPrints(by: people.clerk).map(\.state) == [.done, .done])
            #expect(
                try await office.count("SELECT count(*) AS n FROM audit.event WHERE action = 'register.printed'") == 2)
            #expect(await refusal { try await flow.openPrint(first.id, by: people.foreignClerk) } == "not-found")
            #expect(try await flow.bookPrints(by: people.foreignClerk).isEmpty)
        }
        try await withOffice { office in
            let people = try await People(office)
            try await office.refuses("no-programs", "register.print-asked", of: people.clerk) {
                try await office.workflow.askPrint(of: .posting, year: 2020, by: people.clerk)
            }
        }
    }

    @Test("that a stop interrupts are begun again by the next start, and what fails again and again is given up")
    func restarts() async throws {
        try await withOffice({ $0.outgoing = .forStories }) { office in
            let people = try await People(office)
            let flow = office.workflow
            let register = try await flow.register(named: "Sổ văn bản đến", by: people.clerk)
            _ = try await office.register(by: people.clerk)
            try await office.fill(register, of: people.clerk, to: 1500)
            _ = try await flow.askPrint(of: .register(register), year: year, by: people.clerk)
            let stopped = Task { try await flow.printWaitingBook() }
            while try await flow.bookPrints(by: people.clerk)[0].state != .printing {
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(try await flow.printWaitingBook() == false, "somebody prints it")
            stopped.cancel()
            _ = try? await stopped.value
            #expect(try await flow.bookPrints(by: people.clerk)[0].state == .waiting)
            // The machine goes down in the middle of it: nobody lets go, and it is silent for a minute.
            try await office.owner.write { transaction in
                try transaction.execute(
                    "UPDATE book_print_progress SET attempts = 1, beat_at = now() - interval '2 minutes'")
            }
            #expect(try await flow.printWaitingBook())
            let done = try await flow.bookPrints(by: people.clerk)[0]
            #expect(done.state == .done && done.lines == 1500)

            _ = try await flow.askPrint(of: .posting, year: 2020, by: people.clerk)
            try await office.owner.write { transaction in
                try transaction.execute(
                    """
                    INSERT INTO book_print_progress (print_id, agency_id, worker, attempts, beat_at)
                    SELECT id, agency_id, gen_random_uuid(), 3, now() - interval '2 minutes' FROM book_print
                    WHERE finished_at IS NULL
                    """)
            }
            #expect(try await flow.printWaitingBook())
            let failed = try await flow.bookPrints(by: people.clerk)[0]
            #expect(failed.state == .failed && failed.failure.contains("book.py"))
            _ = try await flow.askPrint(of: .posting, year: 2020, by: people.clerk)
        }
    }
}
