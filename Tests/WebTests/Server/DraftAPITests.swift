import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@testable import Web

extension WebServerTests {
    @Suite("What a program prepared to send")
    struct DraftAPITests {
        private static let type = "application/json"
        private static let details =
            #"{"number":"1","notation":"KH","issuedOn":"2026-11-01","typeName":"Kế hoạch","subject":"Thử","signerName":"A"}"#

        private func draft(_ clerk: Visitor) async throws -> String {
            let parts =
                "--x\r\nContent-Disposition: form-data; name=\"request\"\r\n\r\n\(Self.details)\r\n--x\r\n"
                + "Content-Disposition: form-data; name=\"files\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.4 a\r\n--x--\r\n"
            let drafted = try await clerk.send(
                "POST", "/api/v1/dispatches", type: "multipart/form-data; boundary=x", parts)
            return "/api/v1/dispatches/\(try #require(try JSONReader.read(drafted.body)["id"]?.integer))"
        }

        @Test func isCorrectedAddressedAndSeenAsItIs() async throws {
            try await withOpenOffice { house in
                let administrator = try await house.office.caller("quan.tri")
                var agency = CorrespondentEntry(code: "H98.01", name: "Sở Mẫu")
                agency.peer = "truc"
                _ = try await house.office.workflow.enterCorrespondents([agency], from: "csv", by: administrator)
                let clerk = try await house.program("van.thu")
                let path = try await draft(clerk)
                let changed = Self.details.replacing("Thử", with: "Kế hoạch đã sửa")
                let file = "%PDF-1.4 other"
                let parts =
                    "--x\r\nContent-Disposition: form-data; name=\"request\"\r\n\r\n\(changed)\r\n--x\r\n"
                    + "Content-Disposition: form-data; name=\"files\"; filename=\"b.pdf\"\r\n\r\n\(file)\r\n--x--\r\n"
                var answer = try await clerk.send(
                    "POST", "\(path)/details", ["If-Match: \"1\""], type: "multipart/form-data; boundary=x", parts)
                #expect(answer.status == 200 && answer["etag"] == "\"2\"", "\(answer.text)")
                answer = try await clerk.send(
                    "POST", "\(path)/recipients", ["If-Match: \"2\""], type: Self.type, #"{"add":["h98.01"]}"#)
                #expect(answer.status == 200 && answer["etag"] == "\"3\"", "\(answer.text)")
                let shown = try JSONReader.read(try await clerk.get(path).body)
                #expect(Schema.named("Dispatch").faults(in: shown) == [])
                #expect(shown["details"]?["subject"]?.string == "Kế hoạch đã sửa")
                #expect(shown["attachments"]?.array?.compactMap { $0["name"]?.string } == ["b.pdf"])
                #expect(shown["chosen"]?.array?.compactMap { $0["code"]?.string } == ["H98.01"])
                answer = try await clerk.send(
                    "POST", "\(path)/recipients", ["If-Match: \"3\""], type: Self.type, #"{"remove":["H98.01"]}"#)
                #expect(answer["etag"] == "\"4\"")
                let last = try JSONReader.read(try await clerk.get(path).body)
                #expect(last["chosen"]?.array?.isEmpty == true && last["version"]?.integer == 4)
            }
        }

        @Test func isNotChangedByWhoSawAnotherVersionOrSendsWhatIsWrong() async throws {
            try await withOpenOffice { house in
                let clerk = try await house.program("van.thu")
                let path = try await draft(clerk)
                func post(_ part: String, _ body: String?, seen: String? = "\"1\"") async throws -> (Int, JSON) {
                    let answer = try await clerk.send(
                        "POST", path + part, (seen.map { ["If-Match: \($0)"] } ?? []) + ["Accept-Language: en"],
                        type: body == nil ? nil : Self.type, body)
                    return (answer.status, try JSONReader.read(answer.body))
                }
                for part in ["/details", "/recipients", "/discarding"] {
                    let body = ["/details": Self.details, "/recipients": "{}"][part]
                    #expect(try await post(part, body, seen: nil).0 == 428)
                    let (status, problem) = try await post(part, body, seen: "\"7\"")
                    #expect(status == 409 && problem["current"]?.integer == 1, "\(part) \(problem)")
                }
                var (status, problem) = try await post("/details", #"{"number":"1","issuedOn":"2099-01-01"}"#)
                #expect(status == 422)
                let fields = Set(problem["errors"]?.array?.compactMap { $0["field"]?.string } ?? [])
                #expect(fields.isSuperset(of: ["issuedOn", "subject", "typeName"]), "\(fields)")
                (status, problem) = try await post("/details", #"{"subject":1,"state":"sent"}"#)
                #expect(status == 422)
                (status, problem) = try await post("/recipients", #"{"add":["H97.404"]}"#)
                #expect(
                    status == 422 && problem["errors"]?.array?.first?["field"]?.string == "recipients", "\(problem)")
                let leader = try await house.program("chu.tich")
                #expect(
                    try await leader.send("POST", "\(path)/discarding", ["If-Match: \"1\""]).status == 403)
                #expect(try JSONReader.read(try await clerk.get(path).body)["version"]?.integer == 1)
            }
        }

        @Test func isGivenUpOnceAndForAll() async throws {
            try await withOpenOffice { house in
                let clerk = try await house.program("van.thu")
                let path = try await draft(clerk)
                let headers = ["If-Match: \"1\"", "Idempotency-Key: \"give-it-up-once\""]
                for _ in 0..<2 {
                    #expect(try await clerk.send("POST", "\(path)/discarding", headers).status == 204)
                }
                #expect(try await clerk.send("POST", "\(path)/discarding", ["If-Match: \"2\""]).status == 409)
                let changed = try await clerk.send(
                    "POST", "\(path)/details", ["If-Match: \"2\""], type: Self.type, Self.details)
                #expect(changed.status == 409)
                #expect(try JSONReader.read(try await clerk.get(path).body)["state"]?.string == "discarded")
                #expect(
                    try await house.office.count(
                        "SELECT count(*) AS n FROM audit.event WHERE action = 'dispatch.discarded' AND outcome = 'allowed'"
                    ) == 1)
            }
        }

        @Test func isChangedOnceByTheSameKey() async throws {
            try await withOpenOffice { house in
                let clerk = try await house.program("van.thu")
                let path = try await draft(clerk)
                let headers = ["If-Match: \"1\"", "Idempotency-Key: \"change-it-once\""]
                let first = try await clerk.send("POST", "\(path)/details", headers, type: Self.type, Self.details)
                let again = try await clerk.send("POST", "\(path)/details", headers, type: Self.type, Self.details)
                #expect(first.status == 200 && again.status == 200 && first.body == again.body)
                let other = Self.details.replacing("Thử", with: "Khác")
                #expect(
                    try await clerk.send("POST", "\(path)/details", headers, type: Self.type, other).status == 422)
            }
        }
    }
}
