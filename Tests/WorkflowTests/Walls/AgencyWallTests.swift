import Postgres
import Records
import TestOffice
import Testing
import Workflow

/// The second wall, with the first removed: plain SQL as the service's role, without any condition.
@Suite("Row security between agencies")
struct AgencyWallTests {
    /// The tables without row security, each with the reason.
    static let open: [String: String] = [
        "agency": "codes and names of agencies are for everyone; the sign-in page and the envelopes need them",
        "correspondent": "codes and names of agencies, as in public lists; one directory for the installation",
        "directory_sync": "when the lists of hubs came last; holds no document",
        "session": "found by a digest that only its holder can make, before the agency is known",
        "confirmation_look": "counted for anybody, who is of no agency; holds no document",
        "sign_in_attempt": "counted before anyone has signed in; holds no document",
        "stored_file": "digests and sizes; rows of a wall-protected table say whose they are",
        "incoming_words":
            "text search is no leakproof operator: row security would forbid its index; every query joins incoming_document",
        "outgoing_words": "as the words of incoming documents; every query joins outgoing_document",
        "idempotency_key": "found by the officer's number and a key that only they know",
        "log": "the names of the logs that seal the trail of all agencies together",
        "checkpoint": "sizes and roots of those logs; no event can be told from them",
        "calendar": "the hours of every office, which is law and no secret",
        "summed": "the last event that the sums count; a number",
        "shipment": "how far the log of all agencies was sent; sizes",
        "stamp": "time stamps over the log's checkpoints; no event can be told from them",
        "archive": "digests and sizes of the archives of all agencies together",
        "schema_migration": "which migrations were applied",
    ]

    @Test("covers every table but those with a reason")
    func coversEveryTable() async throws {
        try await withOffice { office in
            let tables = try await office.owner.read { transaction in
                try transaction.rows(
                    """
                    SELECT c.relname, c.relrowsecurity, n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                    WHERE n.nspname IN ('public', 'audit') AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1
                    """
                ) { (name: try $0["relname"] as String, walled: try $0["relrowsecurity"] as Bool) }
            }
            #expect(tables.count > 15)
            #expect(Set(tables.filter { !$0.walled }.map(\.name)) == Set(Self.open.keys))
        }
    }

    private static let counted: SQL =
        """
        SELECT table_name, (xpath('//n/text()', query_to_xml(
                   format('SELECT count(*) AS n FROM %I', table_name), true, false, '')))[1]::text::int AS n
        FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'agency_id' ORDER BY 1
        """

