import Foundation
import Postgres
import TestOffice
import Testing

@Suite("Starting and stopping the office", .serialized, .oneAtATime)
struct StartAndStopTests {
    @Test func refusesADatabaseThatCouldLoseDocumentsOrIsNotItsOwn() async throws {
        try await withPrivateCluster { cluster in
            let superuser = try await self.refusal(cluster.owner, cluster.files)
            #expect(superuser.contains("superuser") && superuser.contains("congvan_service"), "\(superuser)")

            let other = cluster.service.replacing("dbname=office", with: "dbname=postgres")
            let empty = try await self.refusal(other, cluster.files)
            #expect(empty.contains("congvan migrate"), "\(empty)")

            let readOnly = try await self.refusal(cluster.service, "/proc/nowhere")
            #expect(readOnly.contains("file store"), "\(readOnly)")

            for setting in ["fsync", "full_page_writes", "synchronous_commit"] {
                try await onThread {
                    try cluster.stop()
                    try cluster.start("\(setting)=off")
                }
                let unsafe = try await self.refusal(cluster.service, cluster.files)
                #expect(unsafe.contains(setting), "\(unsafe)")
            }
        }
    }

    @Test func finishesWhatWasAskedAndStartsAgain() async throws {
        // Who waits for the register is told to come back after 3 seconds; here somebody holds it for as long as it takes.
        try await withOffice { house in
            try await serve(
                RunningOffice(
                    house.conninfo + " options='-c lock_timeout=30s -c statement_timeout=30s'", files: house.folder)
            ) { try await stop($0, house) }
        }
    }

    private func stop(_ office: RunningOffice, _ house: TestOffice) async throws {
        let program = try await Program.signedIn("van.thu", to: office)
        #expect(try await program.post("/incoming", .object(Papers.details("1"))).status == 201)
        let port = office.port
        let (goOn, over) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        async let idle: Void = onThread {
            let wire = try Wire(port: port)
            try wire.send(Request("GET", "/health").bytes(to: port, keepAlive: true))
            _ = try wire.answer()
            // A browser keeps its connection though it asks nothing more.
            _ = over.wait(timeout: .now() + 60)
        }
        let slow = program.dressed(program.act("/incoming", .object(Papers.details("2")))).bytes(to: port)

        // Eight clerks wait for the register, which somebody holds; a ninth is in the middle of sending.
        let register = HeldRegister(house.ownerConninfo)
        try await register.take()
        async let answers = withThrowingTaskGroup(of: Int.self) { group in
            for number in 3...10 {
                group.addTask { try await program.post("/incoming", .object(Papers.details("\(number)"))).status }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        async let late = onThread {
            let wire = try Wire(port: port)
            try wire.send(Array(slow.dropLast(40)))
            _ = goOn.wait(timeout: .now() + 30)
            try wire.send(Array(slow.suffix(40)))
            return try wire.answer().status
        }
        try await eventually("the clerks wait") { try await register.waiting() == 8 }
        let began = Date()
        office.terminate()
        try await Task.sleep(for: .milliseconds(300))
        goOn.signal()
        await register.giveBack()

        #expect(try await answers == Array(repeating: 201, count: 8), "whoever had asked is answered")
        #expect(try await late == 201, "and whoever was about to")
        let ending = try await onThread { try office.waitForEnd(40) }
        #expect(ending == .exited(0))
        #expect(-began.timeIntervalSinceNow < 25)
        await #expect(throws: Failed.self) { try await onThread { _ = try Wire(port: port) } }
        over.signal()
        try await idle

        try await onThread { try office.start() }
        #expect(try await program.get("/incoming").json["items"]?.array.count == 10)
        #expect(try await house.count("SELECT last_number AS n FROM register_year") == 10)
        let stops: SQL = "SELECT count(*) AS n FROM audit.event WHERE action = 'service.stopped'"
        #expect(try await house.count(stops) == 1, "the stop is on record")
    }

    /// What the program says when it refuses to start: one line.
    private func refusal(_ conninfo: String, _ files: String) async throws -> String {
        let run = try await onThread {
            try ChildProcess.run(
                [RunningOffice.program, "serve", "--database", conninfo, "--port", "0", "--files", files])
        }
        #expect(run.ending == .exited(1), "\(run.output)")
        #expect(run.output.split(separator: "\n").count == 1, "\(run.output)")
        return run.output
    }
}

/// The register's counter, held by a transaction that takes its time.
private final class HeldRegister: Sendable {
    private let holder: Database
    private let watcher: Database
    private let taken = AsyncStream.makeStream(of: Void.self)
    private let given = DispatchSemaphore(value: 0)

    init(_ conninfo: String) {
        holder = Database(.init(conninfo: conninfo, connections: 1, idleInTransactionTimeout: .seconds(30)))
        watcher = Database(.init(conninfo: conninfo, connections: 1))
    }

    func take() async throws {
        Task {
            _ = try await holder.write { [taken, given] transaction in
                _ = try transaction.row("SELECT last_number FROM register_year FOR UPDATE") {
                    try $0["last_number"] as Int
                }
                taken.continuation.yield()
                _ = given.wait(timeout: .now() + 20)
            }
        }
        for await _ in taken.stream { return }
    }

    func waiting() async throws -> Int {
        try await watcher.row(
            """
            SELECT count(*) AS n FROM pg_stat_activity
            WHERE usename = 'congvan_service' AND datname = current_database() AND wait_event_type = 'Lock'
            """
        ) { try $0["n"] as Int } ?? 0
    }

    func giveBack() async {
        given.signal()
        await holder.shutdown()
        await watcher.shutdown()
    }
}
