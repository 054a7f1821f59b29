import Foundation
import Hummingbird
import Logging
import TestOffice
import Testing
import Workflow

@testable import Web

@Suite("Every route, tried by everyone")
struct RouteTableTests {
    private static let logins = [
        "van.thu", "chu.tich", "truong.a", "chuyen.a", "kiem.tra", "quan.tri",
    ]

    private func routes(_ office: TestOffice) throws -> [(method: String, path: String)] {
        let router = Router(context: OfficeContext.self)
        try addRoutes(
            to: router, of: Office(workflow: office.workflow, pages: try Pages(), configuration: WebConfiguration()))
        return router.routes.map { ($0.method.rawValue, $0.path.description) }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }
    }

    @Test func theAPIIsExactlyWhatItsDescriptionSays() async throws {
        try await withOffice { office in
            let served = try routes(office).filter { $0.path.hasPrefix("/api/v1") }.map { "\($0.method) \($0.path)" }
            var described: [String] = []
            for (path, methods) in OpenAPI.document(of: Operations.all)["paths"]?.object ?? [:] {
                for method in methods.object?.keys.sorted() ?? [] {
                    described.append("\(method.uppercased()) \(path)")
                }
            }
            #expect(Set(served.map(Self.described)) == Set(described))
            #expect(served.count == described.count)
        }
    }

    /// The status that a stranger, the registrar, the leader, a head of unit, a specialist, the auditor and the
    /// administrator get, on a document that none of the last four has to do with.
    ///
    /// It may be changed in review only: a route that is not here fails the test, and so does one that opens.
    static let table = """
        """

    @Test func givesEachWhatTheTableSays() async throws {
        let lines = try await withOpenOffice { house in
            let scene = try await Scene(house)
            var people = [house.visitor()]
            var programs = [house.visitor()]
            for login in Self.logins {
                people.append(try await house.person(login))
                programs.append(try await house.program(login))
            }
            var lines: [String] = []
            // What ends a session comes last.
            let routes = try routes(house.office)
            let (last, first) = (routes.filter(Self.endsSession), routes.filter { !Self.endsSession($0) })
            for (method, path) in first + last {
                var statuses: [String] = []
                for visitor in path.hasPrefix("/api/") ? programs : people {
                    statuses.append(String(try await scene.ask(method, path, as: visitor).status))
                }
                lines.append("\(method) \(Self.described(path)) \(statuses.joined(separator: " "))")
            }
            return lines
        }
        let expected = Self.table.split(separator: "\n").map(String.init)
        for line in lines where !expected.contains(line) { Issue.record("not in the table: \(line)") }
        for line in expected where !lines.contains(line) { Issue.record("only in the table: \(line)") }
    }

    private static func endsSession(_ route: (method: String, path: String)) -> Bool {
        route.path.hasSuffix("/sign-out") || route.path.hasSuffix("/current")
    }

    private static func described(_ path: String) -> String {
        path.replacing(/:([a-z]+)/) { "{\($0.1)}" }
    }
}

/// A document, what waits, and a dossier, for routes that name one.
private struct Scene: Sendable {
    let document: Int
    let intake: Int
    let attachment: Int
    let dossier: Int

    init(_ house: OpenOffice) async throws {
        let clerk = try await house.program("van.thu")
        let scan = Array("%PDF-1.4 scan".utf8)
        let taken = try JSONReader.read(
            try await clerk.send("POST", "/api/v1/intakes?name=a.pdf", type: "application/pdf", bytes: scan).body)
        intake = try #require(taken["id"]?.integer)
        attachment = try #require(taken["attachments"]?.array?.first?["id"]?.integer)
        let details = """
            {"senderName":"UBND","number":"1","notation":"QĐ-UBND","issuedOn":"2026-11-01","typeName":"Quyết định",\
            "subject":"Thử"}
            """
        let entry = try JSONReader.read(
            try await clerk.send("POST", "/api/v1/incoming", type: "application/json", details).body)
        document = try #require(entry["document"]?.integer)
        let plan = #"{"code":"01","title":"Thử","retention":"5"}"#
        let opened = try JSONReader.read(
            try await clerk.send("POST", "/api/v1/dossiers", type: "application/json", plan).body)
        dossier = try #require(opened["id"]?.integer)
    }

    /// Asks for a route with an empty form or document: whoever gets past the rules is told what is missing.
    func ask(_ method: String, _ path: String, as visitor: Visitor) async throws -> Answer {
        let id: Int =
            if path.contains("/incoming/") { document } else if path.contains("/intakes/") { intake } else if path.contains(
                "/attachments/")
            { attachment } else { dossier }
        let target = path.replacing(/[:{]id}?/, with: "\(id)").replacing(/[:{]box}?/, with: "lead")
            .replacing(/[:{]role}?/, with: "leader").replacing(/[:{]name}?/, with: path.contains("static") ? "office.css" : "stale")
        guard method == "POST" else { return try await visitor.send(method, target) }
        if target.hasPrefix("/api/") {
            return try await visitor.send("POST", target, ["If-Match: \"1\""], type: "application/json", "{}")
        }
        return try await visitor.post(target, [])
    }
}
