import Foundation
import Postgres
import Records
import TestOffice
import Testing

@Suite("Impatient and late people", .serialized, .oneAtATime)
struct PressingTwiceTests {
    @Test func whoPressTwentyTimesAtOnceRegisterOnce() async throws {
        try await withRunningOffice { office, house in
            var clerk = try await Browser.signedIn("van.thu", to: office)
            var form = try await clerk.open("/incoming/new").form(to: "/incoming")
            for (field, value) in [
                "senderName": "Sở Nội vụ", "number": "9", "issuedOn": Papers.day(-1).written, "typeName": "Công văn",
                "subject": "Về việc góp ý",
            ] { form[field] = value }
            form.files = [.init(name: "ban-quet.pdf", bytes: Papers.pdf())]
            #expect(!form["_key"].isEmpty)

            let request = clerk.sent(form)
            let port = office.port
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for _ in 0..<20 { group.addTask { try await onThread { try request.send(to: port) } } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.map(\.status) == Array(repeating: 303, count: 20))
            #expect(Set(answers.compactMap { $0["location"] }).count == 1, "all are led to the same document")
            #expect(try await house.count("SELECT count(*) AS n FROM incoming_document") == 1)
            #expect(try await house.count("SELECT count(*) AS n FROM attachment") == 1)
            #expect(try await house.count("SELECT last_number AS n FROM register_year") == 1)
            let events: SQL = "SELECT count(*) AS n FROM audit.event WHERE action = 'incoming.registered'"
            #expect(try await house.count(events) == 1, "and it is on record once")
        }
    }

    @Test func whoPressTwiceElsewhereDoOnceToo() async throws {
        try await withRunningOffice { office, house in
            let program = try await Program.signedIn("van.thu", to: office)
            _ = try await program.post("/incoming", .object(Papers.details("1")))
            var leader = try await Browser.signedIn("chu.tich", to: office)
            var order = try await leader.open("/incoming/1").form(to: "/incoming/1/assignments")
            try order.choose("lead", "Ban A")
            #expect(try await leader.press(order).shows("Đã phân công"))
            #expect(
                try await leader.press(order).shows("Đã phân công"), "the same answer, though the version is old by now"
            )
            #expect(try await house.count("SELECT count(*) AS n FROM assignment") == 1)

            var head = try await Browser.signedIn("truong.a", to: office)
            var note = try await head.open("/incoming/1").form(to: "/incoming/1/notes")
            note["text"] = "Đã nhận"
            #expect(try await head.press(note).status == 200)
            #expect(try await head.press(note).status == 200)
            #expect(try await house.count("SELECT count(*) AS n FROM progress_note") == 1)
            note["text"] = "Khác"
            #expect(try await head.press(note).status == 422, "one form is one act")
        }
    }

    @Test func whoSendAnOldFormSeeWhatChangedAndLoseNothingTheyTyped() async throws {
        try await withRunningOffice { office, house in
            let program = try await Program.signedIn("van.thu", to: office)
            _ = try await program.post("/incoming", .object(Papers.details("1")))
            var leader = try await Browser.signedIn("chu.tich", to: office)
            var first = try await leader.open("/incoming/1").form(to: "/incoming/1/assignments")
            var second = first
            second["_key"] = UUID().uuidString
            try first.choose("lead", "Ban A")
            _ = try await leader.press(first)

            try second.choose("lead", "Ban B")
            second["instruction"] = "Giao Ban B"
            let stale = try await leader.press(second)
            #expect(stale.status == 409)
            #expect(stale.shows("Nguyễn Thị Lan Đã phân công") || stale.shows("Phân công"), "what changed is shown")
            let again = try stale.form(to: "/incoming/1/assignments")
            #expect(again["instruction"] == "Giao Ban B")
            #expect(again["lead"] == second["lead"])
            #expect(again["version"] == "2", "sent again, it is a decision on what is shown now")
            #expect(try await leader.press(again).shows("Đã phân công"))
            #expect(
                try await house.count("SELECT count(*) AS n FROM assignment WHERE state = 'open' AND role = 'lead'")
                    == 1)
        }
    }

    @Test func whoSendAFormOfAnotherSiteOrSessionAreRefused() async throws {
        try await withRunningOffice { office, house in
            var clerk = try await Browser.signedIn("van.thu", to: office)
            var form = try await clerk.open("/incoming/new").form(to: "/incoming")
            form["_csrf"] = "nonsense"
            #expect(try await clerk.press(form).status == 403)
            var foreign = clerk.sent(try await clerk.open("/incoming/new").form(to: "/incoming"))
            foreign.headers = foreign.headers.map { $0.name == "Origin" ? ("Origin", "http://evil.example") : $0 }
            let forged = foreign
            let port = office.port
            #expect(try await onThread { try forged.send(to: port) }.status == 403)
            #expect(try await house.count("SELECT count(*) AS n FROM incoming_document") == 0)
        }
    }
}
