import Glibc
import Testing

@testable import Postgres

private let schema = "CREATE TABLE entry (word text NOT NULL)"

@Suite("The pool of connections")
struct PoolTests {
    @Test func servesManyTasksWithFewThreads() async throws {
        try await TestDatabase.with(schema) { test in
            try await Database.with(test.configuration(connections: 4)) { database in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<200 {
                        group.addTask {
                            try await database.write { transaction in
                                try transaction.execute("INSERT INTO entry VALUES (\("word \(number)"))")
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                #expect(try test.value("SELECT count(DISTINCT word) FROM entry") == 200)
                let connections = database.gauges.connections
                #expect((1...4).contains(connections))
            }
        }
    }

    @MainActor
    @Test func isReachedFromTheMainActorAndComesBack() async throws {
        let test = try TestDatabase.common()
        let database = Database(test.configuration(connections: 1))
        let one = try await database.row("SELECT 1 AS n") { try $0["n"] as Int }
        #expect(one == 1)
        MainActor.preconditionIsolated()
        await database.shutdown()
    }

    @Test func keepsAHandlerOnItsThread() async throws {
        let test = try TestDatabase.common()
        try await Database.with(test.configuration(connections: 4)) { database in
            let threads = try await database.onPool { () async throws -> [UInt] in
                var threads = [currentThread()]
                for _ in 1...20 {
                    threads.append(try await database.write { _ in currentThread() })
                    threads.append(currentThread())
                    threads.append(try await database.onPool { currentThread() })
                }
                return threads
            }
            #expect(Set(threads).count == 1)
            #expect(threads[0] != currentThread())
        }
    }

    @Test func tellsThatItIsBusyInTime() async throws {
        let test = try TestDatabase.common()
        let configuration = test.configuration(connections: 2, connectionWait: .milliseconds(200))
        try await Database.with(configuration) { database in
            let hold = Hold()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...2 { group.addTask { try await database.read { _ in hold.wait() } } }
                try await eventually { database.gauges.busy == 2 && database.gauges.waiting == 0 }

                let start = ContinuousClock.now
                let direct = await failure { try await database.row("SELECT 1") { _ in } }
                let handler = await failure { try await database.onPool { Issue.record("it ran") } }
                let elapsed = ContinuousClock.now - start
                hold.end()
                #expect(direct?.kind == .busy)
                #expect(handler?.kind == .busy)
                #expect(elapsed > .milliseconds(350))
                try await group.waitForAll()
            }
            // As soon as there is a thread again, it is no longer busy.
            try await eventually { database.gauges.busy == 0 }
            #expect(try await database.row("SELECT 1 AS n") { try $0["n"] as Int } == 1)
        }
    }

    @Test func givesTheThreadOfAWaitingHandlerToOthers() async throws {
        let test = try TestDatabase.common()
        try await Database.with(test.configuration(connections: 1)) { database in
            let (uploads, upload) = AsyncStream<Void>.makeStream()
            async let handler: Int? = database.onPool {
                for await _ in uploads { break }
                return try await database.row("SELECT 1 AS n") { try $0["n"] }
            }
            for _ in 1...5 { _ = try await database.row("SELECT 2") { _ in } }
            upload.yield()
            let one = try await handler
            #expect(one == 1)
        }
    }

    @Test func tellsAHandlerThatComesBackWhenThereIsNoThreadForIt() async throws {
        let test = try TestDatabase.common()
        let configuration = test.configuration(connections: 1, connectionWait: .milliseconds(300))
        try await Database.with(configuration) { database in
            let hold = Hold()
            let isIn = Counter()
            let (uploads, upload) = AsyncStream<Void>.makeStream()
            async let handler = failure {
                try await database.onPool {
                    isIn.next()
                    for await _ in uploads { break }
                    _ = try await database.row("SELECT 1") { _ in }
                }
            }
            try await eventually { isIn.count == 1 }
            async let slow: Void = database.read { _ in hold.wait() }
            try await eventually { database.gauges.connections == 1 && database.gauges.busy == 1 }
            upload.yield()
            #expect(await handler?.kind == .busy)
            hold.end()
            try await slow
        }
    }

    @Test func countsWhatItIsDoing() async throws {
        let test = try TestDatabase.common()
        try await Database.with(test.configuration(connections: 2)) { database in
            #expect(database.gauges.connections == 0)
            let hold = Hold()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...5 { group.addTask { try await database.read { _ in hold.wait() } } }
                try await eventually {
                    let gauges = database.gauges
                    return gauges.connections == 2 && gauges.busy == 2 && gauges.waiting == 3
                }
                hold.end()
                try await group.waitForAll()
            }
            try await eventually { database.gauges.busy == 0 && database.gauges.waiting == 0 }
        }
    }

    @Test func finishesItsWorkWhenItIsShutDownAndTakesNoMore() async throws {
        let test = try TestDatabase.common()
        let database = Database(test.configuration(connections: 2))
        await withThrowingTaskGroup(of: Int?.self) { group in
            for _ in 1...10 {
                group.addTask { try await database.row("SELECT pg_sleep(0.05), 1 AS n") { try $0["n"] } }
            }
            _ = await group.nextResult()
            await database.shutdown()
            // Those that had not come as far as the queue are refused; none hangs.
            while let result = await group.nextResult() {
                if case .failure(let error) = result { #expect((error as? PostgresError)?.kind == .connection) }
            }
        }
        #expect(database.gauges.connections == 0)
        #expect(await failure { try await database.row("SELECT 1") { _ in } }?.kind == .connection)
        await database.shutdown()
    }

    @Test func endsItsThreadsWhenNobodyHoldsIt() async throws {
        let test = try TestDatabase.common()
        let name = "forgotten \(UInt.random(in: 0...UInt.max))"
        do {
            var configuration = test.configuration(connections: 2)
            configuration.applicationName = name
            let database = Database(configuration)
            _ = try await database.row("SELECT 1") { _ in }
        }
        try await test.wait(until: "SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name = '\(name)'")
    }
}

private func currentThread() -> UInt {
    UInt(pthread_self())
}
