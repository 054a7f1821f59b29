import Postgres
import Records
import TestOffice
import Testing

@testable import Workflow

extension ReceivedFile {
    /// A file that the database refuses, after the number was taken: its digest is none.
    fileprivate static let impossible = ReceivedFile(digest: [1, 2, 3], size: 1, name: "a", mediaType: "text/plain")
}

@Suite("The numbers of a register")
struct NumberingTests {
    /// Sixteen clerks at once on four connections, 25 documents each; `spoil` says which of the 400 are rolled back
    /// after their number was taken.
    private func rush(_ office: TestOffice, _ people: People, spoil: @Sendable @escaping (Int) -> Bool) async throws
        -> [Int]
    {
        try await withThrowingTaskGroup(of: [Int].self) { group in
            for clerk in 0..<16 {
                group.addTask {
                    var numbers: [Int] = []
                    for turn in 0..<25 {
                        let nth = clerk * 25 + turn
                        let registration = Registration(
                            details: details("\(nth)"), files: spoil(nth) ? [.impossible] : [])
                        do {
                            let by = clerk.isMultiple(of: 2) ? people.clerk : people.clerk2
                            numbers.append(try await office.workflow.registerIncoming(registration, by: by).number)
                            #expect(!spoil(nth))
                        } catch is PostgresError where spoil(nth) {
                            continue
                        }
                    }
                    return numbers
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    @Test("have no gap and no repeat, however many register at once")
    func concurrent() async throws {
        try await withOffice({ $0.database.connectionWait = .seconds(60) }) { office in
            let numbers = try await rush(office, try await People(office)) { _ in false }
            #expect(numbers.sorted() == Array(1...400))
        }
    }

    @Test("are given back when a registration fails half-way: still no gap")
    func rolledBack() async throws {
        try await withOffice({ $0.database.connectionWait = .seconds(60) }) { office in
            let people = try await People(office)
            let numbers = try await rush(office, people) { $0.isMultiple(of: 3) }
            #expect(numbers.sorted() == Array(1...266))
            #expect(try await office.count("SELECT count(*) AS n FROM incoming_document") == 266)
            #expect(try await office.count("SELECT last_number AS n FROM register_year") == 266)
            #expect(try await office.count("SELECT count(*) AS n FROM stored_file") == 0)
        }
    }

    @Test("run on in each register by itself, from one")
    func registers() async throws {
        try await withOffice { office in
            let people = try await People(office)
            _ = try await office.workflow.foundAgency(code: "H99.18", name: "", units: [], register: "Sổ đơn thư")
            let books = try await office.workflow.registers(for: people.clerk)
            #expect(books.map(\.name) == ["Sổ văn bản đến", "Sổ đơn thư"] && books.map(\.nextNumber) == [1, 1])
            var numbers: [Int] = []
            for (nth, book) in [0, 0, 1, 0, 1].enumerated() {
                let registration = Registration(details: details("\(nth)"), register: books[book].id)
                numbers.append(try await office.workflow.registerIncoming(registration, by: people.clerk).number)
            }
            #expect(numbers == [1, 2, 1, 3, 2])
            #expect(try await office.workflow.registers(for: people.clerk).map(\.nextNumber) == [4, 3])
            #expect(try await office.register(by: people.foreignClerk) > 0)
            #expect(try await office.workflow.registers(for: people.foreignClerk).map(\.nextNumber) == [2])
        }
    }

    @Test("count by one and never change, not even for the database's owner")
    func constraints() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.register(by: people.clerk)
            func tries(_ statement: SQL) async -> String? {
                await refusal {
                    try await office.owner.write { transaction in
                        try transaction.execute(
                            "INSERT INTO audit.event (actor_roles, channel, action, outcome, object_kind) VALUES ('', 'command', 'test', 'allowed', 'service')"
                        )
                        try transaction.execute(statement)
                    }
                }
            }
            #expect(
                await tries("UPDATE register_year SET last_number = last_number + 2")
                    == "fault: register_year_counts_by_one")
            #expect(
                await tries("UPDATE register_year SET last_number = last_number")
                    == "fault: register_year_counts_by_one")
            #expect(
                await tries("UPDATE register_year SET last_number = last_number - 1")
                    == "fault: register_year_counts_by_one")
            let next: SQL = "INSERT INTO register_year SELECT register_id, agency_id, year + 1, 2 FROM register_year"
            #expect(await tries(next) == "fault: register_year_counts_by_one")
            let newYear: SQL = "INSERT INTO register_year SELECT register_id, agency_id, year + 1, 1 FROM register_year"
            #expect(await tries(newYear) == nil, "the next year begins with one")
            #expect(
                await tries("UPDATE incoming_document SET number = 2 WHERE id = \(id)")
                    == "fault: incoming_document_number_never_changes")
            #expect(
                await tries("UPDATE incoming_document SET year = year - 1 WHERE id = \(id)")
                    == "fault: incoming_document_number_never_changes")
            let copy: SQL =
                """
                INSERT INTO incoming_document (agency_id, register_id, year, number, arrived_on, sender_name, code_number,
                    reference_key, issued_on, type_name, subject, source, registered_by)
                SELECT agency_id, register_id, year, number, arrived_on, sender_name, code_number, reference_key, issued_on,
                    type_name, subject, source, registered_by FROM incoming_document WHERE id = \(id)
                """
            #expect(await tries(copy) == "fault: incoming_document_number_once")
        }
    }
}
