import Foundation
import Records
import TestOffice
import Testing
import Workflow

@testable import Web

extension WebServerTests {
    @Suite("Groups of recipients, by programs")
    struct RecipientGroupAPITests {
        private static let path = "/api/v1/recipient-groups"

        private func withDirectory(_ test: @escaping @Sendable (OpenOffice) async throws -> Void) async throws {
            try await withOpenOffice { house in
                let entries = (1...2).map { number in
                    var entry = CorrespondentEntry(code: "H98.0\(number)", name: "Sở \(number)")
                    entry.peer = "truc"
                    return entry
                }
                _ = try await house.office.workflow.enterCorrespondents(
                    entries, from: "csv", by: try await house.office.caller("quan.tri"))
                try await test(house)
            }
        }

        private func post(
            _ program: Visitor, _ path: String, _ body: String, seen: Int? = nil, key: String? = nil
        ) async throws -> (answer: Answer, json: JSON) {
            var headers = seen.map { ["If-Match: \"\($0)\""] } ?? []
            if let key { headers.append("Idempotency-Key: \"\(key)\"") }
            let answer = try await program.send("POST", Self.path + path, headers, type: "application/json", body)
            return (answer, answer.body.isEmpty ? .null : try JSONReader.read(answer.body))
        }

        @Test func areKeptChangedAndRemoved() async throws {
            try await withDirectory { house in
                let drafter = try await house.program("chuyen.a")
                let plan = #"{"name":" Các sở ","recipients":[{"agency":"h98.01"}]}"#
                let kept = try await post(drafter, "", plan, key: "nhom-cac-so")
                #expect(kept.answer.status == 201, "\(kept.answer.text)")
                #expect(try await post(drafter, "", plan, key: "nhom-cac-so").json == kept.json)
                let id = try #require(kept.json["id"]?.integer)
                #expect(try await post(drafter, "", plan).answer.status == 409, "the name is taken")

                let changed = #"{"name":"Các sở, ngành","recipients":[{"agency":"H98.01"},{"agency":"H98.02"}]}"#
                #expect(try await post(drafter, "/\(id)/details", changed).answer.status == 428)
                #expect(try await post(drafter, "/\(id)/details", changed, seen: 2).answer.status == 409)
                let answer = try await post(drafter, "/\(id)/details", changed, seen: 1).answer
                #expect(answer.status == 200 && answer["etag"] == "\"2\"", "\(answer.text)")
                let list = try JSONReader.read(try await drafter.get(Self.path).body)
                #expect(Schema.named("RecipientGroupList").faults(in: list) == [])
                let group = try #require(list["items"]?.array?.first)
                #expect(group["name"]?.string == "Các sở, ngành" && group["version"]?.integer == 2)
                #expect(group["recipients"] == .array([["agency": "H98.01"], ["agency": "H98.02"]]))

                #expect(try await post(drafter, "/\(id)/removal", "", seen: 1).answer.status == 409)
                #expect(try await post(drafter, "/\(id)/removal", "", seen: 2).answer.status == 204)
                #expect(try JSONReader.read(try await drafter.get(Self.path).body)["items"]?.array?.isEmpty == true)
                #expect(try await post(drafter, "/\(id)/removal", "", seen: 2).answer.status == 404)
            }
        }

        @Test(
            arguments: [
                (#"{"name":"","recipients":[{"agency":"H98.01"}]}"#, "name"),
                (#"{"name":"A","recipients":[]}"#, "recipients"),
                (#"{"name":"A","recipients":[{"agency":"H98.99"}]}"#, "recipients"),
                (#"{"name":"A","recipients":[{"agency":"H98.01"},{"agency":"H98.02","post":"B"}]}"#, "recipients[1]"),
                (#"{"name":"A","recipients":[],"codes":["H98.01"]}"#, "codes"),
            ]) func areRefusedWithTheField(plan: String, field: String) async throws
        {
            try await withDirectory { house in
                let clerk = try await house.program("van.thu")
                let refused = try await post(clerk, "", plan)
                #expect(refused.answer.status == 422)
                #expect(refused.json["errors"]?.array?.compactMap { $0["field"]?.string } == [field])
                let auditor = try await house.program("kiem.tra")
                #expect(try await auditor.get(Self.path).status == 403)
            }
        }
    }
}
