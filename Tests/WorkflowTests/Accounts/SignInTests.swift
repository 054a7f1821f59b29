import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

/// Moves what stands in the database back in time, as the owner.
private func passes(_ minutes: Int, in office: TestOffice) async throws {
    try await office.owner.write { transaction in
        let time: SQL = "make_interval(mins => \(minutes)::int)"
        try transaction.execute(
            "UPDATE session SET opened_at = opened_at - \(time), seen_at = seen_at - \(time), expires_at = expires_at - \(time)"
        )
        try transaction.execute("UPDATE sign_in_attempt SET at = at - \(time)")
    }
}

/// Wrong passwords that were tried a moment ago; working them out takes long in a program that is not optimized.
private func failures(_ count: Int, of login: String, from address: String, in office: TestOffice) async throws {
    try await office.owner.write { transaction in
        try transaction.execute(
            """
            INSERT INTO sign_in_attempt (login, source, success)
            SELECT \(login), \(address)::inet, false FROM generate_series(1, \(count)::int)
            """)
    }
}

private func origin(_ address: String = "192.0.2.7") -> Origin { Origin(channel: .web, source: address) }

@Suite("Signing in")
struct SignInTests {
    @Test("opens a session with the person's roles as they are now, and is on record")
    func opens() async throws {
        try await withOffice { office in
            let last = try await office.lastEvent
            let open = try await office.workflow.signIn(
                login: " Van.Thu ", password: TestOffice.password, from: origin(), kind: .web)
            let clerk = try await office.caller("van.thu")
            #expect(open.caller.officer == clerk.officer)
            #expect(abs(open.expiresAt.timeIntervalSinceNow - 8 * 3600) < 600)
            let event = try #require(try await office.events(after: last).first)
            #expect(event.summary == "session.opened" && event.actor == clerk.officer.id && event.source == "192.0.2.7")
            #expect(event.session == open.caller.origin.session && event.session.count == 16)
            let signedIn = try #require(try await office.workflow.session(token: open.token, from: origin()))
            #expect(
                signedIn.kind == .web && signedIn.agencyName == "Hội Liên hiệp Phụ nữ tỉnh Mẫu"
                    && signedIn.agencyCode == "H99.18")
            #expect(signedIn.unitName == "Văn phòng" && signedIn.caller.officer == clerk.officer)
            let program = try await office.workflow.signIn(
                login: "van.thu", password: TestOffice.password, from: origin(), kind: .api)
            #expect(abs(program.expiresAt.timeIntervalSinceNow - 30 * 86400) < 600)
            #expect(try await office.events(after: event.id).first?.action == "token.issued")
        }
    }

    @Test("keeps a digest of the token only")
    func digestOnly() async throws {
        try await withOffice { office in
            let open = try await office.workflow.signIn(
                login: "van.thu", password: TestOffice.password, from: origin(), kind: .web)
            #expect(
                open.token.utf8.count >= 43
                    && open.token.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
            let token = open.token
            let kept = try await office.count(
                "SELECT count(*) AS n FROM session WHERE token_digest = sha256(convert_to(\(token), 'UTF8'))")
            #expect(kept == 1)
            let everything = try await office.count(
                """
                SELECT count(*) AS n FROM (SELECT s::text AS t FROM session s UNION ALL SELECT e::text FROM audit.event e) x
                WHERE position(\(token) IN t) > 0
                """)
            #expect(everything == 0)
        }
    }

    @Test("is refused in the same words for a wrong password, an unknown name and a closed account")
    func refused() async throws {
        try await withOffice { office in
            let people = try await People(office)
            try await office.workflow.setActive(of: "chuyen.b", false, by: people.administrator)
            let attempts = [
                ("van.thu", "sai mat khau"), ("khong.co", TestOffice.password), ("chuyen.b", TestOffice.password),
                ("", ""), ("' OR 1=1 --", "x"),
            ]
            for (login, password) in attempts {
                let last = try await office.lastEvent
                #expect(
                    await refusal {
                        try await office.workflow.signIn(login: login, password: password, from: origin(), kind: .web)
                    } == "sign-in-refused")
                let event = try #require(try await office.events(after: last).first)
                #expect(event.summary == "session.refused refused: sign-in-refused" && event.source == "192.0.2.7")
            }
            #expect(try await office.count("SELECT count(*) AS n FROM session") == 0)
        }
    }

    @Test("is blocked after five failures from one address, and not from another")
    func blocked() async throws {
        try await withOffice { office in
            let flow = office.workflow
            func tries(_ password: String, from address: String) async -> String? {
                await refusal {
                    try await flow.signIn(login: "van.thu", password: password, from: origin(address), kind: .web)
                }
            }
            try await failures(3, of: "van.thu", from: "192.0.2.66", in: office)
            for _ in 0..<2 { #expect(await tries("sai mat khau", from: "192.0.2.66") == "sign-in-refused") }
            #expect(
                await tries(TestOffice.password, from: "192.0.2.66") == "sign-in-blocked",
                "also with the right password")
            do {
                _ = try await flow.signIn(login: "van.thu", password: "x", from: origin("192.0.2.66"), kind: .web)
            } catch WorkflowError.signInBlocked(let seconds) {
                #expect((800...900).contains(seconds))
            }
            let last = try await office.lastEvent
            for _ in 0..<3 { #expect(await tries(TestOffice.password, from: "192.0.2.66") == "sign-in-blocked") }
            #expect(try await office.events(after: last).isEmpty, "the first is on record, these are counted")
            try await flow.tallyRefusals()
            let rest = try await office.events(after: last)
            #expect(rest.map(\.action) == ["session.blocked"] && rest.first?.detail["more"] == "4")
            #expect(rest.first?.source == "192.0.2.66")
            try await flow.tallyRefusals()
            #expect(await tries(TestOffice.password, from: "192.0.2.66") == "sign-in-blocked")
            #expect(try await office.events(after: last).count == 2, "the next minute's first is on record at once")
            #expect(await tries(TestOffice.password, from: "192.0.2.7") == nil, "its owner is not locked out")
            #expect(
                await refusal {
                    try await flow.signIn(
                        login: "chu.tich", password: TestOffice.password, from: origin("192.0.2.66"), kind: .web)
                } == nil)
            try await passes(16, in: office)
            #expect(await tries(TestOffice.password, from: "192.0.2.66") == nil, "after a quarter of an hour")
        }
    }

    @Test("forgets failures once it succeeded from that address")
    func forgets() async throws {
        try await withOffice { office in
            for _ in 0..<2 {
                try await failures(4, of: "van.thu", from: "192.0.2.7", in: office)
                _ = try await office.workflow.signIn(
                    login: "van.thu", password: TestOffice.password, from: origin(), kind: .web)
            }
        }
    }

    @Test("is blocked for an account that is tried from many addresses, but not where its owner was before")
    func spread() async throws {
        try await withOffice { office in
            _ = try await office.workflow.signIn(
                login: "van.thu", password: TestOffice.password, from: origin("192.0.2.7"), kind: .web)
            try await office.owner.write { transaction in
                for host in 1...20 {
                    try transaction.execute(
                        "INSERT INTO sign_in_attempt (login, source, success) VALUES ('van.thu', \("198.51.100.\(host)")::inet, false)"
                    )
                }
            }
            #expect(
                await refusal {
                    try await office.workflow.signIn(
                        login: "van.thu", password: TestOffice.password, from: origin("203.0.113.5"), kind: .web)
                } == "sign-in-blocked")
            #expect(
                await refusal {
                    try await office.workflow.signIn(
                        login: "van.thu", password: TestOffice.password, from: origin("192.0.2.7"), kind: .web)
                } == nil)
        }
    }

    @Test("is blocked for an address that tries many names")
    func manyNames() async throws {
        try await withOffice { office in
            try await office.owner.write { transaction in
                for nth in 1...50 {
                    try transaction.execute(
                        "INSERT INTO sign_in_attempt (login, source, success) VALUES (\("ten.\(nth)"), '192.0.2.7', false)"
                    )
                }
            }
            #expect(
                await refusal {
                    try await office.workflow.signIn(
                        login: "van.thu", password: TestOffice.password, from: origin(), kind: .web)
                } == "sign-in-blocked")
            #expect(
                await refusal {
                    try await office.workflow.signIn(
                        login: "van.thu", password: TestOffice.password, from: origin("2001:db8::1"), kind: .web)
                } == nil)
        }
    }
}

