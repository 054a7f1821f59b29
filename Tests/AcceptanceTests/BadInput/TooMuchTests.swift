import Foundation
import Postgres
import TestOffice
import Testing

/// What is too large is refused, and its beginning stays among the faulty: somebody has to tell the sender.
@Suite("Ten gigabytes", .serialized, .oneAtATime)
struct TooMuchTests {
    private static let tenGigabytes = 10_000_000_000
    private static let limit = 8 << 20

    @Test(arguments: [true, false])
    func areTakenUpToTheLimit(announced: Bool) async throws {
        try await withSmallOffice { office, house in
            let clerk = try await Program.signedIn("van.thu", to: office)
            let before = office.peakMemory
            let port = office.port
            let head = clerk.dressed(Request("POST", "/api/v1/intakes?name=lon.edxml"))
            let (answer, sent) = try await onThread { try Self.pour(head, announced: announced, to: port) }
            expectProblem(answer, 413, "too-large")
            #expect(answer.json["detail"]?.string?.contains("8 MB") == true, "the limit is named")
            #expect(sent < 64 << 20, "\(sent >> 20) MB of ten gigabytes were taken")
            #expect(office.peakMemory - before < 64 << 20, "the upload was never in memory")
            let intake = try await clerk.get("/intakes/\(answer.json["intake"]?.integer ?? 0)")
            #expect(intake.json["state"]?.string == "faulty")
            #expect(intake.json["faultCode"]?.string == "too-large")
            #expect(try await house.count("SELECT size AS n FROM stored_file") == Self.limit)
            #expect(try Self.files(of: house).count == 1, "and nothing else of it stays")
        }
    }

    @Test func areToldToPeopleWithTheirLineAmongTheFaulty() async throws {
        try await withSmallOffice { office, house in
            var person = try await Browser.signedIn("van.thu", to: office)
            var form = try await person.open("/intakes").form(to: "/intakes")
            form.files = [
                .init(name: "vua.pdf", bytes: Papers.pdf("1")),
                .init(name: "lon.pdf", bytes: Papers.pdf("2") + [UInt8](repeating: 32, count: Self.limit)),
            ]
            let page = try await person.press(form)
            #expect(page.status == 413)
            #expect(page.shows("lớn hơn giới hạn 8 MB"))
            #expect(page.shows("lon.pdf") && !page.shows("vua.pdf"), "the list of the faulty")
            #expect(try await house.count("SELECT count(*) AS n FROM intake WHERE state = 'waiting'") == 1)
            #expect(try await house.count("SELECT count(*) AS n FROM intake WHERE fault = 'too-large'") == 1)
        }
    }

    @Test func areRefusedWhereNothingOfThemIsOfUse() async throws {
        try await withSmallOffice { office, house in
            let person = try await Browser.signedIn("van.thu", to: office)
            var request = person.dressed(Request("POST", "/incoming"))
            request.headers += [
                ("Origin", "http://127.0.0.1:\(office.port)"), ("Content-Type", "multipart/form-data; boundary=x"),
            ]
            let (head, port) = (request, office.port)
            let (answer, sent) = try await onThread { try Self.pour(head, announced: true, to: port) }
            #expect(answer.status == 413)
            #expect(WebPage(answer, at: "/incoming").shows("Quá lớn"))
            #expect(sent < 64 << 20)
            #expect(try Self.files(of: house).isEmpty)
        }
    }

    private func withSmallOffice(_ test: @Sendable (RunningOffice, TestOffice) async throws -> Void) async throws {
        try await withRunningOffice(["CONGVAN_LIMITS_UPLOAD_MEGABYTES": "\(Self.limit >> 20)"], test)
    }

    /// The contents in the store, without the log of the trail.
    private static func files(of house: TestOffice) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: house.folder).filter { path in
            guard !path.hasPrefix("trail/") else { return false }
            let kind = try? FileManager.default.attributesOfItem(atPath: house.folder + "/" + path)[.type]
            return kind as? FileAttributeType == .typeRegular
        }
    }

    /// Sends piece after piece until the server says that it is enough.
    private static func pour(_ head: Request, announced: Bool, to port: Int) throws -> (answer: Answer, sent: Int) {
        var head = head
        head.headers.append(announced ? ("Content-Length", "\(tenGigabytes)") : ("Transfer-Encoding", "chunked"))
        let wire = try Wire(port: port, patience: 10)
        try wire.send(head.bytes(to: port, keepAlive: true))
        let bytes = [UInt8](repeating: 0x41, count: 1 << 20)
        let piece = announced ? bytes : Array("100000\r\n".utf8) + bytes + Array("\r\n".utf8)
        var sent = 0
        while sent < tenGigabytes, !wire.isAnswered {
            try wire.send(piece)
            sent += 1 << 20
        }
        return (try wire.answer(), sent)
    }
}
