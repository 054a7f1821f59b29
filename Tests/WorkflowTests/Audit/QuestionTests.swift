import Foundation
import Postgres
import Records
import TestOffice
import Testing
import Workflow

/// Counts everything that the trail has, as the seal does.
private func sumUp(_ office: TestOffice) async throws {
    try await office.owner.write { transaction in
        try transaction.execute(
            """
            SELECT audit.sum_up(log_id, xid, id) FROM audit.event ORDER BY log_id DESC, xid DESC, id DESC LIMIT 1
            """)
    }
}

@Suite("The auditor's questions")
struct QuestionTests {
    /// What is in it, at one time and place each.
    private func seed(_ office: TestOffice, _ people: People) async throws {
        let home = people.clerk.officer.agency, one = people.specialistA.officer.id, two = people.headB.officer.id
        try await office.owner.write { transaction in
            try transaction.execute(
                """
                INSERT INTO audit.event (at, agency_id, actor_id, actor_roles, channel, network, session, action, outcome,
                                         object_kind, document_id, off_hours, sought)
                VALUES
                    ('2026-03-02 03:00+00', \(home), \(one), 'specialist', 'web', '192.0.2.0/24', '0123456789abcdef', 'incoming.viewed', 'allowed', 'incoming', 71, false, NULL),
                    ('2026-03-02 03:05+00', \(home), \(one), 'specialist', 'web', '198.51.100.0/24', '0123456789abcdef', 'file.opened', 'allowed', 'incoming', 71, true, NULL),
                    ('2026-03-02 03:30+00', \(home), \(two), 'unitHead', 'web', '192.0.2.0/24', 'fedcba9876543210', 'incoming.searched', 'allowed', 'incoming', NULL, false, '{aa,bb}'),
                    ('2026-03-02 03:31+00', \(home), \(two), 'unitHead', 'web', '192.0.2.0/24', 'fedcba9876543210', 'incoming.searched', 'refused', 'incoming', NULL, false, '{aa}'),
                    ('2026-03-02 03:32+00', \(home), \(people.administrator.officer.id), 'administrator', 'web', '192.0.2.0/24', 'c', 'account.roles-changed', 'allowed', 'officer', NULL, false, NULL)
                """)
            try transaction.execute(
                """
                INSERT INTO audit.event (at, agency_id, actor_id, actor_roles, channel, network, action, outcome, object_kind)
                SELECT timestamptz '2026-03-02 05:00+00' + make_interval(mins => n),
                       CASE WHEN n < 5 THEN \(home)::bigint END, CASE WHEN n < 5 THEN \(one)::bigint END,
                       'service', 'web', '203.0.113.0/24', 'session.refused', 'refused', 'service'
                FROM generate_series(0, 6) n
                """)
        }
    }

