import Foundation
import Postgres
import TestOffice
import Testing

@Suite("Ten gigabytes", .serialized, .oneAtATime)
struct TooMuchTests {
    private static let tenGigabytes = 10_000_000_000

    @Test func areRefusedWhenTheyAreAnnounced() async throws {
        try await withRunningOffice { office, _ in
            let clerk = try await Program.signedIn("van.thu", to: office)
            let browser = try await Browser.signedIn("van.thu", to: office)
            var byProgram = clerk.dressed(Request("POST", "/api/v1/intakes"))
            byProgram.headers += [("Content-Length", "\(Self.tenGigabytes)"), ("X-File-Name", "lon.edxml")]
            let problem = try await ask(byProgram, office)
            expectProblem(problem, 413, "too-large")
            #expect(problem.json["detail"]?.string?.contains("MB") == true, "the limit is named")

            var byPerson = browser.dressed(Request("POST", "/intakes"))
            byPerson.headers += [
                ("Content-Length", "\(Self.tenGigabytes)"), ("Origin", "http://127.0.0.1:\(office.port)"),
                ("Content-Type", "multipart/form-data; boundary=x"),
            ]
            let page = try await ask(byPerson, office)
            #expect(page.status == 413)
            #expect(WebPage(page, at: "/intakes").shows("Quá lớn"))
            #expect(try await clerk.get("/me").status == 200)
        }
    }

    @Test func areRefusedAtTheLimitWhenTheyComePieceByPiece() async throws {
        try await withRunningOffice(["CONGVAN_LIMITS_UPLOAD_MEGABYTES": "8"]) { office, house in
            let clerk = try await Program.signedIn("van.thu", to: office)
            let before = office.peakMemory
            let port = office.port
            let head = clerk.dressed(Request("POST", "/api/v1/intakes?name=lon.edxml"))
            let (answer, sent) = try await onThread { try Self.pour(head, to: port) }
            expectProblem(answer, 413, "too-large")
            #expect(sent < 64 << 20, "\(sent >> 20) MB of ten gigabytes were taken")
            #expect(office.peakMemory - before < 64 << 20, "the upload was never in memory")
            #expect(try await clerk.get("/me").status == 200)
            #expect(try await house.count("SELECT count(*) AS n FROM intake") == 0)
            let left = try FileManager.default.subpathsOfDirectory(atPath: house.folder).filter { path in
                let kind = try? FileManager.default.attributesOfItem(atPath: house.folder + "/" + path)[.type]
                return kind as? FileAttributeType == .typeRegular
            }
            #expect(left.isEmpty, "nothing of it stays")
        }
    }

    /// Says how much will come, and sends a little of it.
    private func ask(_ request: Request, _ office: RunningOffice) async throws -> Answer {
        let port = office.port
        return try await onThread {
            let wire = try Wire(port: port, patience: 10)
            try wire.send(request.bytes(to: port, keepAlive: true) + Array("<edXML>".utf8))
            return try wire.answer()
        }
    }

    /// Sends chunk after chunk until the server says that it is enough.
    private static func pour(_ head: Request, to port: Int) throws -> (answer: Answer, sent: Int) {
        var head = head
        head.headers.append(("Transfer-Encoding", "chunked"))
        let wire = try Wire(port: port, patience: 10)
        try wire.send(head.bytes(to: port, keepAlive: true))
        let piece = Array("100000\r\n".utf8) + [UInt8](repeating: 0x41, count: 1 << 20) + Array("\r\n".utf8)
        var sent = 0
        while sent < tenGigabytes, !wire.isAnswered {
            try wire.send(piece)
            sent += 1 << 20
        }
        return (try wire.answer(), sent)
    }
}
