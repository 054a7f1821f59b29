import Foundation
import Postgres
import TestOffice
import Testing
import Workflow

@testable import Web

extension WebServerTests {
    @Suite("Clients that mean no good")
    struct RudeClientTests {
        /// Limits that a test can wait for.
        private static func hasty(_ configuration: inout WebConfiguration) {
            configuration.limits.headDeadline = .seconds(1)
            configuration.limits.bodyPause = .seconds(1)
            configuration.limits.readPause = .seconds(1)
            configuration.limits.idle = .seconds(2)
        }

        @Test func cannotHoldAConnectionWithASlowHead() async throws {
            try await withOpenOffice(Self.hasty) { house in
                let port = house.port
                let seconds = try await onThread {
                    let start = ContinuousClock.now
                    let wire = try Wire(port: port)
                    try? wire.send("GET / HTTP/1.1\r\nHost: x\r\n")
                    for _ in 0..<30 {
                        usleep(100_000)
                        do { try wire.send("X: y\r\n") } catch { break }
                    }
                    _ = try? wire.rest()
                    return (ContinuousClock.now - start).components.seconds
                }
                #expect(seconds <= 4)
                #expect(try await house.visitor().get("/sign-in").status == 200)
            }
        }

        @Test func cannotHoldAConnectionWithASlowBody() async throws {
            try await withOpenOffice(Self.hasty) { house in
                let port = house.port
                let seconds = try await onThread {
                    let start = ContinuousClock.now
                    let wire = try Wire(port: port)
                    try wire.send(
                        "POST /sign-in HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\n"
                            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n")
                    for _ in 0..<50 {
                        usleep(100_000)
                        do { try wire.send("a") } catch { break }
                    }
                    _ = try? wire.rest()
                    return (ContinuousClock.now - start).components.seconds
                }
                #expect(seconds <= 4)
            }
        }

        @Test func cannotHoldAnAnswerByNotReadingIt() async throws {
            try await withOpenOffice(Self.hasty) { house in
                let person = try await house.person("van.thu")
                let caller = try await house.office.caller("van.thu")
                let file = try house.office.file(
                    "scan.pdf", Array("%PDF-1.4\n".utf8) + [UInt8](repeating: 0x20, count: 30 << 20))
                let intake = try await house.office.workflow.takeIn(file, by: caller, key: nil)
                let attachment = try #require(intake.attachments.first)
                let port = house.port
                let cookie = person.cookies.map { "\($0.key)=\($0.value)" }.joined()
                let read = try await onThread {
                    let wire = try Wire(port: port, window: 4096)
                    try wire.send("GET /attachments/\(attachment.id) HTTP/1.1\r\nHost: x\r\nCookie: \(cookie)\r\n\r\n")
                    sleep(4)
                    return try wire.rest().count
                }
                #expect(read < 20 << 20, "the server gave up, so the file did not arrive whole")
                #expect(try await person.get("/attachments/\(attachment.id)").body.count == file.size)
            }
        }

        @Test func areToldThatItIsTooMuchBeforeItIsRead() async throws {
            try await withOpenOffice { house in
                let program = try await house.program("van.thu")
                let port = house.port
                let announced = try await onThread {
                    let wire = try Wire(port: port)
                    try wire.send(
                        "POST /api/v1/incoming HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(program.token ?? "")\r\n"
                            + "Content-Type: application/json\r\nContent-Length: 10000000000\r\n\r\nabc")
                    let answer = try wire.answer()
                    _ = try wire.rest()
                    return answer
                }
                #expect(announced.status == 413)
                #expect(announced["connection"] == "close")
                #expect(announced["content-type"] == "application/problem+json")
            }
        }

        @Test func areStoppedWhereABodyInChunksNeverEnds() async throws {
            try await withOpenOffice({ $0.limits.upload = 4 << 20 }) { house in
                let program = try await house.program("van.thu")
                let port = house.port
                let (answer, sent) = try await onThread {
                    let wire = try Wire(port: port)
                    try wire.send(
                        "POST /api/v1/intakes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(program.token ?? "")\r\n"
                            + "X-File-Name: a.pdf\r\nTransfer-Encoding: chunked\r\n\r\n")
                    let piece = Array("100000\r\n".utf8) + [UInt8](repeating: 0x41, count: 1 << 20) + Array("\r\n".utf8)
                    var sent = 0
                    for _ in 0..<200 {
                        do { try wire.send(piece) } catch { break }
                        sent += 1
                    }
                    return (try? wire.answer(), sent)
                }
                #expect(sent < 60, "\(sent) MiB were taken")
                if let answer { #expect(answer.status == 413) }
                #expect(try await house.visitor().get("/health").status == 200)
            }
        }

        /// Requests of which the end is anybody's guess, and others that no honest client sends.
        private static let rude: [(String, Int)] = [
            ("GET / HTTP/1.1\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: evil.example/x\r\n\r\n", 400),
            ("GET //evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("TRACE / HTTP/1.1\r\nHost: x\r\n\r\n", 405),
            ("PROPFIND / HTTP/1.1\r\nHost: x\r\n\r\n", 405),
            ("PUT /work HTTP/1.1\r\nHost: x\r\n\r\n", 405),
            ("DELETE /api/v1/incoming/1 HTTP/1.1\r\nHost: x\r\n\r\n", 405),
            ("POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400),
            (
                "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                400
            ),
            ("POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
            (
                "POST /sign-in HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                400
            ),
            (
                "POST /sign-in HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n", 400
            ),
            ("GET /\u{1} HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\nBad Header: y\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n", 400),
            ("GET / HTTP/9.9\r\nHost: x\r\n\r\n", 400),
            ("nonsense\r\n\r\n", 400),
            ("GET /\(String(repeating: "a", count: 9000)) HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\nX: \(String(repeating: "a", count: 20_000))\r\n\r\n", 431),
            ("GET / HTTP/1.1\r\nHost: x\r\n\(String(repeating: "A: b\r\n", count: 300))\r\n", 431),
        ]

        @Test func areAnsweredShortly() async throws {
            try await withOpenOffice { house in
                for (request, status) in Self.rude {
                    let answer = try await house.ask(request)
                    #expect(answer.status == status, "\(request.prefix(80))")
                    #expect(answer["x-content-type-options"] == "nosniff", "\(request.prefix(80))")
                    #expect(answer["server"] == nil)
                    if status == 405 { #expect(answer["allow"] != nil) }
                }
            }
        }

        @Test func cannotSmuggleARequestInABody() async throws {
            try await withOpenOffice { house in
                let port = house.port
                let answers = try await onThread {
                    let wire = try Wire(port: port)
                    let smuggled = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
                    try wire.send(
                        "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: \(smuggled.utf8.count)\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n\(smuggled)")
                    return String(decoding: try wire.rest(), as: UTF8.self)
                }
                #expect(
                    answers.components(separatedBy: "HTTP/1.1 ").count == 2, "one answer, then the connection is closed"
                )
            }
        }

        @Test func findOtherNamesOfTheServerRefused() async throws {
            try await withOpenOffice({ $0.names = ["van-phong.example"] }) { house in
                let own = try await house.ask("GET /health HTTP/1.1\r\nHost: van-phong.example\r\n\r\n")
                let other = try await house.ask("GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n")
                #expect(own.status == 200 && other.status == 421)
            }
        }

        /// The database is locked by somebody: whoever asks is told in time, and the connection ends.
        @Test func areNotKeptWaitingForever() async throws {
            try await withOpenOffice({ $0.limits.answerDeadline = .seconds(2) }) { house in
                // Not through the server: the arithmetic of passwords may take longer than this server allows.
                let session = try await house.office.workflow.signIn(
                    login: "van.thu", password: TestOffice.password, from: Origin(channel: .web, source: "127.0.0.1"),
                    kind: .web)
                var person = house.visitor()
                person.cookies = ["congvan": session.token]
                let (locked, holding) = AsyncStream.makeStream(of: Void.self)
                let lock = Task {
                    try await house.office.owner.write { transaction in
                        try transaction.execute("LOCK TABLE incoming_document IN ACCESS EXCLUSIVE MODE")
                        _ = try transaction.row("SELECT 1 AS n") { try $0["n"] as Int }
                        holding.finish()
                        try transaction.execute("SELECT pg_sleep(2.9)")
                    }
                }
                for await _ in locked {}
                let answer = try await person.get("/incoming")
                #expect(answer.status == 503)
                #expect(answer["connection"] == "close" && answer["retry-after"] != nil)
                #expect(answer["x-content-type-options"] == "nosniff")
                _ = try await lock.value
                #expect(try await person.get("/incoming").status == 200)
            }
        }

        @Test func keepAConnectionForSeveralRequestsAtOnce() async throws {
            try await withOpenOffice { house in
                let port = house.port
                let statuses = try await onThread {
                    let wire = try Wire(port: port)
                    let one = "GET /problems/stale HTTP/1.1\r\nHost: x\r\n\r\n"
                    try wire.send(one + one + "HEAD /problems/stale HTTP/1.1\r\nHost: x\r\n\r\n" + one)
                    return try [wire.answer(), wire.answer(), wire.answer(toHead: true), wire.answer()].map(\.status)
                }
                #expect(statuses == [200, 200, 200, 200])
            }
        }
    }
}
