import Testing

@testable import Postgres

private let schema = "CREATE TABLE look (n int PRIMARY KEY CHECK (n >= 0))"

@Suite("A group commit")
struct GroupCommitTests {
    private func insert(_ transaction: borrowing Transaction, _ numbers: [Int]) throws {
        try transaction.execute("INSERT INTO look SELECT unnest(\(numbers)::int[])")
    }

    @Test func writesManyEntriesInFewTransactionsAndRefusesOnlyTheBadOnes() async throws {
        try await TestDatabase.with(schema) { test in
            let commits = GroupCommit<Int>(test.configuration()) { try insert($0, $1) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<2_000 {
                    group.addTask {
                        if number == 777 {
                            let error = await failure { try await commits.submit(-1).value() }
                            #expect(error?.kind == .server(sqlState: "23514"))
                        } else {
                            try await commits.submit(number).value()
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try test.value("SELECT count(*) FROM look") == 1_999)
            #expect(try test.value("SELECT count(DISTINCT xmin::text) FROM look", as: Int.self) < 500)
            await commits.shutdown()
        }
    }

    @Test func writesEverythingBeforeItIsShutDown() async throws {
        try await TestDatabase.with(schema) { test in
            let commits = GroupCommit<Int>(test.configuration()) { try insert($0, $1) }
            let tickets = (0..<3_000).map { commits.submit($0) }
            await commits.shutdown()
            #expect(try test.value("SELECT count(*) FROM look") == 3_000)
            for ticket in tickets { try await ticket.value() }
            #expect(await failure { try await commits.submit(1).value() }?.kind == .connection)
            await commits.shutdown()
        }
    }

    @Test func survivesAConnectionThatWasClosedMeanwhile() async throws {
        try await TestDatabase.with(schema) { test in
            let commits = GroupCommit<Int>(test.configuration()) { try insert($0, $1) }
            try await commits.submit(1).value()
            try await Task.sleep(for: .milliseconds(20))
            try test.terminateAll()
            try await commits.submit(2).value()
            #expect(try test.value("SELECT count(*) FROM look") == 2)
            await commits.shutdown()
        }
    }

    @Test func tellsWhenTheDatabaseIsAwayOrTheQueueIsFull() async throws {
        let away = GroupCommit<Int>(.init(conninfo: "host=/nowhere")) { _, _ in }
        let lost = (0..<100).map { away.submit($0) }
        for ticket in lost { #expect(await failure { try await ticket.value() }?.kind == .connection) }
        await away.shutdown()

        let test = try TestDatabase.common()
        let hold = Hold()
        let flushes = Counter()
        let slow = GroupCommit<Int>(test.configuration()) { _, _ in
            flushes.next()
            hold.wait()
        }
        let first = slow.submit(0)
        try await eventually { flushes.count == 1 }
        let waiting = (1...10_000).map { slow.submit($0) }
        #expect(await failure { try await slow.submit(0).value() }?.kind == .busy)
        hold.end()
        for ticket in [first] + waiting { try await ticket.value() }
        await slow.shutdown()
    }
}
