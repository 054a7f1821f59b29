import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("A form with mistakes", .serialized, .oneAtATime)
struct BadFormTests {
    @Test func comesBackFilledInWithEveryFaultBesideItsField() async throws {
        try await withRunningOffice { office, house in
            var clerk = try await Browser.signedIn("van.thu", to: office)
            var form = try await clerk.open("/incoming/new").form(to: "/incoming")
            let sent = [
                "senderName": "", "number": String(repeating: "9", count: 30),
                "notation": String(repeating: "K", count: 61),
                "issuedOn": "31/02/2026", "typeName": "Bùa chú", "subject": "  ", "arrivedOn": Papers.day(1).written,
                "dueOn": "hôm kia", "urgency": "7", "secrecy": "topSecret?", "pages": "nhiều", "copies": "0",
                "note": "<script>alert(\"1\")</script> & 'ghi chú'",
            ]
            for (field, value) in sent { form[field] = value }
            form["signerName"] = "Nguyễn Văn \"Chín\""
            let back = try await clerk.press(form)
            #expect(back.status == 422)
            for field in sent.keys where field != "note" { #expect(back.fault(of: field) != nil, "\(field)") }
            for field in ["note", "signerName", "senderCode"] { #expect(back.fault(of: field) == nil, "\(field)") }

            let again = try back.form(to: "/incoming")
            for field in ["number", "notation", "issuedOn", "arrivedOn", "dueOn", "pages", "copies", "note"] {
                #expect(again[field] == sent[field], "\(field) is shown as it was typed")
            }
            #expect(again["signerName"] == "Nguyễn Văn \"Chín\"")
            #expect(!back.html.contains("<script>alert"))
            #expect(try await house.count("SELECT count(*) AS n FROM incoming_document") == 0)
            #expect(try await house.count("SELECT count(*) AS n FROM register_year") == 0, "no number was taken")

            // Corrected, the same form goes through.
            form = again
            for (field, value) in [
                "senderName": "Sở Nội vụ", "number": "9", "notation": "CV-SNV", "issuedOn": Papers.day(-1).written,
                "typeName": "Công văn", "subject": "Về việc góp ý", "arrivedOn": "", "dueOn": "", "urgency": "0",
                "secrecy": "none", "pages": "2", "copies": "",
            ] { form[field] = value }
            #expect(try await clerk.press(form).shows("Đã vào sổ"))
        }
    }

    @Test func isRefusedWhereItsDaysCannotBe() async throws {
        try await withRunningOffice { office, _ in
            let clerk = try await Program.signedIn("van.thu", to: office)
            func faults(_ days: [String: Int]) async throws -> [String: String] {
                var paper = Papers.details("1")
                for (field, day) in days { paper[field] = .string(Papers.day(day).description) }
                let answer = try await clerk.post("/incoming", .object(paper))
                expectProblem(answer, 422, "fields")
                return Dictionary(
                    uniqueKeysWithValues: answer.json["errors"]?.array.map {
                        ($0["field"]?.string ?? "", $0["code"]?.string ?? "")
                    } ?? [])
            }
            #expect(try await faults(["arrivedOn": 1]) == ["arrivedOn": "in-the-future"])
            #expect(try await faults(["issuedOn": 1]) == ["issuedOn": "in-the-future"])
            #expect(try await faults(["issuedOn": -1, "arrivedOn": -2]) == ["arrivedOn": "too-early"])
            #expect(try await faults(["arrivedOn": -1, "dueOn": -2]) == ["dueOn": "too-early"])
            var secret = Papers.details("1")
            secret["secrecy"] = "secret"
            let refused = try await clerk.post("/incoming", .object(secret))
            #expect(refused.json["errors"]?[0]?["code"]?.string == "classified", "\(refused.text)")
        }
    }

    @Test func cannotGiveWorkToAPersonOfAnotherAgency() async throws {
        try await withRunningOffice { office, house in
            let clerk = try await Program.signedIn("van.thu", to: office)
            _ = try await clerk.post("/incoming", .object(Papers.details("1")))
            let stranger = try await house.caller("chu.tich.khac").officer.id
            let strangers = try await house.unit("Phòng Khác")
            var leader = try await Browser.signedIn("chu.tich", to: office)
            for assignee in ["officer:\(stranger)", "unit:\(strangers)", "officer:999999"] {
                var form = try await leader.open("/incoming/1").form(to: "/incoming/1/assignments")
                form["lead"] = assignee
                form["instruction"] = "Xin giúp"
                let back = try await leader.press(form)
                #expect(back.status == 422, "\(assignee)")
                #expect(back.fault(of: "lead") == "Không thuộc cơ quan này.", "\(assignee)")
                #expect(try back.form(to: "/incoming/1/assignments")["instruction"] == "Xin giúp")
            }
            #expect(try await house.count("SELECT count(*) AS n FROM assignment") == 0)
        }
    }

    @Test func cannotMoveADocumentWhereTheTableDoesNotLead() async throws {
        try await withRunningOffice { office, house in
            let clerk = try await Program.signedIn("van.thu", to: office)
            let leader = try await Program.signedIn("chu.tich", to: office)
            _ = try await clerk.post("/incoming", .object(Papers.details("1")))
            let dossier =
                try await clerk.post("/dossiers", ["code": "01", "title": "Hồ sơ", "retention": "5"]).json["id"] ?? 0
            let early = try await clerk.post("/incoming/1/filings", ["dossier": dossier], seen: 1)
            expectProblem(early, 409, "not-now")
            #expect(early.json["detail"]?.string?.contains("Chờ phân công") == true, "the sentence names the state")
            expectProblem(try await leader.post("/incoming/1/reopening", ["reason": "?"], seen: 1), 409, "not-now")

            // The page does not offer it, and a form that was made up is refused as well.
            var person = try await Browser.signedIn("chu.tich", to: office)
            let page = try await person.open("/incoming/1")
            #expect(throws: Failed.self) { try page.form(to: "/incoming/1/reopening") }
            #expect(page.shows("Không thể “Mở lại” khi văn bản ở trạng thái “Chờ phân công”."), "why not is said")
            #expect(try await house.count("SELECT count(*) AS n FROM incoming_document WHERE state = 'received'") == 1)
        }
    }
}
