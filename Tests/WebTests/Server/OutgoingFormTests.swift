import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@testable import Web

extension WebServerTests {
    @Suite("The form of an outgoing document, without script")
    struct OutgoingFormTests {
        private static let details = [("typeName", "Thông báo"), ("subject", "Lịch nghỉ"), ("medium", "paper")]

        private func directory(_ house: OpenOffice) async throws {
            var entries = [
                CorrespondentEntry(code: "H99.01", name: "Sở Nội vụ"),
                CorrespondentEntry(code: "H99.02", name: "Ủy ban nhân dân xã <b>Thử</b>"),
            ]
            for place in entries.indices { entries[place].peer = "truc" }
            _ = try await house.office.workflow.enterCorrespondents(
                entries, from: "test", by: try await house.office.caller("quan.tri"))
        }

        /// A form with files, as a browser sends it.
        private func send(
            _ fields: [(String, String)], _ files: [(field: String, name: String, text: String)], to path: String,
            by visitor: Visitor, in house: OpenOffice
        ) async throws -> Answer {
            var body = ""
            for (name, value) in [("_csrf", visitor.csrf)] + fields {
                body += "--x\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
            }
            for file in files {
                body +=
                    "--x\r\nContent-Disposition: form-data; name=\"\(file.field)\"; filename=\"\(file.name)\"\r\n\r\n"
                body += file.text + "\r\n"
            }
            return try await visitor.send(
                "POST", path, ["Origin: http://127.0.0.1:\(house.port)"], type: "multipart/form-data; boundary=x",
                body + "--x--\r\n")
        }

        private func recipients(_ house: OpenOffice, _ path: String) async throws -> [OutgoingAddress] {
            let id = try #require(Int(path.split(separator: "/").last?.prefix { $0 != "?" } ?? ""))
            return try await house.office.workflow.outgoing(id, by: try await house.office.caller("van.thu")).details
                .recipients
        }

        @Test(
            "finds, adds and leaves out agencies step by step, keeps what was typed, and saves nothing before it is asked to"
        )
        func choosing() async throws {
            try await withOpenOffice { house in
                try await directory(house)
                let clerk = try await house.person("van.thu")
                var answer = try await clerk.post("/outgoing", Self.details + [("find", "ubnd xa")])
                #expect(answer.status == 200 && answer.text.contains("value=\"add:H99.02\""))
                #expect(answer.text.contains("&lt;b&gt;Thử") && answer.text.contains("Lịch nghỉ"))
                answer = try await clerk.post("/outgoing", Self.details + [("step", "add:H99.02"), ("find", "ubnd")])
                #expect(answer.text.contains("name=\"agencies\" value=\"H99.02\""))
                #expect(answer.text.contains("value=\"drop:H99.02\""))
                answer = try await clerk.post(
                    "/outgoing", Self.details + [("agencies", "H99.02 H99.01 H99.77"), ("step", "drop:h99.02")])
                #expect(answer.text.contains("name=\"agencies\" value=\"H99.01 H99.77\""))
                #expect(answer.text.contains("không có trong danh bạ"))
                #expect(try await house.office.count("SELECT count(*) AS n FROM outgoing_document") == 0)
                answer = try await clerk.post(
                    "/outgoing",
                    Self.details + [
                        ("agencies", "H99.01"), ("find", "ubnd"), ("save", "yes"), ("post", "Công ty Một | 1 Trần Phú"),
                    ])
                #expect(answer.status == 303)
                #expect(
                    try await recipients(house, answer["location"] ?? "") == [
                        .agency(code: "H99.01"), .post(name: "Công ty Một", address: "1 Trần Phú"),
                    ])
            }
        }

        @Test(
            "takes a list and a group whole, names the lines of a list that is not right, and keeps what is chosen as a group"
        )
        func listsAndGroups() async throws {
            try await withOpenOffice { house in
                try await directory(house)
                let clerk = try await house.person("van.thu")
                let bad = "ma,ten,dia chi\nH99.01,,\nH99.77,,\n,,\"\n"
                var answer = try await send(
                    Self.details + [("save", "yes")], [("list", "ds.csv", bad)], to: "/outgoing", by: clerk, in: house)
                #expect(answer.status == 422 && answer.text.contains("Dòng 3: “H99.77”"))
                #expect(answer.text.contains("Dòng 4") && answer.text.contains("name=\"agencies\" value=\"\""))
                let good = "ma;ten;dia chi\r\nH99.01;;\r\n;Công ty <i>Một</i>;1 Trần Phú\r\n"
                answer = try await send(
                    Self.details + [("step", "list"), ("post", "Công ty Hai")], [("list", "ds.csv", good)],
                    to: "/recipient-groups/choice", by: clerk, in: house)
                #expect(answer.status == 200 && answer.text.contains("Đã thêm 2 nơi nhận từ tệp"))
                #expect(answer.text.contains("Công ty Hai\nCông ty &lt;i&gt;Một&lt;/i&gt; | 1 Trần Phú"))

                answer = try await clerk.post(
                    "/outgoing", [("agencies", "H99.01 H99.02"), ("step", "keep"), ("groupName", "Cả hai")])
                #expect(answer.status == 200 && answer.text.contains("Đã lưu nhóm “Cả hai”"))
                answer = try await clerk.post(
                    "/outgoing", [("agencies", "H99.01"), ("step", "keep"), ("groupName", "Cả hai")])
                #expect(answer.status == 422 && answer.text.contains("Đã có nhóm “Cả hai”"))
                let id = try #require(
                    try await house.office.workflow.recipientGroups(by: try await house.office.caller("van.thu")).first?
                        .id)
                answer = try await clerk.post("/outgoing", Self.details + [("group", "\(id)"), ("save", "yes")])
                #expect(
                    try await recipients(house, answer["location"] ?? "") == [
                        .agency(code: "H99.01"), .agency(code: "H99.02"),
                    ])

