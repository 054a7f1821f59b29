import Foundation
import Postgres
import Records
import TestOffice
import Testing

@testable import Workflow

@Suite("The audit trail, as an auditor reads it")
struct TrailTests {
    private func all(_ office: TestOffice, by auditor: Caller, _ change: (inout TrailFilter) -> Void = { _ in })
        async throws -> [TrailRow]
    {
        var filter = TrailFilter()
        change(&filter)
        var rows: [TrailRow] = []
        var after: TrailCursor?
        repeat {
            let page = try await office.workflow.trail(filter, after: after, by: auditor)
            #expect(page.rows.count <= 50)
            rows += page.rows
            after = try page.next.map { try #require(TrailCursor($0.description)) }
        } while after != nil
        return rows
    }

    @Test("has everything, newest first, with names, numbers and where it came from")
    func everything() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.wholeStory(people)
            let last = try await office.lastEvent
            let rows = try await all(office, by: people.auditor)
            let mine = rows.filter { $0.id <= last }
            let expected = try await office.count(
                "SELECT count(*) AS n FROM audit.event WHERE id <= \(last) AND (agency_id IS NULL OR agency_id = \(people.clerk.officer.agency))"
            )
            #expect(mine.count == expected && Set(mine.map(\.id)).count == expected)
            #expect(zip(rows, rows.dropFirst()).allSatisfy { ($0.at, $0.id) > ($1.at, $1.id) })
            let row = try #require(rows.first { $0.action == .incomingFiled })
            #expect(
                row.actorName == "Trần Thị Văn" && row.roles == [.registrar] && row.channel == "web"
                    && row.source == "192.0.2.7")
            #expect(
                row.document?.id == id && row.document?.number == 1 && row.outcome == .allowed && row.reason.isEmpty)
            #expect(row.objectKind == "incoming" && row.objectID == id && row.detail["to"] == "archived")
        }
    }

    @Test("is filtered by person, document, number, act, outcome and time")
    func filters() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.wholeStory(people)
            _ = await refusal { try await office.workflow.incoming(id, by: people.specialistB) }
            let auditor = people.auditor
            let head = people.headB.officer.id
            #expect(try await all(office, by: auditor) { $0.officer = head }.map(\.action) == [.assignmentAcknowledged])
            #expect(try await all(office, by: auditor) { $0.action = .incomingAssigned }.count == 1)
            #expect(try await all(office, by: auditor) { $0.outcome = .refused }.map(\.reason) == ["not-found"])
            let ofDocument = try await all(office, by: auditor) { $0.document = id }
            #expect(ofDocument.count == 7 && ofDocument.allSatisfy { $0.document?.id == id })
            let year = try #require(ofDocument.first?.document?.year)
            #expect(try await all(office, by: auditor) { $0.number = 1 }.count == 7)
            #expect(
                try await all(office, by: auditor) {
                    $0.number = 1; $0.year = year
                }.count == 7)
            #expect(
                try await all(office, by: auditor) {
                    $0.number = 1; $0.year = year - 1
                }.isEmpty)
            #expect(try await all(office, by: auditor) { $0.from = .now + 3600 }.isEmpty)
            #expect(
                try await all(office, by: auditor) {
                    $0.document = id; $0.to = .now + 3600; $0.from = .now - 3600
                }.count == 7)
            #expect(try await all(office, by: auditor) { $0.to = .now - 86400 * 365 }.isEmpty)
        }
    }

    @Test("of another agency is not there")
    func otherAgency() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.register(by: people.foreignClerk)
            #expect(try await all(office, by: people.auditor) { $0.document = id }.isEmpty)
            let foreigner = people.foreignClerk.officer.id
            #expect(try await all(office, by: people.auditor) { $0.officer = foreigner }.isEmpty)
            let names = try await office.workflow.trailOfficers(by: people.auditor).map(\.name)
            #expect(names.count == 10 && !names.contains("Người Khác"))
            #expect(await refusal { try await office.workflow.trailOfficers(by: people.clerk) } == "not-in-role")
        }
    }

    @Test("tells a document's story to who may see it, and who can see it by what rule")
    func timeline() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.wholeStory(people)
            _ = await refusal { try await office.workflow.incoming(id, by: people.specialistB) }
            let view = try await office.workflow.incoming(id, by: people.specialistA)
            let story = try await office.workflow.timeline(of: view, by: people.specialistA)
            #expect(
                story.map(\.action) == [
                    .incomingRegistered, .incomingAssigned, .progressReported, .assignmentAcknowledged,
                    .assignmentCompleted, .incomingFiled,
                    .incomingViewed, .incomingViewed,
                ])
            #expect(story.map(\.version) == [1, 2, 3, 4, 5, 6, nil, 6])
            #expect(story.suffix(2).map(\.outcome) == [.refused, .allowed])
            #expect(await refusal { try await office.workflow.readers(of: id, by: people.specialistB) } == "not-found")
        }
    }

    /// The list of readers and the door must not disagree about anybody.
    @Test("names as readers exactly those who can open the document")
    func readers() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let everyone = [
                people.clerk, people.clerk2, people.leader, people.headA, people.specialistA, people.specialistA2,
                people.headB,
                people.specialistB, people.auditor, people.administrator,
            ]
            var documents = [try await office.register("0", by: people.clerk), try await office.assigned(people, "1")]
            let passed = try await office.assigned(people, "2")
            _ = try await office.workflow.complete(passed, result: "Góp ý", seen: 3, by: people.headB)
            _ = try await office.workflow.assign(
                passed, AssignmentOrder(lead: people.clerk2.asAssignee), seen: 4, by: people.leader)
            documents.append(passed)
            let personal = try await office.register("3", by: people.clerk)
            _ = try await office.workflow.assign(
                personal, AssignmentOrder(lead: people.specialistA2.asAssignee, informed: [people.unitB]), seen: 1,
                by: people.leader)
            documents.append(personal)
            for document in documents {
                var canOpen: Set<String> = []
                for caller in everyone
                where await refusal({ try await office.workflow.incoming(document, by: caller) }) == nil {
                    canOpen.insert(caller.officer.name)
                }
                let readers = try await office.workflow.readers(of: document, by: people.leader).may
                #expect(Set(readers.map(\.name)) == canOpen)
                #expect(readers.allSatisfy { !$0.rule.vietnamese.isEmpty })
            }
        }
    }
}