    @Test("hides every row of the agency from everyone else, and from who does not say where they are")
    func hidesRows() async throws {
        try await withOffice({ $0.outgoing = .forStories }) { office in
            let people = try await People(office)
            _ = try await office.wholeStory(people)
            try await office.sendingStory(people)
            try await office.exchangeStory(people)
            try await office.outgoingStory(people)
            try await office.registerStory(people)
            let service = Database(.init(conninfo: office.conninfo, connections: 1))
            func rows(_ prelude: SQL?) async throws -> [String: Int] {
                let counts = try await service.read(prelude: prelude) { transaction in
                    try transaction.rows(Self.counted) { (try $0["table_name"] as String, try $0["n"] as Int) }
                }
                return Dictionary(uniqueKeysWithValues: counts).filter { !$0.key.hasSuffix("_words") }
            }
            let own = try await rows(
                "SELECT set_config('congvan.agency', \(String(people.clerk.officer.agency)), true)")
            #expect(own.count == 33 && own.values.allSatisfy { $0 > 0 }, "\(own): every table has rows to hide")
            for prelude: SQL? in [
                nil, "SELECT set_config('congvan.agency', '', true)",
                "SELECT set_config('congvan.agency', '999', true)",
            ] {
                let seen = try await rows(prelude)
                #expect(seen.values.allSatisfy { $0 == 0 }, "\(seen)")
            }
            let foreign = try await rows(
                "SELECT set_config('congvan.agency', \(String(people.foreignClerk.officer.agency)), true)")
            #expect(
                foreign.filter { $0.value > 0 }.keys.sorted() == ["officer", "register", "unit"],
                "its own people and register")
            let trail = try await service.read(
                prelude: "SELECT set_config('congvan.agency', \(String(people.foreignClerk.officer.agency)), true)"
            ) { transaction in
                try transaction.row(
                    "SELECT count(*) AS n FROM audit.event WHERE agency_id = \(people.clerk.officer.agency)"
                ) { try $0["n"] as Int }
            }
            #expect(trail == 0)
            await service.shutdown()
        }
    }

    @Test("refuses to write a row of another agency, or to change one")
    func refusesRows() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.wholeStory(people)
            let service = Database(.init(conninfo: office.conninfo, connections: 1))
            let home = people.clerk.officer.agency, away = people.foreignClerk.officer.agency
            func tries(_ statement: SQL, as agency: Int) async -> String {
                let outcome = await refusal {
                    try await service.write(prelude: "SELECT set_config('congvan.agency', \(String(agency)), true)") {
                        transaction in
                        try transaction.execute(
                            "INSERT INTO audit.event (agency_id, actor_roles, channel, action, outcome, object_kind) VALUES (\(agency), '', 'service', 'test', 'allowed', 'service')"
                        )
                        let touched = try transaction.affected(statement)
                        guard touched > 0 else { throw Untouched() }
                    }
                }
                return outcome ?? "done"
            }
            #expect(await tries("INSERT INTO unit (agency_id, name) VALUES (\(home), 'x')", as: home) == "done")
            #expect(await tries("INSERT INTO unit (agency_id, name) VALUES (\(home), 'y')", as: away) == "fault: 42501")
            #expect(
                await tries(
                    "INSERT INTO dossier (agency_id, year, code, title, words, retention, opened_by) VALUES (\(home), 2026, 'x', 'x', 'x', '5', \(people.clerk.officer.id))",
                    as: away) == "fault: 42501")
            #expect(
                await tries(
                    "INSERT INTO progress_note (agency_id, document_id, officer_id, text) VALUES (\(home), \(id), \(people.clerk.officer.id), 'x')",
                    as: away) == "fault: 42501")
            #expect(
                await tries(
                    "INSERT INTO progress_note (agency_id, document_id, officer_id, text) VALUES (\(away), \(id), \(people.foreignClerk.officer.id), 'x')",
                    as: away) == "fault: progress_note_document_of_own_agency")
            #expect(
                await tries("UPDATE incoming_document SET version = version + 1 WHERE id = \(id)", as: away)
                    == "fault: \(Untouched())")
            #expect(
                await tries("UPDATE officer SET active = false WHERE id = \(people.clerk.officer.id)", as: away)
                    == "fault: \(Untouched())")
            #expect(
                await tries(
                    "INSERT INTO audit.event (agency_id, actor_roles, channel, action, outcome, object_kind) VALUES (\(home), '', 'web', 'x', 'allowed', 'x')",
                    as: away) == "fault: 42501")
            await service.shutdown()
        }
    }

    private struct Untouched: Error {}

    @Test("stands behind every act: what another agency has is not there")
    func acts() async throws {
        try await withOffice { office in
            let people = try await People(office)
            let id = try await office.wholeStory(people)
            let view = try await office.workflow.incoming(id, by: people.clerk)
            let file = try #require(view.attachments.first?.id)
            let dossier = try #require(view.dossiers.first?.id)
            let flow = office.workflow
            for stranger in [people.foreignClerk, people.foreignLeader] {
                #expect(await refusal { try await flow.incoming(id, by: stranger) } == "not-found")
                #expect(await refusal { try await flow.openFile(file, by: stranger) } == "not-found")
                #expect(await refusal { try await flow.dossier(dossier, by: stranger) } == "not-found")
                #expect(await refusal { try await flow.readers(of: id, by: stranger) } == "not-found")
                #expect(try await flow.incomingList(IncomingFilter(), by: stranger).items.isEmpty)
                #expect(try await flow.dossiers(by: stranger).items.isEmpty)
                var search = IncomingFilter()
                search.text = "khoi nghiep"
                #expect(try await flow.incomingList(search, by: stranger).items.isEmpty)
            }
            #expect(await refusal { try await flow.intake(1, by: people.foreignClerk) } == "not-found")
            #expect(try await flow.intakes(.registered, by: people.foreignClerk).items.isEmpty)
            #expect(try await flow.directory(for: people.foreignClerk).units.map(\.name) == ["Phòng Khác"])
        }
    }
}
