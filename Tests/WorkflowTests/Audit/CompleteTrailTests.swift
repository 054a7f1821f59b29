import Foundation
import Postgres
import Records
import TestOffice
import Testing

@testable import Workflow

@Suite("What leaves an event beside acts and looks")
struct CompleteTrailTests {
    @Test("the end of a session whose time is over, once, with its holder and its name")
    func expiredSessions() async throws {
        try await withOffice { office in
            let origin = Origin(channel: .web, source: "192.0.2.7")
            var sessions: [OpenSession] = []
            for login in ["van.thu", "kiem.tra", "chu.tich"] {
                sessions.append(
                    try await office.workflow.signIn(
                        login: login, password: TestOffice.password, from: origin, kind: .web))
            }
            #expect(try await office.workflow.expireSessions() == 0)
            let (clerk, auditor) = (sessions[0].caller, sessions[1].caller)
            try await office.owner.write { transaction in
                try transaction.execute(
                    "UPDATE session SET seen_at = now() - interval '1 hour' WHERE officer_id = \(clerk.officer.id)")
                try transaction.execute(
                    "UPDATE session SET expires_at = now() WHERE officer_id = \(auditor.officer.id)")
            }
            let last = try await office.lastEvent
            #expect(try await office.workflow.expireSessions() == 2)
            #expect(try await office.workflow.expireSessions() == 0, "each ends once")
            let events = try await office.events(after: last)
            #expect(events.map(\.action) == ["session.expired", "session.expired"])
            #expect(Set(events.map(\.session)) == [clerk.origin.session, auditor.origin.session])
            #expect(events.first { $0.actor == clerk.officer.id }?.detail == ["why": "idle"])
            #expect(events.first { $0.actor == auditor.officer.id }?.detail == ["why": "limit"])
            #expect(events.allSatisfy { $0.channel == "service" && $0.source == nil })
            for session in sessions.prefix(2) {
                #expect(try await office.workflow.session(token: session.token, from: origin) == nil)
            }
            #expect(try await office.workflow.session(token: sessions[2].token, from: origin) != nil)
        }
    }

