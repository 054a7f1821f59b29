import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@testable import Web

extension WebServerTests {
    @Suite("The pages of sending, without script")
    struct SendingPageTests {
        private static let fields = [
            ("number", "27"), ("notation", "KH-BTV"), ("issuedOn", "20/11/2026"), ("typeName", "Kế hoạch"),
            ("subject", "Kế hoạch tập huấn"), ("signerName", "Nguyễn Thị Lan"),
        ]

        private func multipart(_ fields: [(String, String)], file: String) -> String {
            var body = ""
            for (name, value) in fields {
                body += "--x\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
            }
            body += "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"\(file)\"\r\n\r\n"
            return body + "%PDF-1.4 a\r\n--x--\r\n"
        }

        private func directory(_ house: OpenOffice) async throws {
            var entries = [
                CorrespondentEntry(code: "H99.01", name: "Sở Nội vụ"),
                CorrespondentEntry(code: "H99.02", name: "Ủy ban nhân dân xã <b>Thử</b>"),
            ]
            for place in entries.indices { entries[place].peer = "truc" }
            _ = try await house.office.workflow.enterCorrespondents(
                entries, from: "test", by: try await house.office.caller("quan.tri"))
        }

        @Test("lead from the document over its recipients to what was sent, and pressing twice sends once")
        func wholeWay() async throws {
            try await withOpenOffice { house in
                try await directory(house)
                let clerk = try await house.person("van.thu")
                var answer = try await clerk.post("/dispatches", [("number", "27/A"), ("issuedOn", "hôm qua")])
                #expect(answer.status == 422 && answer.text.contains("id=\"signerName-fault\""))
                #expect(answer.text.contains("value=\"hôm qua\""))

                let form = [("_csrf", clerk.csrf), ("_key", "key-of-draft")] + Self.fields
                let origin = ["Origin: http://127.0.0.1:\(house.port)"]
                answer = try await clerk.send(
                    "POST", "/dispatches", origin, type: "multipart/form-data; boundary=x",
                    multipart(form, file: "ke hoach.pdf"))
                let draft = try #require(answer["location"]?.components(separatedBy: "?").first)
                #expect(answer.status == 303 && draft.hasPrefix("/dispatches/"))

                answer = try await clerk.get(
                    "/correspondents?dispatch=\(draft.split(separator: "/").last ?? "")&version=1&q=ubnd%20xa")
                #expect(answer.text.contains("value=\"H99.02\"") && answer.text.contains("&lt;b&gt;Thử"))
                answer = try await clerk.post(
                    draft + "/recipients", [("version", "1"), ("add", "H99.02"), ("add", "H99.01")])
                #expect(answer.status == 303)
                answer = try await clerk.post(draft + "/recipients", [("version", "2"), ("add", "H99.01")])
                #expect(answer.status == 422 && answer.text.contains("Sở Nội vụ"), "told which is there twice")
                answer = try await clerk.get(draft)
                #expect(answer.text.contains("Gửi tới 2 nơi nhận") && answer.text.contains("ke hoach.pdf"))

                for _ in 1...2 {
                    answer = try await clerk.post(
                        draft + "/sending", [("_key", "key-of-sending"), ("version", "2"), ("send", "yes")])
                    #expect(answer.status == 303)
                }
                #expect(try await house.office.count("SELECT count(*) AS n FROM outgoing_envelope") == 2)
                answer = try await clerk.get(draft)
                #expect(answer.text.contains("H99.02") && answer.text.contains("Chờ gửi"))
                answer = try await (try await house.person("truong.a")).get("/dispatches")
                #expect(answer.text.contains("Kế hoạch tập huấn") && !answer.text.contains("/dispatches/new"))

                answer = try await clerk.post(
                    draft + "/follow-ups", [("kind", "recall"), ("reason", "Nhầm"), ("recipients", "H99.02")])
                #expect(answer.status == 303)
                let recall = try #require(answer["location"]?.components(separatedBy: "?").first)
                answer = try await clerk.get(recall)
                #expect(answer.text.contains("Gửi tới 1 nơi nhận") && answer.text.contains("Lấy lại"))
                answer = try await clerk.get(draft, ["Accept-Language: en"])
                #expect(answer.status == 200)
            }
        }
    }
}