@Suite("A session")
struct SessionTests {
    private func open(_ office: TestOffice, _ kind: SessionKind = .web) async throws -> OpenSession {
        try await office.workflow.signIn(login: "van.thu", password: TestOffice.password, from: origin(), kind: kind)
    }

    private func lives(_ open: OpenSession, _ office: TestOffice) async throws -> Bool {
        try await office.workflow.session(token: open.token, from: origin()) != nil
    }

    @Test("ends after fifteen idle minutes, and stays alive while it is used")
    func idle() async throws {
        try await withOffice { office in
            let session = try await open(office)
            for _ in 0..<5 {
                try await passes(14, in: office)
                #expect(try await lives(session, office))
            }
            try await passes(15, in: office)
            #expect(try await lives(session, office) == false)
        }
    }

    @Test("ends after eight hours in any case; a program's lives thirty days")
    func absolute() async throws {
        try await withOffice { office in
            let session = try await open(office), program = try await open(office, .api)
            for _ in 0..<48 {
                try await passes(10, in: office)
                _ = try await lives(session, office)
            }
            #expect(try await lives(session, office) == false)
            #expect(try await lives(program, office))
            try await passes(30 * 1440 - 481, in: office)
            #expect(try await lives(program, office))
            try await passes(1, in: office)
            #expect(try await lives(program, office) == false)
        }
    }