@Suite("The trail as CSV")
struct TrailExportTests {
    @Test("quotes what must be quoted, and disarms what a spreadsheet would calculate")
    func fields() {
        let fields = [
            ("", ""), ("a", "a"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""),
            ("a\rb", "\"a\rb\""), ("a;b", "a;b"),
            ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"),
            ("\r=1", "\"'\r=1\""),
            ("=HYPERLINK(\"x\",1)", "\"'=HYPERLINK(\"\"x\"\",1)\""), ("Đỗ, Thị", "\"Đỗ, Thị\""),
        ]
        for (text, written) in fields { #expect(TrailCSV.field(text) == written) }
    }

    @Test("begins with a mark and its columns, and has a line for every event")
    func lines() async throws {
        try await withOffice { office in
            let people = try await People(office)
            try await office.owner.write { transaction in
                try transaction.execute(
                    "INSERT INTO audit.event (actor_roles, channel, action, outcome, object_kind) VALUES ('', 'command', 'test', 'allowed', 'service')"
                )
                try transaction.execute(
                    "UPDATE officer SET name = '=cmd|'' /C calc''!A0, \"x\"' WHERE login = 'van.thu'")
            }
            let id = try await office.register(by: people.clerk)
            var filter = TrailFilter()
            filter.document = id
            let pieces = Pieces()
            let last = try await office.lastEvent
            let count = try await office.workflow.exportTrail(filter, by: people.auditor) { await pieces.add($0) }
            let text = await pieces.text
            #expect(count == 1 && text.hasPrefix("\u{FEFF}id,at,actor_id,actor,roles,"))
            let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
            #expect(lines.count == 3 && lines[2].isEmpty)
            #expect(
                lines[1].contains(
                    ",\"'=cmd|' /C calc'!A0, \"\"x\"\"\",registrar,web,192.0.2.7,incoming.registered,allowed,,incoming,\(id),1/"
                ))
            #expect(lines[1].contains("+07:00,\(people.clerk.officer.id),"))
            let events = try await office.events(after: last)
            #expect(
                events.map(\.summary) == ["audit.exported", "audit.exported"],
                "before the first line, and after the last")
            #expect(
                events.map { $0.detail["rows"] } == [nil, "1"]
                    && events.allSatisfy { $0.detail["document"] == "\(id)" && $0.isOf(people.auditor) })
        }
    }

    @Test("is written in batches, of any number of events, each once")
    func batches() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let agency = people.clerk.officer.agency, clerk = people.clerk.officer.id
            try await office.owner.write { transaction in
                try transaction.execute(
                    """
                    INSERT INTO audit.event (at, agency_id, actor_id, actor_roles, channel, action, outcome, object_kind)
                    SELECT now() - interval '1 minute' * (n / 7), \(agency), \(clerk), 'registrar', 'web', 'incoming.listed', 'allowed', 'incoming'
                    FROM generate_series(1, 5003) n
                    """)
            }
            var filter = TrailFilter()
            filter.officer = clerk
            let pieces = Pieces()
            let count = try await office.workflow.exportTrail(filter, by: people.auditor) { await pieces.add($0) }
            #expect(count == 5003)
            #expect(await pieces.count == 4, "the header and three batches: what is sent is not held")
            let ids = await pieces.text.split(separator: "\r\n").dropFirst().compactMap { Int($0.prefix { $0 != "," }) }
            #expect(ids.count == 5003 && Set(ids).count == 5003)
        }
    }

    private actor Pieces {
        var text = ""
        var count = 0

        func add(_ piece: String) {
            text += piece
            count += 1
        }
    }

    @Test("shows times as they are in Vietnam, to the microsecond")
    func times() {
        #expect(
            VietnamTime.written(Date(timeIntervalSince1970: 1_798_736_399.25)) == "2026-12-31T23:59:59.250000+07:00")
        #expect(VietnamTime.written(Date(timeIntervalSince1970: 1_798_736_400)) == "2027-01-01T00:00:00.000000+07:00")
    }
}
