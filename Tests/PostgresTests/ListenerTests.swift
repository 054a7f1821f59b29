import Testing

@testable import Postgres

@Suite("A listener")
struct ListenerTests {
    @Test
    func hearsNotificationsAndSaysWhenItMayHaveMissedSome() async throws {
        try await TestDatabase.with { test in
            let listener = Listener(test.configuration(), channels: ["arrivals", "Odd \"name\""])
            var heard = listener.notifications.makeAsyncIterator()
            func next() async -> String? {
                await heard.next().map { "\($0.channel):\($0.isAfterConnecting ? "connected" : $0.payload)" }
            }
            #expect(await next() == "arrivals:connected")
            #expect(await next() == "Odd \"name\":connected")

            try test.run("NOTIFY arrivals, 'một'; NOTIFY elsewhere, 'x'; NOTIFY arrivals, 'hai'")
            #expect(await next() == "arrivals:một")
            #expect(await next() == "arrivals:hai")
            try test.run("NOTIFY \"Odd \"\"name\"\"\"")
            #expect(await next() == "Odd \"name\":")

            try test.terminateAll()
            #expect(await next() == "arrivals:connected")
            #expect(await next() == "Odd \"name\":connected")
            try test.run("NOTIFY arrivals, 'ba'")
            #expect(await next() == "arrivals:ba")

            listener.shutdown()
            #expect(await next() == nil)
        }
    }

    @Test
    func endsWhileTheDatabaseIsAway() async {
        let listener = Listener(.init(conninfo: "host=/nowhere"), channels: ["arrivals"])
        listener.shutdown()
        for await _ in listener.notifications { Issue.record("nobody can have said anything") }
    }
}
