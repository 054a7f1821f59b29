import Foundation
import Postgres
import TestOffice
import Testing

@testable import Web

extension WebServerTests {
    @Suite("Signing in and out in a browser")
    struct SignInTests {
        @Test func opensASessionThatEndsWithSigningOut() async throws {
            try await withOpenOffice { house in
                var person = house.visitor()
                let refused = try await person.post("/sign-in", [("login", "van.thu"), ("password", "sai")])
                #expect(refused.status == 401)
                #expect(refused["set-cookie"] == nil)
                let opened = try await person.post(
                    "/sign-in", [("login", "van.thu"), ("password", TestOffice.password), ("next", "/incoming?q=a")])
                #expect(opened.status == 303)
                #expect(opened["location"] == "/incoming?q=a")
                let cookie = try #require(opened["set-cookie"])
                #expect(cookie.hasPrefix("congvan=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
                try await person.signIn("van.thu")
                #expect(try await person.get("/incoming").status == 200)
                let closed = try await person.post("/sign-out", [])
                #expect(closed.status == 303)
                #expect(closed["clear-site-data"] != nil)
                let after = try await person.get("/incoming")
                #expect(after.status == 303 && after["location"] == "/sign-in?next=%2Fincoming")
            }
        }

        @Test func givesANewTokenAndClosesTheOldSession() async throws {
            try await withOpenOffice { house in
                var person = try await house.person("van.thu")
                let old = person
                try await person.signIn("van.thu")
                #expect(person.cookies != old.cookies)
                #expect(try await old.get("/incoming").status == 303)
                #expect(try await person.get("/incoming").status == 200)
            }
        }

        @Test func changesAPasswordWithTheOldOneAndEndsOtherSessions() async throws {
            try await withOpenOffice { house in
                let new = "mot mat khau moi hon"
                let person = try await house.person("van.thu"), elsewhere = try await house.person("van.thu")
                func change(_ current: String, _ new: String, _ again: String) async throws -> Answer {
                    try await person.post(
                        "/account/password",
                        [("_key", "doi mat khau 1"), ("current", current), ("new", new), ("again", again)])
                }
                let wrong = try await change("sai", new, new)
                #expect(wrong.status == 422 && wrong.text.contains("Không đúng."))
                let careless = try await change("", "ngắn", "khác")
                #expect(careless.status == 422)
                for fault in ["Không được để trống.", "Phải có từ 12 đến 128 ký tự.", "Hai lần gõ khác nhau."] {
                    #expect(careless.text.contains(fault))
                }
                for _ in 1...2 {
                    let changed = try await change(TestOffice.password, new, new)
                    #expect(changed.status == 303 && changed["location"] == "/account?done=password-changed")
                }
                #expect(try await person.get("/account").status == 200)
                #expect(try await elsewhere.get("/account").status == 303)
                var again = house.visitor()
                #expect(
                    try await again.post("/sign-in", [("login", "van.thu"), ("password", TestOffice.password)]).status
                        == 401)
                try await again.signIn("van.thu", password: new)
                #expect(try await again.get("/account").text.contains("Trần Thị Văn"))
                let events = try await house.office.count(
                    "SELECT count(*) AS n FROM audit.event WHERE action = 'account.password-changed' AND outcome = 'allowed'"
                )
                #expect(events == 1)
            }
        }

        @Test func countsGuessesAtThePasswordThatIsToBeChanged() async throws {
            try await withOpenOffice { house in
                let program = try await house.program("van.thu")
                var statuses: [Int] = []
                for _ in 1...6 {
                    statuses.append(
                        try await program.send(
                            "POST", "/api/v1/me/password", type: "application/json",
                            #"{"current":"sai","new":"mot mat khau moi"}"#
                        ).status)
                }
                #expect(statuses == [422, 422, 422, 422, 422, 429])
            }
        }