                answer = try await clerk.get("/recipient-groups")
                #expect(answer.text.contains("Cả hai"))
                answer = try await clerk.post(
                    "/recipient-groups/\(id)",
                    [
                        ("name", "Một mình"), ("agencies", "H99.02"), ("version", "1"), ("only", "agencies"),
                        ("save", "yes"),
                    ])
                #expect(answer.status == 303)
                answer = try await clerk.get("/recipient-groups/\(id)")
                #expect(answer.text.contains("value=\"Một mình\"") && !answer.text.contains("H99.01"))
                answer = try await clerk.post("/recipient-groups/\(id)/removal", [("version", "2")])
                #expect(answer.status == 303)
                answer = try await clerk.get("/recipient-groups")
                #expect(!answer.text.contains("Một mình"))
            }
        }

        @Test("gives own units their roles, takes more signers than it shows at first, and leaves files out")
        func unitsSignersFiles() async throws {
            try await withOpenOffice { house in
                let clerk = try await house.person("van.thu")
                let caller = try await house.office.caller("van.thu")
                let directory = try await house.office.workflow.directory(for: caller)
                let units = directory.units.map(\.id)
                let signer = try #require(directory.leaders.first?.id)
                var answer = try await send(
                    Self.details + [
                        ("leadUnits", "\(units[0])"), ("informedUnits", "\(units[1])"), ("signer7", "\(signer)"),
                        ("competence7", "KT."), ("save", "yes"),
                    ], [("files", "a.txt", "a")], to: "/outgoing", by: clerk, in: house)
                let path = try #require(answer["location"]?.components(separatedBy: "?").first)
                let given = try await recipients(house, path)
                #expect(given == [.unit(units[0], .lead), .unit(units[1], .informed)])
                let id = try #require(Int(path.split(separator: "/").last ?? ""))
                let view = try await house.office.workflow.outgoing(id, by: caller)
                #expect(view.details.signatories == [Signatory(officer: signer, kind: .sign, competence: .asDeputy)])
                let file = try #require(view.attachments.first?.file.id)
                answer = try await clerk.get(path)
                #expect(answer.text.contains("name=\"dropped\" value=\"\(file)\""))
                answer = try await clerk.post(
                    path + "/revisions",
                    Self.details + [
                        ("version", "1"), ("dropped", "\(file)"), ("leadUnits", "\(units[1])"), ("save", "yes"),
                    ])
                #expect(answer.status == 303)
                answer = try await clerk.get(path)
                #expect(!answer.text.contains("a.txt"))
            }
        }

        @Test("shows a draft to two thousand agencies, and changes it, within a second or two")
        func manyRecipients() async throws {
            try await withOpenOffice { house in
                let entries = (1...2000).map { place in
                    var entry = CorrespondentEntry(code: "K\(place)", name: "Xã thứ \(place)")
                    entry.peer = "truc"
                    return entry
                }
                _ = try await house.office.workflow.enterCorrespondents(
                    entries, from: "test", by: try await house.office.caller("quan.tri"))
                let clerk = try await house.person("van.thu")
                let codes = entries.map(\.code).joined(separator: " ")
                var answer = try await send(
                    Self.details + [("agencies", codes), ("save", "yes")], [], to: "/outgoing", by: clerk, in: house)
                let path = try #require(answer["location"]?.components(separatedBy: "?").first)
                let begin = ContinuousClock.now
                answer = try await clerk.get(path)
                print(
                    "page of a draft to 2000 agencies: \(ContinuousClock.now - begin), \(answer.text.utf8.count) bytes")
                #expect(answer.status == 200 && answer.text.contains("drop:K2000"))
                answer = try await send(
                    [("agencies", codes), ("step", "drop:K7")], [], to: "/recipient-groups/choice", by: clerk, in: house
                )
                #expect(!answer.text.contains("drop:K7\"") && answer.text.contains("drop:K8\""))
            }
        }
    }
}