    @Test("ends when its person signs out, and no other does")
    func signOut() async throws {
        try await withOffice { office in
            let session = try await open(office), other = try await open(office)
            let last = try await office.lastEvent
            try await office.workflow.signOut(session.token, by: session.caller)
            #expect(try await office.events(after: last).map(\.summary) == ["session.closed"])
            #expect(try await lives(session, office) == false)
            #expect(try await lives(other, office))
            try await office.workflow.signOut(other.token, by: try await office.caller("chu.tich"))
            #expect(try await lives(other, office), "nobody ends another's")
        }
    }

    @Test("ends at once when the account is closed or its password changed, and has new roles at once")
    func account() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let session = try await open(office), program = try await open(office, .api)
            try await office.workflow.setRoles(of: "van.thu", to: [.leader, .registrar], by: people.administrator)
            let now = try #require(try await office.workflow.session(token: session.token, from: origin()))
            #expect(now.caller.officer.roles == [.leader, .registrar])
            try await office.workflow.setPassword(of: "van.thu", to: "mot mat khau khac", by: people.administrator)
            #expect(try await lives(session, office) == false)
            #expect(try await lives(program, office) == false)
            let next = try await office.workflow.signIn(
                login: "van.thu", password: "mot mat khau khac", from: origin(), kind: .web)
            try await office.workflow.setActive(of: "van.thu", false, by: people.administrator)
            #expect(try await lives(next, office) == false)
            try await office.workflow.setActive(of: "van.thu", true, by: people.administrator)
            #expect(try await lives(next, office) == false, "what was closed stays closed")
        }
    }

    @Test(
        "is nobody's for a token that is none",
        arguments: [
            "", "x", String(repeating: "a", count: 43), String(repeating: "a", count: 5000),
            "' OR 1=1 --------------------",
        ])
    func noToken(token: String) async throws {
        try await withOffice { office in
            let found = try await office.workflow.session(token: token, from: origin())
            #expect(found == nil)
        }
    }
}