        @Test func marksItsCookieForTLSWhereThatIsInFront() async throws {
            try await withOpenOffice({ $0.secure = true }) { house in
                let answer = try await house.visitor().send(
                    "POST", "/sign-in", ["Origin: https://127.0.0.1:\(house.port)"],
                    type: "application/x-www-form-urlencoded", "login=van.thu&password=mot+mat+khau+dai")
                #expect(answer["set-cookie"]?.hasPrefix("__Host-congvan=") == true)
                #expect(answer["set-cookie"]?.contains("Secure") == true)
                #expect(answer["strict-transport-security"] != nil)
            }
        }

        @Test func leadsNobodyElsewhere() async throws {
            try await withOpenOffice { house in
                for next in ["//evil.example", "https://evil.example", "/\\evil.example", "/sign-out"] {
                    let answer = try await house.visitor().post(
                        "/sign-in", [("login", "van.thu"), ("password", TestOffice.password), ("next", next)])
                    #expect(answer.status == 303)
                    #expect(answer["location"] == "/", "\(next)")
                }
            }
        }

        /// Forms that another site sends, and forms without the session's token.
        @Test func refusesFormsThatAreNotOurs() async throws {
            try await withOpenOffice { house in
                let person = try await house.person("van.thu")
                let body = "_csrf=\(person.csrf)&language=en"
                let form = "application/x-www-form-urlencoded"
                let own = "http://127.0.0.1:\(house.port)"
                let refused: [[String]] = [
                    [], ["Origin: http://evil.example"], ["Origin: null"], ["Origin: \(own)0"],
                    ["Referer: http://evil.example/\(own)"], ["Sec-Fetch-Site: cross-site"],
                    ["Sec-Fetch-Site: same-site"],
                    ["Origin: \(own)", "Sec-Fetch-Site: cross-site"],
                ]
                for headers in refused {
                    #expect(
                        try await person.send("POST", "/language", headers, type: form, body).status == 403,
                        "\(headers)")
                    let signIn = "login=van.thu&password=mot+mat+khau+dai"
                    #expect(
                        try await house.visitor().send("POST", "/sign-in", headers, type: form, signIn).status == 403,
                        "\(headers)")
                }
                for headers in [["Origin: \(own)"], ["Sec-Fetch-Site: same-origin"], ["Referer: \(own)/work"]] {
                    #expect(
                        try await person.send("POST", "/language", headers, type: form, body).status == 303,
                        "\(headers)")
                }
                let altered = person.csrf.dropLast() + (person.csrf.hasSuffix("A") ? "E" : "A")
                for token in ["", "x", String(altered), try await house.person("chu.tich").csrf] {
                    let sent = try await person.send(
                        "POST", "/sign-out", ["Origin: \(own)"], type: form, "_csrf=\(token)")
                    #expect(sent.status == 403, "\(token)")
                }
            }
        }

        @Test func isSlowedDownAfterFiveWrongPasswords() async throws {
            try await withOpenOffice { house in
                for _ in 0..<5 {
                    #expect(
                        try await house.visitor().post("/sign-in", [("login", "van.thu"), ("password", "x")]).status
                            == 401)
                }
                let blocked = try await house.visitor().post(
                    "/sign-in", [("login", "van.thu"), ("password", TestOffice.password)])
                #expect(blocked.status == 429)
                #expect(blocked["retry-after"].flatMap { Int($0) } ?? 0 > 0)
            }
        }

        @Test func rememberTheLanguageThatWasChosen() async throws {
            try await withOpenOffice { house in
                #expect(try await house.visitor().get("/sign-in")["content-language"] == "vi")
                #expect(
                    try await house.visitor().get("/sign-in", ["Accept-Language: en-GB"])["content-language"] == "vi")
                var person = house.visitor()
                let chosen = try await person.post(
                    "/language", [("language", "en")], ["Referer: http://127.0.0.1/work?box=lead"])
                #expect(chosen["location"] == "/work?box=lead")
                person.keep(chosen)
                #expect(try await person.get("/sign-in", ["Accept-Language: vi"])["content-language"] == "en")
                #expect(try await person.post("/language", [("language", "xx")]).status == 400)
            }
        }
    }
}
