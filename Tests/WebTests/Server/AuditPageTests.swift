import Foundation
import Postgres
import Records
import TestOffice
import Testing

@testable import Web
@testable import Workflow

extension WebServerTests {
    @Suite("The auditor's page")
    struct AuditPageTests {
        private func register(_ house: OpenOffice) async throws -> Int {
            let clerk = try await house.program("van.thu")
            let details = """
                {"senderName":"UBND","number":"1","notation":"QĐ-UBND","issuedOn":"2026-11-01","typeName":"Quyết định",\
                "subject":"Thử <b>"}
                """
            let answer = try await clerk.send("POST", "/api/v1/incoming", type: "application/json", details)
            return try #require(try JSONReader.read(answer.body)["document"]?.integer)
        }

        @Test func asksEveryQuestionAndShowsItsForm() async throws {
            try await withOpenOffice { house in
                let id = try await register(house)
                let auditor = try await house.person("kiem.tra")
                let home = try await auditor.get("/audit")
                #expect(home.status == 200)
                for question in TrailQuestion.allCases {
                    #expect(home.text.contains("/audit?question=\(question.rawValue)\""), "\(question)")
                    let page = try await auditor.get("/audit?question=\(question.rawValue)")
                    #expect(page.status == 200, "\(question)")
                    #expect(page.text.contains("<h1>\(question.title.vietnamese)</h1>"), "\(question)")
                    #expect(!page.text.contains(" style="), "\(question)")
                }
                let plain = try await auditor.get("/audit?question=q11&document=\(id)")
                #expect(!plain.text.contains("<svg") && plain.text.contains("&amp;chart=yes"), "it would be counted")
                let life = try await auditor.get("/audit?question=q11&document=\(id)&chart=yes")
                #expect(life.text.contains("Vào sổ văn bản đến") && !life.text.contains("Thử"))
                #expect(life.text.contains("<svg") && life.text.contains("/audit/export?question=q11"))
                let english = try await auditor.get("/audit?question=q1&number=1", ["Accept-Language: en"])
                #expect(english.status == 200)
            }
        }

        @Test func saysWhatItCannotReadAndAnswersNothingThen() async throws {
            try await withOpenOffice { house in
                let auditor = try await house.person("kiem.tra")
                for query in [
                    "from=31/02/2026", "number=15/x", "question=q99", "network=1.2.3", "moment=now&question=q14",
                    "session=%00%01", "kind=everything", "days=0&question=q13", "officer=99999999999999999999",
                ] {
                    let page = try await auditor.get("/audit?\(query)")
                    #expect([400, 422].contains(page.status), "\(query): \(page.status)")
                    #expect(!page.text.contains("<tbody>"), "\(query)")
                    #expect([400, 422].contains(try await auditor.get("/audit/export?\(query)").status), "\(query)")
                }
                let many = (0..<1000).map { "kind=k\($0)" }.joined(separator: "&")
                #expect(try await auditor.get("/audit?\(many)").status == 400)
                let words = (0..<80).map { "tu\($0)" }.joined(separator: "+")
                #expect([200, 422].contains(try await auditor.get("/audit?words=\(words)").status))
                for cursor in ["x", "1-1-1", "99999999999999999999-1", "%00", "-5", "1-%2B"] {
                    #expect([200, 400].contains(try await auditor.get("/audit?after=\(cursor)").status), "\(cursor)")
                }
                #expect(try await auditor.get("/audit?officer=9223372036854775807").status == 200)
                #expect(try await auditor.get("/audit?number=-9223372036854775808/9223372036854775807").status == 200)
                #expect(try await auditor.get("/audit?from=0001-01-01&to=9999-12-31").status == 200)
                #expect(try await auditor.get("/audit/export?format=xlsx").status == 422)
                #expect(try await auditor.get("/audit/export?question=q6").status == 422)
                #expect(try await auditor.get("/audit/export?question=q1").status == 422)
            }
        }

