import Foundation
import Postgres
import Synchronization
import TestOffice
import Testing

/// Rule A2 of the trail's design: no byte of content leaves before its event is durable.
@Suite("What people were shown", .serialized, .oneAtATime)
struct LooksOnRecordTests {
    @Test func isOnRecordHoweverOftenTheServiceIsKilled() async throws {
        try await withRunningOffice { office, house in
            let clerk = try await Program.signedIn("van.thu", to: office)
            let scan = try await clerk.post("/intakes", file: "quet.pdf", Array("%PDF-1.4 trang".utf8))
            let file = try #require(scan.json["attachments"]?[0]?["id"]?.integer)
            let entry = try await clerk.post("/incoming", .object(Papers.details("1")))
            let document = try #require(entry.json["document"]?.integer)
            let readers = Readers(clerk, ["/incoming/\(document)", "/attachments/\(file)", "/incoming?q=van"])
            try await readers.read {
                for _ in 0..<4 {
                    try await Task.sleep(for: .milliseconds(Int.random(in: 300...1200)))
                    try await onThread {
                        try office.kill()
                        try office.start()
                    }
                }
            }
            let shown = readers.shown
            #expect(shown.count > 50 && readers.lost > 0, "the faults hit somebody: \(shown.count), \(readers.lost)")
            let onRecord = try await house.count(
                """
                SELECT count(DISTINCT request) AS n FROM audit.event
                WHERE request = ANY (\(shown)::uuid[]) AND outcome = 'allowed'
                """)
            #expect(onRecord == shown.count, "each answer that arrived has its event")
        }
    }
}

/// Eight people who open one thing after another, and note under which number each whole answer came.
private final class Readers: Sendable {
    private struct Work {
        var shown: [String] = []
        var lost = 0
        var isOver = false
    }

    private let requests: [[UInt8]]
    private let port: Int
    private let work = Mutex(Work())

    init(_ program: Program, _ paths: [String]) {
        port = program.port
        requests = paths.map { program.dressed(Request("GET", "/api/v1" + $0)).bytes(to: program.port) }
    }

    var shown: [String] { work.withLock { $0.shown } }
    var lost: Int { work.withLock { $0.lost } }

    func read(while something: () async throws -> Void) async throws {
        async let reading: Void = withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 { group.addTask { try await onThread { self.read(from: number) } } }
            try await group.waitForAll()
        }
        do {
            try await something()
        } catch {
            work.withLock { $0.isOver = true }
            throw error
        }
        work.withLock { $0.isOver = true }
        try await reading
    }

    private func read(from first: Int) {
        var next = first
        while !work.withLock({ $0.isOver }) {
            let request = requests[next % requests.count]
            next += 1
            guard let wire = try? Wire(port: port), (try? wire.send(request)) != nil, let answer = try? wire.answer(),
                answer.status == 200, let number = answer["x-request-id"]
            else {
                work.withLock { $0.lost += 1 }
                usleep(20_000)
                continue
            }
            work.withLock { $0.shown.append(number) }
        }
    }
}
