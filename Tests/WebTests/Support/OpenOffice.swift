import Foundation
import Logging
import TestOffice
import Workflow

@testable import Web

/// An office with its doors open: a server on a port of its own, over a database of its own.
struct OpenOffice: Sendable {
    let office: TestOffice
    let port: Int

    /// Asks for one thing on a connection of its own.
    func ask(_ request: String, toHead: Bool = false) async throws -> Answer {
        let port = port
        return try await onThread {
            let wire = try Wire(port: port)
            try wire.send(request)
            return try wire.answer(toHead: toHead)
        }
    }

    func visitor() -> Visitor { Visitor(port: port) }

    /// A person who has signed in with a browser.
    func person(_ login: String) async throws -> Visitor {
        var visitor = visitor()
        try await visitor.signIn(login)
        return visitor
    }

    /// A program that has signed in to the API.
    func program(_ login: String) async throws -> Visitor {
        var visitor = visitor()
        let answer = try await visitor.send(
            "POST", "/api/v1/sessions", type: "application/json",
            #"{"login":"\#(login)","password":"\#(TestOffice.password)"}"#)
        visitor.token = try JSONReader.read(answer.body)["token"]?.string
        return visitor
    }
}

/// Someone who asks a server for things and keeps the cookies it gives.
struct Visitor: Sendable {
    let port: Int
    var cookies: [String: String] = [:]
    var token: String?
    var csrf = ""

    func get(_ path: String, _ headers: [String] = []) async throws -> Answer { try await send("GET", path, headers) }

    /// Sends a form as a browser does.
    func post(_ path: String, _ fields: [(String, String)], _ headers: [String] = []) async throws -> Answer {
        let body = ([("_csrf", csrf)] + fields).map { "\($0.0)=\(Self.encoded($0.1))" }.joined(separator: "&")
        return try await send(
            "POST", path, ["Origin: http://127.0.0.1:\(port)"] + headers, type: "application/x-www-form-urlencoded",
            body)
    }

    func send(
        _ method: String, _ path: String, _ headers: [String] = [], type: String? = nil, _ body: String? = nil
    ) async throws -> Answer {
        try await send(method, path, headers, type: type, bytes: body.map { Array($0.utf8) })
    }

    func send(
        _ method: String, _ path: String, _ headers: [String] = [], type: String? = nil, bytes: [UInt8]?
    ) async throws -> Answer {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close"] + headers
        if !cookies.isEmpty {
            lines.append("Cookie: " + cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; "))
        }
        if let token { lines.append("Authorization: Bearer \(token)") }
        if let type { lines.append("Content-Type: \(type)") }
        if let bytes { lines.append("Content-Length: \(bytes.count)") }
        let head = lines.joined(separator: "\r\n") + "\r\n\r\n"
        let port = port
        return try await onThread {
            let wire = try Wire(port: port)
            try wire.send(Array(head.utf8) + (bytes ?? []))
            return try wire.answer(toHead: method == "HEAD")
        }
    }

    /// Signs in, and remembers the token that forms must send back.
    mutating func signIn(_ login: String, password: String = TestOffice.password) async throws {
        let answer = try await post("/sign-in", [("login", login), ("password", password)])
        keep(answer)
        let page = try await get("/help")
        let mark = "name=\"_csrf\" value=\""
        guard let range = page.text.range(of: mark) else { return }
        csrf = String(page.text[range.upperBound...].prefix { $0 != "\"" })
    }

    mutating func keep(_ answer: Answer) {
        for header in answer.headers where header.name == "set-cookie" {
            let pair = header.value.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
            if let name = pair.first { cookies[String(name)] = pair.count > 1 ? String(pair[1]) : nil }
        }
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}

/// Runs a test against a server of its own.
func withOpenOffice<Result: Sendable>(
    _ change: (inout WebConfiguration) -> Void = { _ in }, log: LogLines = LogLines(),
    office settings: (inout Workflow.Configuration) -> Void = { _ in },
    parcels: (TestOffice) throws -> ParcelDesk? = { _ in nil },
    _ test: @escaping @Sendable (OpenOffice) async throws -> Result
) async throws -> Result {
    var configuration = WebConfiguration()
    configuration.port = 0
    change(&configuration)
    let chosen = configuration
    return try await withOffice(settings) { testOffice in
        let office = Office(
            workflow: testOffice.workflow, pages: try Pages(), configuration: chosen, parcels: try parcels(testOffice))
        let (ports, opened) = AsyncStream.makeStream(of: Int.self)
        let server = try WebServer(office, logger: Logger(label: "test") { _ in log }) {
            opened.yield($0)
        }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            var port = 0
            for await first in ports {
                port = first
                break
            }
            let result = try await test(OpenOffice(office: testOffice, port: port))
            group.cancelAll()
            return result
        }
    }
}