        @Test func exportsWhatIsFilteredInEveryFormat() async throws {
            try await withOpenOffice { house in
                let id = try await register(house)
                let auditor = try await house.person("kiem.tra")
                for (format, type, sign) in [
                    ("csv", "text/csv", "incoming.registered"),
                    ("jsonl", "application/x-ndjson", "incoming.registered"),
                    ("rfc5424", "text/plain", "<110>1 "), ("cef", "text/plain", "CEF:0|"),
                    ("ocsf", "application/x-ndjson", "class_uid"), ("ecs", "application/x-ndjson", "@timestamp"),
                ] {
                    let answer = try await auditor.get("/audit/export?document=\(id)&format=\(format)")
                    #expect(answer.status == 200 && answer["content-type"]?.hasPrefix(type) == true, "\(answer)")
                    #expect(answer["content-disposition"]?.hasPrefix("attachment") == true)
                    let lines = answer.text.split(whereSeparator: \.isNewline)
                    #expect(lines.count == (format == "csv" ? 2 : 1) && answer.text.contains(sign), "\(answer)")
                }
                let asked = try await house.office.owner.read { transaction in
                    try transaction.rows(
                        "SELECT detail::text AS detail FROM audit.event WHERE action = 'audit.exported' ORDER BY id"
                    ) { try $0["detail"] as String }
                }
                #expect(asked.count == 12, "before the first line and after the last")
                #expect(asked.filter { $0.contains("\"rows\": \"1\"") }.count == 6, "\(asked)")
            }
        }

        @Test func savesAQuestionOnceAndRemovesIt() async throws {
            try await withOpenOffice { house in
                let auditor = try await house.person("kiem.tra")
                let page = try await auditor.get("/audit?question=q7&from=01/11/2026")
                #expect(page.text.contains("value=\"question=q7&amp;from=01%2F11%2F2026\""))
                #expect(page.text.contains("mail.from"), "no mail is set up here")
                let fields = [
                    ("_key", "12345678-question"), ("name", "Từ chối <i>"),
                    ("query", "question=q7&from=01%2F11%2F2026"),
                ]
                let saved = try await auditor.post("/audit/questions", fields)
                #expect(saved.status == 303 && saved["location"]?.hasPrefix("/audit?question=q7") == true, "\(saved)")
                #expect(try await auditor.post("/audit/questions", fields).status == 303)
                let home = try await auditor.get("/audit")
                #expect(
                    home.text.components(separatedBy: "Từ chối &lt;i&gt;</a>").count == 2, "pressed twice, kept once")
                let nameless = try await auditor.post("/audit/questions", [("name", ""), ("query", "question=q7")])
                #expect(nameless.status == 422 && nameless.text.contains("id=\"name-fault\""))
                let foreign = try await auditor.post(
                    "/audit/questions", [("name", "x"), ("query", "//evil.example/\r\nX: y")])
                #expect(foreign["location"].map { $0.hasPrefix("/audit?") && !$0.contains("\n") } ?? true, "\(foreign)")
                let removal = try #require(home.text.firstMatch(of: #/\/audit\/questions\/\d+\/removal/#)).output
                #expect(try await auditor.post(String(removal), []).status == 303)
                #expect(try await auditor.post(String(removal), []).status == 404)
                var forged = auditor
                forged.csrf = "x"
                #expect(try await forged.post("/audit/questions", fields).status == 403)
            }
        }

        @Test func tellsWhoHasSeenADocument() async throws {
            try await withOpenOffice { house in
                let id = try await register(house)
                let leader = try await house.person("chu.tich")
                _ = try await leader.get("/incoming/\(id)")
                let clerk = try await house.person("van.thu")
                let page = try await clerk.get("/incoming/\(id)")
                #expect(page.text.contains("href=\"/incoming/\(id)/readers\""))
                let readers = try await clerk.get("/incoming/\(id)/readers")
                #expect(readers.status == 200 && readers.text.contains("Thử &lt;b&gt;"))
                let seen = readers.text.components(separatedBy: "Ai được xem")
                #expect(seen[0].contains("Nguyễn Thị Lan") && seen[1].contains("Lê Thị Thư"))
                let program = try await house.program("van.thu")
                let answer = try JSONReader.read(try await program.get("/api/v1/incoming/\(id)/readers").body)
                let names = answer["seen"]?.array?.compactMap { $0["name"]?.string } ?? []
                #expect(Set(names) == ["Nguyễn Thị Lan", "Trần Thị Văn"], "\(answer)")
            }
        }

        @Test func answersProgramsWithTheSameFilters() async throws {
            try await withOpenOffice { house in
                let id = try await register(house)
                let auditor = try await house.program("kiem.tra")
                for (query, found) in [
                    ("question=q11&number=1", 1), ("document=\(id)&kinds=refused", 0),
                    ("document=\(id)&kinds=refused,offHours", 0), ("network=203.0.113.0/24", 0),
                ] {
                    let answer = try JSONReader.read(try await auditor.get("/api/v1/audit?\(query)").body)
                    #expect(answer["items"]?.array?.count == found, "\(query): \(answer)")
                }
                for query in ["kinds=all", "question=q6", "question=q1", "network=x", "from=2026-02-31", "moment=x"] {
                    #expect(try await auditor.get("/api/v1/audit?\(query)").status == 422, "\(query)")
                }
            }
        }
    }
}