    @Test("a request refused before the door: the first at once, the rest of the minute by their number")
    func refusals() async throws {
        try await withOffice { office in
            let last = try await office.lastEvent
            let clerk = try await office.caller("van.thu")
            for number in 0..<12 {
                let origin = Origin(channel: .api, source: number < 10 ? "192.0.2.8" : "192.0.2.9")
                try await office.workflow.refused("sign-in-needed", nil, from: origin)
            }
            try await office.workflow.refused("foreign-form", clerk.officer, from: clerk.origin)
            try await office.workflow.tallyRefusals()
            let events = try await office.events(after: last)
            let told = events.map { "\($0.reason) \($0.actor ?? 0) \($0.source ?? "") \($0.detail["more"] ?? "first")" }
            #expect(
                told.sorted() == [
                    "foreign-form \(clerk.officer.id) 192.0.2.7 first", "sign-in-needed 0 192.0.2.8 9",
                    "sign-in-needed 0 192.0.2.8 first", "sign-in-needed 0 192.0.2.9 1",
                    "sign-in-needed 0 192.0.2.9 first",
                ])
            #expect(events.allSatisfy { $0.action == "request.refused" && $0.outcome == "refused" })
        }
    }

    @Test("a flood of refusals from ever new addresses is counted in bounded memory")
    func flood() {
        let tally = RefusalTally()
        let nobody = Caller.service(in: 0).officer
        var first = 0
        for number in 0..<20_000 {
            let kind = RefusalTally.Kind(
                action: .requestRefused, object: .service, reason: "sign-in-needed",
                source: "10.0.\(number / 250).\(number % 250)", officer: nobody, channel: .api)
            if tally.isFirst(kind) { first += 1 }
        }
        #expect(first == 5001)
        let rest = tally.takeRest()
        #expect(rest.count == 1 && rest.first?.kind.source == nil)
        #expect(first + rest.reduce(0) { $0 + $1.count } == 20_000, "none is lost")
        #expect(tally.takeRest().isEmpty)
    }

    @Test("a start with other settings than last time, by key and without values")
    func settings() async throws {
        try await withOffice { office in
            func changes(_ settings: [String: String]) async throws -> [Event] {
                let last = try await office.lastEvent
                try await office.workflow.begin(settings: settings)
                return try await office.events(after: last).filter { $0.action == "settings.changed" }
            }
            let secret = "postgresql://congvan_service:bi-mat@host/congvan"
            let first = try await changes(["database.url": secret, "log.level": "info"])
            #expect(first.first?.detail["changed"] == "first" && first.first?.detail.count == 3)
            #expect(!"\(first)".contains("bi-mat"))
            #expect(try await changes(["database.url": secret, "log.level": "info"]).isEmpty)
            let second = try await changes(["database.url": secret, "log.level": "debug"])
            #expect(second.first?.detail["changed"] == "log.level")
            let third = try await changes(["database.url": secret])
            #expect(third.count == 1 && third.first?.detail["log.level"] == nil)
        }
    }

    @Test("the words of a search, as digests that only whoever has the word can look for")
    func soughtWords() async throws {
        try await withOffice { office in
            let clerk = try await office.caller("van.thu")
            var filter = IncomingFilter()
            filter.text = "Nguyễn Thị Lan 2026"
            _ = try await office.workflow.incomingList(filter, by: clerk)
            func searches(_ words: String) async throws -> Int {
                let query = TrailQuery([("words", words)], today: office.workflow.today)
                let filter = try office.workflow.filter(of: query)
                return try await office.workflow.trail(filter, by: try await office.caller("kiem.tra")).rows.count
            }
            #expect(try await searches("nguyen lan") == 1)
            #expect(try await searches("NGUYỄN") == 1)
            #expect(try await searches("nguyen binh") == 0)
            #expect(try await searches("!?") == 0, "what is no word was never searched for")
            let text =
                try await office.owner.row(
                    "SELECT string_agg(e::text, ' ') AS text FROM audit.event e"
                ) { try $0["text"] as String } ?? ""
            #expect(!text.lowercased().contains("nguy") && !text.contains("Lan"))
            let key = office.folder + "/trail/search-key-\(office.workflow.today.year)"
            let mode = try FileManager.default.attributesOfItem(atPath: key)[.posixPermissions]
            #expect(mode as? Int == 0o600)
            let other = SearchKeys(folder: office.folder + "/trail")
            #expect(
                try other.digests(of: "lan", in: office.workflow.today.year)
                    == office.workflow.searchKeys.digests(of: "Lan", in: office.workflow.today.year),
                "another instance reads the same key")
            #expect(
                try other.digests(of: "lan", in: 2031) != other.digests(of: "lan", in: 2032), "each year has its own")
        }
    }

    @Test("the unit that somebody acted for")
    func onBehalf() async throws {
        try await withOffice { office in
            let people = try await People(office)
            _ = try await office.assigned(people)
            let behalf = try await office.owner.read { transaction in
                try transaction.rows(
                    "SELECT DISTINCT action, behalf FROM audit.event WHERE behalf <> '' ORDER BY 1"
                ) { "\(try $0["action"] as String) \(try $0["behalf"] as String)" }
            }
            let unit = try await office.unit("Ban A")
            #expect(behalf == ["incoming.assigned unit:\(unit)"])
        }
    }

    @Test("an event outside the office's hours or on a day off says so, by the calendar that held")
    func offHours() async throws {
        try await withOffice { office in
            func isOff(_ moment: String) async throws -> Bool {
                try await office.owner.row("SELECT is_off_hours(\(moment)::timestamptz) AS off") {
                    try $0["off"] as Bool
                } ?? false
            }
            // A Monday and the Sunday before it, in Vietnam.
            for (moment, off) in [
                ("2026-11-23 06:59:59+07", true), ("2026-11-23 07:00+07", false), ("2026-11-23 17:29:59+07", false),
                ("2026-11-23 17:30+07", true), ("2026-11-22 10:00+07", true), ("2026-11-23 00:30+00", false),
            ] {
                #expect(try await isOff(moment) == off, "\(moment)")
            }
            let administrator = try await office.caller("quan.tri")
            var calendar = try #require(try await office.workflow.calendar())
            #expect(calendar.hours.map { $0 == nil } == [false, false, false, false, false, true, true])
            calendar.daysOff = [Day(year: 2026, month: 11, day: 23)!]
            calendar.hours[5] = 8 * 60..<12 * 60
            let clerk = try await office.caller("van.thu")
            try await office.refuses("not-in-role", "calendar.changed", of: clerk) { [calendar] in
                try await office.workflow.enter(calendar, by: clerk)
            }
            try await office.workflow.enter(calendar, by: administrator)
            #expect(try await office.workflow.calendar() == calendar)
            #expect(try await isOff("2026-11-23 09:00+07"))
            #expect(try await isOff("2026-11-28 09:00+07") == false)
            // Round the clock: what follows is in hours, and before was not or was, as the day went.
            calendar.daysOff = []
            calendar.hours = Array(repeating: 0..<24 * 60, count: 7)
            try await office.workflow.enter(calendar, by: administrator)
            _ = try await office.workflow.incomingList(IncomingFilter(), by: clerk)
            calendar.hours = Array(repeating: nil, count: 7)
            try await office.workflow.enter(calendar, by: administrator)
            _ = try await office.workflow.incomingList(IncomingFilter(), by: clerk)
            let marks = try await office.owner.read { transaction in
                try transaction.rows(
                    "SELECT off_hours FROM audit.event WHERE action = 'incoming.listed' ORDER BY id"
                ) { try $0["off_hours"] as Bool }
            }
            #expect(marks == [false, true])
        }
    }
}