    private func ask(_ query: String, _ office: TestOffice, by auditor: Caller) async throws -> [String] {
        let asked = TrailQuery(address: query, today: try #require(Day("2026-03-03")))
        #expect(asked.faults.isEmpty && asked.isComplete, "\(query): \(asked.faults)")
        var filter = asked.filter
        filter.sought = asked.words.isEmpty ? [] : asked.words.split(separator: " ").map(String.init)
        filter.to = min(filter.to ?? .distantFuture, Date(timeIntervalSince1970: 1_772_500_000))
        return try await office.workflow.trail(filter, asking: asked.question, by: auditor).rows.map(\.action.rawValue)
    }

    @Test("are filters that combine")
    func combine() async throws {
        try await withOffice { office in
            let people = try await People(office)
            try await seed(office, people)
            try await sumUp(office)
            let one = people.specialistA.officer.id, two = people.headB.officer.id
            let searched = "incoming.searched", failed = "session.refused"
            let expectations: [(String, [String])] = [
                (
                    "question=q2&officer=\(one)&to=02/03/2026",
                    Array(repeating: failed, count: 5) + ["file.opened", "incoming.viewed"]
                ),
                ("question=q1&document=71", ["file.opened", "incoming.viewed"]),
                ("question=q3&from=01/03/2026", Array(repeating: failed, count: 7)),
                ("question=q3&officer=\(one)", Array(repeating: failed, count: 5)),
                ("question=q4&from=2026-03-01", ["account.roles-changed"]),
                ("question=q5&from=2026-03-01&document=71", ["file.opened"]),
                ("question=q5&document=71&action=incoming.viewed", []),
                ("question=q7&officer=\(two)", [searched]),
                ("question=q7&from=2026-03-01", Array(repeating: failed, count: 7) + [searched]),
                ("outcome=refused&kind=signIns&network=203.0.113.9", Array(repeating: failed, count: 7)),
                ("question=q9&to=2026-03-02&kind=rights", ["account.roles-changed"]),
                ("session=0123456789abcdef", ["file.opened", "incoming.viewed"]),
                ("session=0123456789abcdef&network=198.51.100.0/24", ["file.opened"]),
                ("words=aa", [searched, searched]),
                ("words=aa+bb", [searched]),
                ("words=aa&kind=refused", [searched]),
                ("words=aa&officer=\(one)", []),
                ("words=cc", []),
                ("question=q14&moment=02/03/2026+10:02", ["file.opened", "incoming.viewed"]),
                ("question=q14&moment=2026-03-02T10:31:30&minutes=1", ["account.roles-changed", searched]),
            ]
            for (query, actions) in expectations {
                #expect(try await ask(query, office, by: people.auditor) == actions, "\(query)")
            }
        }
    }

    @Test("give every event once, page after page, also those of no agency")
    func pages() async throws {
        try await withOffice { office in
            let people = try await People(office)
            try await office.owner.write { transaction in
                try transaction.execute(
                    """
                    INSERT INTO audit.event (at, agency_id, actor_roles, channel, action, outcome, object_kind, sought)
                    SELECT timestamptz '2026-03-02 05:00+00' + make_interval(secs => n / 7),
                           CASE WHEN n % 3 = 0 THEN NULL ELSE \(people.clerk.officer.agency)::bigint END, 'service', 'web',
                           'session.refused', 'refused', 'service', '{aa}'
                    FROM generate_series(1, 180) n
                    """)
            }
            for query in ["kind=signIns", "kind=refused", "action=session.refused", "outcome=refused", "words=aa"] {
                var filter = TrailQuery(
                    address: query + "&from=2026-03-02&to=2026-03-02", today: try #require(Day("2026-03-03"))
                ).filter
                if query == "words=aa" { filter.sought = ["aa"] }
                var seen: [Int] = []
                var after: TrailCursor?
                repeat {
                    let page = try await office.workflow.trail(filter, after: after, by: people.auditor)
                    seen += page.rows.map(\.id)
                    after = page.next
                } while after != nil
                #expect(seen.count == 180 && seen == Set(seen).sorted(by: >), "\(query): \(seen.count)")
                let other = try await office.workflow.trail(filter, counting: true, by: people.auditor)
                #expect(other.count == 180, "\(query)")
            }
        }
    }

    @Test("that sum up count bursts, readers, networks and what nobody uses")
    func sums() async throws {
        try await withOffice { office in
            let people = try await People(office)
            try await seed(office, people)
            try await sumUp(office)
            let flow = office.workflow, auditor = people.auditor
            let day = try #require(Day("2026-03-02"))
            let window = TrailWindow(from: day.adding(days: -3), through: day)

            let bursts = try await flow.signInBursts(window, by: auditor)
            #expect(bursts.map(\.failures) == [7, 5])
            #expect(bursts.first?.network == "203.0.113.0/24" && bursts.first?.accounts == 2)
            #expect(bursts.last?.officer == people.specialistA.officer.id && bursts.last?.network == nil)

            let readers = try await flow.massReaders(window, by: auditor)
            #expect(readers.map(\.officer) == [people.specialistA.officer.id])
            #expect(readers.first?.views == 1 && readers.first?.files == 1 && readers.first?.offHours == 1)

            let whereabouts = try await flow.trailWhereabouts(window, by: auditor)
            #expect(whereabouts.sessions.map(\.session) == ["0123456789abcdef"])
            #expect(whereabouts.sessions.first?.networks == ["192.0.2.0/24", "198.51.100.0/24"])
            #expect(whereabouts.networks.map(\.network) == ["192.0.2.0/24"])
            #expect(whereabouts.networks.first?.accounts == 3)

            let idle = try await flow.idleAccounts(days: 3660, by: auditor)
            let used = idle.first { $0.officer == people.administrator.officer.id }
            #expect(used == nil, "the administrator changed roles")
            #expect(idle.first { $0.officer == people.clerk.officer.id }?.unusedRoles == [.registrar])
            let recent = try await flow.idleAccounts(days: 1, by: auditor)
            let administrator = recent.first { $0.officer == people.administrator.officer.id }
            #expect(administrator?.isIdle == true && administrator?.lastUsed == day)
        }
    }

    @Test("draw the same chart from the sums and from the events")
    func chart() async throws {
        try await withOffice { office in
            let people = try await People(office)
            try await seed(office, people)
            try await sumUp(office)
            let day = try #require(Day("2026-03-02"))
            var filter = TrailFilter()
            filter.kinds = [.refused]
            let window = TrailWindow(from: day.adding(days: -1), through: day)
            let summed = try #require(try await office.workflow.trail(filter, chart: window, by: people.auditor).chart)
            #expect(summed.days.map(\.events) == [0, 8])
            #expect(summed.hours[10] == 1 && summed.hours[12] == 7 && summed.hours.reduce(0, +) == 8)
            filter.network = TrailNetwork("203.0.113.1")
            let counted = try #require(try await office.workflow.trail(filter, chart: window, by: people.auditor).chart)
            #expect(counted.days.map(\.events) == [0, 7] && !counted.isCut)
        }
    }

    @Test("tell who looked without a business reason, by the orders of that time")
    func withoutReason() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.assigned(people)
            for caller in [people.clerk, people.leader, people.headA, people.specialistA, people.headB] {
                _ = try await office.workflow.incoming(id, by: caller)
            }
            _ = await refusal { try await office.workflow.incoming(id, by: people.administrator) }
            let home = people.clerk.officer.agency
            // Before it was given to anybody; and of a unit that never had it.
            try await office.owner.write { transaction in
                try transaction.execute(
                    """
                    INSERT INTO audit.event (at, agency_id, actor_id, actor_roles, channel, action, outcome, object_kind, document_id)
                    VALUES (now() - interval '1 hour', \(home), \(people.specialistA.officer.id), 'specialist', 'web',
                            'incoming.viewed', 'allowed', 'incoming', \(id)),
                           (now() - interval '1 hour', \(home), \(people.clerk.officer.id), 'specialist', 'web',
                            'incoming.viewed', 'allowed', 'incoming', \(id))
                    """)
            }
            var filter = TrailFilter()
            filter.kinds = [.withoutReason]
            filter.document = id
            let found = try await office.workflow.trail(filter, asking: .withoutReason, by: people.auditor).rows
            #expect(found.map(\.actorID) == [people.administrator.officer.id, people.specialistA.officer.id])
            // What is withdrawn was a reason until it was.
            _ = try await office.workflow.assign(
                id, AssignmentOrder(lead: people.specialistB.asAssignee), seen: 3, by: people.leader)
            #expect(
                try await office.workflow.trail(filter, by: people.auditor).rows.map(\.actorID)
                    == [people.administrator.officer.id, people.specialistA.officer.id])
        }
    }

    @Test("each leave an event with their number and parameters, or the refusal")
    func leaveEvents() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let flow = office.workflow
            let window = TrailWindow(days: 7, until: Day(in: Date()))
            let asks: [(String, @Sendable (Caller) async throws -> Void)] = [
                ("q1", { _ = try await flow.trail(TrailFilter(), asking: .readers, by: $0) }),
                ("q3", { _ = try await flow.signInBursts(window, by: $0) }),
                ("q6", { _ = try await flow.massReaders(window, by: $0) }),
                ("q8", { _ = try await flow.trailWhereabouts(window, by: $0) }),
                ("q12", { _ = try await flow.sealState(by: $0) }),
                ("q13", { _ = try await flow.idleAccounts(by: $0) }),
                ("q14", { try await flow.open(.moment, by: $0) }),
            ]
            for (name, ask) in asks {
                let before = try await office.lastEvent
                try await ask(people.auditor)
                let events = try await office.events(after: before)
                #expect(events.map(\.summary) == ["audit.read"], "\(name)")
                #expect(events.first?.detail["question"] == name)
                let refused = try await office.lastEvent
                #expect(await refusal { try await ask(people.leader) } == "not-in-role", "\(name)")
                #expect(try await office.events(after: refused).map(\.summary) == ["audit.read refused: not-in-role"])
            }
        }
    }

    @Test("refuse a thousand words, and take a cursor that nobody gave for none")
    func limits() async throws {
        try await withOffice { office in
            let people = try await People(office)
            var filter = TrailFilter()
            filter.sought = (0..<1000).map { "w\($0)" }
            let asked = filter
            #expect(
                await refusal { try await office.workflow.trail(asked, by: people.auditor) }
                    == "fields: sought too-long")
            for text in ["", "1", "1-2-3", "x-1", "9999999999999999999-1", "-1-1", "1e9-1"] {
                #expect(TrailCursor(text) == nil, "\(text)")
            }
            let old = try #require(TrailCursor("0-0"))
            #expect(try await office.workflow.trail(TrailFilter(), after: old, by: people.auditor).rows.isEmpty)
            let window = TrailWindow(from: try #require(Day("0001-01-01")), through: try #require(Day("9999-12-31")))
            #expect(window.days.count == TrailWindow.longest)
            #expect(try await office.workflow.massReaders(window, by: people.auditor).isEmpty)
        }
    }
}
