import Foundation
import Records
import TestOffice
import Testing
import Workflow

@testable import Web

/// A document, what waits, and a dossier, for routes that name one.
struct RouteScene: Sendable {
    let document: Int
    let intake: Int
    let attachment: Int
    let dossier: Int
    /// To nobody yet.
    let dispatch: Int
    /// Another, to be given up.
    let spare: Int
    /// A draft of the clerk's, with a text.
    let outgoing: Int
    /// The agency's register of outgoing documents.
    let register: Int
    /// Of recipients.
    let group: Int

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
        let signed =
            #"{"number":"1","notation":"KH","issuedOn":"2026-11-01","typeName":"Kế hoạch","subject":"Thử","signerName":"A"}"#
        let parts =
            "--x\r\nContent-Disposition: form-data; name=\"request\"\r\n\r\n\(signed)\r\n--x\r\n"
            + "Content-Disposition: form-data; name=\"files\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.4 a\r\n--x--\r\n"
        func draft() async throws -> Int {
            let drafted = try JSONReader.read(
                try await clerk.send("POST", "/api/v1/dispatches", type: "multipart/form-data; boundary=x", parts).body)
            return try #require(drafted["id"]?.integer)
        }
        dispatch = try await draft()
        spare = try await draft()
        let caller = try await house.office.caller("van.thu")
        var text = OutgoingDraft()
        text.details.typeName = "Thông báo"
        text.details.subject = "Thử"
        text.text = OutgoingText(try house.office.file("a.pdf", Array("%PDF-1.4 a".utf8)))
        outgoing = try await house.office.workflow.draftOutgoing(text, by: caller)
        register = try #require(try await house.office.workflow.outgoingRegisters(by: caller).first?.id)
        var listed = CorrespondentEntry(code: "H99.01", name: "Sở Nội vụ")
        listed.peer = "truc"
        _ = try await house.office.workflow.enterCorrespondents(
            [listed], from: "test", by: try await house.office.caller("quan.tri"))
        group = try await house.office.workflow.keepGroup(named: "Các sở", codes: ["H99.01"], by: caller)
    }

    /// Asks for a route: programs send a document that passes its schema, people an empty form.
    func ask(_ method: String, _ path: String, as visitor: Visitor) async throws -> Answer {
        let ids = [
            "/incoming/": document, "/intakes/": intake, "/attachments/": attachment, "/dispatches/": dispatch,
            "/outgoing/": outgoing, "/outgoing-registers/": register, "/books/": register, "/recipient-groups/": group,
        ]
        let isGivenUp = path.hasPrefix("/api/") && path.hasSuffix("/discarding")
        // A program says the version that it saw, and would take the group away from those who ask after it.
        let isRemoved = path.hasPrefix("/api/v1/recipient-groups") && path.hasSuffix("/removal")
        let id = isGivenUp ? spare : isRemoved ? 0 : ids.first { path.contains($0.key) }?.value ?? dossier
        let name = path.contains("static") ? "office.css" : "stale"
        let target = path.replacing("{id}", with: "\(id)").replacing("{box}", with: "lead")
            .replacing("{tray}", with: "drafts").replacing("{year}", with: "2026")
            .replacing("{role}", with: "leader").replacing("{ordinal}", with: "1").replacing("{name}", with: name)
            .replacing("{code}", with: "0123456789abcdef0123456789abcdef")
            .replacing("{book}", with: "1").replacing("{use}", with: "1").replacing("{copy}", with: "1")
        guard method == "POST" else { return try await visitor.send(method, target) }
        guard target.hasPrefix("/api/") else { return try await visitor.post(target, []) }
        let body = bodies.first { target.hasSuffix($0.key) }?.value ?? "{}"
        return try await visitor.send("POST", target, ["If-Match: \"1\""], type: "application/json", body)
    }

    private var bodies: [String: String] {
        [
            "/me/password": #"{"current":"","new":""}"#, "/sessions": #"{"login":"nobody","password":"x"}"#,
            "/refusal": #"{"reason":""}"#,
            "/api/v1/incoming": "{}", "/assignments": #"{"lead":"unit:999999"}"#, "/notes": #"{"text":""}"#,
            "/completion": #"{"result":""}"#, "/reopening": #"{"reason":""}"#, "/filings": #"{"dossier":0}"#,
            "/follow-ups": #"{"kind":"recall","reason":"","recipients":[]}"#,
            "/recipients": #"{"add":["H99.404"]}"#,
            "/comments": #"{"text":""}"#, "/return": #"{"reason":""}"#, "/cancellation": #"{"reason":""}"#,
            "/abandonment": #"{"reason":""}"#, "/opinions": #"{"officers":[]}"#, "/opinion": #"{"answer":"agree"}"#,
            "/postings": #"{"recipient":1,"covers":0}"#, "/paper-returns": #"{"recipient":1}"#,
            "/reservations": #"{"count":1,"reason":""}"#,
            "/returns": #"{"number":1,"year":2026,"reason":""}"#,
            "/recall": #"{"reason":""}"#, "/copies": #"{"kind":"same","recipient":"","copies":1}"#,
            "/closings": #"{"year":2020,"confirmed":false}"#, "/book-prints": #"{"book":"posting","year":2020}"#,
            "/recipient-groups": #"{"name":"","recipients":[]}"#,
            "/recipient-groups/\(group)/details": #"{"name":"","recipients":[]}"#,
            "/dossiers": #"{"code":"","title":"","retention":"5"}"#,
        ]
    }
}
