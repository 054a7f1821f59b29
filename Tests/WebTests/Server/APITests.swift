import Foundation
import Records
import TestOffice
import Testing
import Workflow

@testable import Web

extension WebServerTests {
    @Suite("The office for programs")
    struct APITests {
        private static let details = """
            {"senderName":"UBND tỉnh","number":"15","notation":"QĐ-UBND","issuedOn":"2026-11-01","typeName":"Quyết định",\
            "subject":"Về việc kiểm tra","arrivedOn":"2026-11-02","urgency":"urgent"}
            """

        private func json(_ answer: Answer, as schema: String? = nil) throws -> JSON {
            let json = try JSONReader.read(answer.body)
            if let schema { #expect(Schema.named(schema).faults(in: json) == [], "\(answer.text)") }
            return json
        }

        /// The main job, with each answer checked against the API's own description.
        @Test func doesTheMainJob() async throws {
            try await withOpenOffice { house in
                let clerk = try await house.program("van.thu")
                let leader = try await house.program("chu.tich")
                let specialist = try await house.program("chuyen.a")
                let type = "application/json"
                _ = try json(try await clerk.get("/api/v1/me"), as: "Me")
                _ = try json(try await clerk.get("/api/v1/registers"), as: "Registers")
                let directory = try json(try await leader.get("/api/v1/directory"), as: "Directory")
                #expect(directory["units"]?.array?.count == 3)

                let registered = try await clerk.send("POST", "/api/v1/incoming", type: type, Self.details)
                #expect(registered.status == 201, "\(registered.text)")
                let entry = try json(registered, as: "RegisterEntry")
                let id = try #require(entry["document"]?.integer)
                #expect(entry["number"] == .integer(1))
                #expect(registered["location"] == "/api/v1/incoming/\(id)")

                let again = try await clerk.send("POST", "/api/v1/incoming", type: type, Self.details)
                #expect(again.status == 409)
                #expect(try json(again, as: "Problem")["duplicates"]?.array?.count == 1)

                let shown = try await leader.get("/api/v1/incoming/\(id)")
                let document = try json(shown, as: "Incoming")
                #expect(document["details"]?["subject"]?.string == "Về việc kiểm tra")
                let actions = document["actions"]?.array ?? []
                #expect(actions.contains { $0["act"]?.string == "assign" && $0["allowed"] == .bool(true) })
                #expect(actions.contains { $0["allowed"] == .bool(false) && $0["reason"]?.string?.isEmpty == false })
                let tag = try #require(shown["etag"])

                let person = try await house.office.caller("chuyen.a").officer.id
                let order = #"{"lead":"officer:\#(person)","instruction":"Kiểm tra, báo cáo"}"#
                let path = "/api/v1/incoming/\(id)"
                #expect(try await leader.send("POST", "\(path)/assignments", type: type, order).status == 428)
                #expect(
                    try await leader.send("POST", "\(path)/assignments", ["If-Match: \"x\""], type: type, order).status
                        == 400)
                let stale = try await leader.send(
                    "POST", "\(path)/assignments", ["If-Match: \"99\""], type: type, order)
                #expect(stale.status == 409)
                #expect(try json(stale, as: "Problem")["current"]?.integer != nil)
                let assigned = try await leader.send(
                    "POST", "\(path)/assignments", ["If-Match: \(tag)"], type: type, order)
                #expect(assigned.status == 200, "\(assigned.text)")
                _ = try json(assigned, as: "Version")

                _ = try json(try await specialist.get("/api/v1/work"), as: "WorkCounts")
                let work = try json(try await specialist.get("/api/v1/work/lead"), as: "WorkList")
                #expect(work["items"]?.array?.count == 1)
                let note = try await specialist.send(
                    "POST", "\(path)/notes", type: "multipart/form-data; boundary=q",
                    "--q\r\nContent-Disposition: form-data; name=request\r\n\r\n{\"text\":\"Đang làm\"}\r\n"
                        + "--q\r\nContent-Disposition: form-data; name=file; filename=a.txt\r\n\r\nghi chú\r\n--q--")
                #expect(note.status == 200, "\(note.text)")
                let version = try #require(note["etag"])
                let done = try await specialist.send(
                    "POST", "\(path)/completion", ["If-Match: \(version)"], type: type, #"{"result":"Đã xong"}"#)
                #expect(done.status == 200, "\(done.text)")

                let dossier = try await clerk.send(
                    "POST", "/api/v1/dossiers", type: type, #"{"code":"01.KT","title":"Kiểm tra","retention":"5"}"#)
                #expect(dossier.status == 201, "\(dossier.text)")
                let dossierID = try #require(try json(dossier, as: "DossierID")["id"]?.integer)
                let filed = try await clerk.send(
                    "POST", "\(path)/filings", ["If-Match: \(try #require(done["etag"]))"], type: type,
                    #"{"dossier":\#(dossierID)}"#)
                #expect(filed.status == 200, "\(filed.text)")

                #expect(try json(try await clerk.get(path), as: "Incoming")["state"]?.string == "archived")
                _ = try json(try await clerk.get("/api/v1/dossiers"), as: "DossierList")
                _ = try json(try await clerk.get("/api/v1/dossiers/\(dossierID)"), as: "Dossier")
                _ = try json(try await clerk.get("\(path)/timeline"), as: "Timeline")
                _ = try json(try await clerk.get("\(path)/readers"), as: "Readers")
                let found = try json(
                    try await clerk.get("/api/v1/incoming?q=kiem+tra&state=archived"), as: "IncomingList")
                #expect(found["items"]?.array?.count == 1)
                let auditor = try await house.program("kiem.tra")
                let trail = try json(try await auditor.get("/api/v1/audit?document=\(id)"), as: "Trail")
                #expect(trail["items"]?.array?.isEmpty == false)
                #expect([403, 404].contains(try await auditor.get(path).status))
                #expect(try await clerk.send("DELETE", "/api/v1/sessions/current").status == 204)
                #expect(try await clerk.get("/api/v1/me").status == 401)
            }
        }

        @Test func namesEveryFieldThatIsWrongInTheCallersLanguage() async throws {
            try await withOpenOffice { house in
                let clerk = try await house.program("van.thu")
                let type = "application/json"
                let unknown = try await clerk.send(
                    "POST", "/api/v1/incoming", ["Accept-Language: en"], type: type,
                    #"{"subject":1,"number":"1","owner":2,"issuedOn":"01/11/2026"}"#)
                #expect(unknown.status == 422)
                let problem = try json(unknown, as: "Problem")
                #expect(
                    problem["errors"]?.array?.compactMap { $0["field"]?.string } == ["subject", "issuedOn", "owner"],
                    "\(unknown.text)")
                #expect(problem["title"]?.string == "Some fields are not right")
                let rules = try await clerk.send(
                    "POST", "/api/v1/incoming", type: type, #"{"number":"1","issuedOn":"2099-01-01"}"#)
                #expect(rules.status == 422)
                let fields = Set(
                    try json(rules, as: "Problem")["errors"]?.array?.compactMap { $0["field"]?.string } ?? [])
                #expect(fields.isSuperset(of: ["senderName", "subject", "typeName", "issuedOn"]))
                #expect(try await clerk.send("POST", "/api/v1/incoming", type: type, "{").status == 400)
                #expect(try await clerk.send("POST", "/api/v1/incoming", type: "text/plain", "{}").status == 415)
                #expect(try await clerk.get("/api/v1/incoming?sort=id").status == 422)
                #expect(try await clerk.get("/api/v1/incoming?year=x").status == 422)
                #expect(try await clerk.get("/api/v1/incoming?year=2026&year=2025").status == 422)
                #expect(try await clerk.get("/api/v1/incoming?after=zzz").status == 422)
                #expect(try await clerk.get("/api/v1/incoming/abc").status == 404)
                #expect(try await clerk.get("/api/v1/work/nothing").status == 404)
            }
        }

        @Test func doesOnceWhatIsAskedTwiceWithOneKey() async throws {
            try await withOpenOffice { house in
                let clerk = try await house.program("van.thu")
                let key = ["Idempotency-Key: \"a-key-of-its-own\""]
                let first = try await clerk.send(
                    "POST", "/api/v1/incoming", key, type: "application/json", Self.details)
                let second = try await clerk.send(
                    "POST", "/api/v1/incoming", key, type: "application/json", Self.details)
                #expect(first.status == 201 && second.status == 201, "\(second.text)")
                #expect(first.body == second.body)
                let other = Self.details.replacing("kiểm tra", with: "khác")
                #expect(
                    try await clerk.send("POST", "/api/v1/incoming", key, type: "application/json", other).status == 422
                )
                let short = try await clerk.send(
                    "POST", "/api/v1/incoming", ["Idempotency-Key: x"], type: "application/json", other)
                #expect(short.status == 400)
            }
        }

        @Test func turnsItsPages() async throws {
            try await withOpenOffice { house in
                let clerk = try await house.program("van.thu")
                for number in 1...35 {
                    let details = Self.details.replacing("\"15\"", with: "\"\(number)\"")
                    #expect(
                        try await clerk.send("POST", "/api/v1/incoming", type: "application/json", details).status
                            == 201)
                }
                var next: String? = "/api/v1/incoming?urgency=urgent"
                var numbers: [Int] = []
                while let path = next {
                    let page = try json(try await clerk.get(path), as: "IncomingList")
                    numbers += (page["items"]?.array ?? []).compactMap { $0["number"]?.integer }
                    next = page["next"]?.string
                }
                #expect(numbers == Array((1...35).reversed()))
            }
        }

        /// A cookie is worth nothing here, and a token nothing at the pages.
        @Test func takesTokensOnly() async throws {
            try await withOpenOffice { house in
                var person = try await house.person("van.thu")
                #expect(try await person.get("/api/v1/me").status == 401)
                person.token = person.cookies.values.first
                #expect(try await person.get("/api/v1/me").status == 401)
                var program = try await house.program("van.thu")
                program.cookies = ["congvan": program.token ?? ""]
                program.token = nil
                #expect(try await program.get("/incoming").status == 303)
                #expect(try await house.visitor().get("/api/v1/me")["www-authenticate"] == "Bearer")
            }
        }
    }
}
