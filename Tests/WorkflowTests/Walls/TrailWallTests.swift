import Postgres
import Records
import TestOffice
import Testing
import Workflow

@Suite("The wall around the audit trail")
struct TrailWallTests {
    /// The tables that may change without an event, each with the reason.
    static let exempt: [String: String] = [
        "session": "opening and closing are events of their own; staying alive is none",
        "sign_in_attempt": "what the limits count; the trail has each attempt",
        "confirmation_look": "what the limit on looking documents up counts; the trail has each look",
        "stored_file": "names bytes; the attachment or intake that uses them is in the same transaction",
        "incoming_words": "derived from the document in the same transaction",
        "outgoing_words": "derived from the document in the same transaction",
        "idempotency_key": "the answer of an act in the same transaction",
        "book_print_progress": "how far a print is; that it was asked for, begun and made are events of their own",
        "schema_migration": "written by migrations, before there is a trail",
    ]

    private static let tables: SQL =
        """
        SELECT c.relname AS name, EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'audit_event_required'
               AND t.tgdeferrable AND t.tginitdeferred AND t.tgenabled = 'O') AS required
        FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1
        """

    /// Runs any statement and says how it ended; it is made in a test's database only.
    private static let attempt: SQL =
        """
        CREATE FUNCTION attempt(statement text) RETURNS text LANGUAGE plpgsql AS $$
        BEGIN EXECUTE statement; RETURN 'done'; EXCEPTION WHEN OTHERS THEN RETURN SQLSTATE; END $$
        """

    private static func attempt(_ statement: String, in transaction: borrowing Transaction) throws -> String {
        try transaction.row("SELECT attempt(\(statement)) AS outcome") { try $0["outcome"] as String } ?? ""
    }

    @Test("no business table changes without an event: the commit is refused", arguments: ["UPDATE", "DELETE"])
    func changesNeedAnEvent(verb: String) async throws {
        try await withOffice({ $0.outgoing = .forStories }) { office in
            let people = try await People(office)
            _ = try await office.wholeStory(people)
            try await office.exchangeStory(people)
            try await office.sendingStory(people)
            try await office.outgoingStory(people)
            try await office.registerStory(people)
            let tables = try await office.owner.write { transaction in
                try transaction.execute(Self.attempt)
                return try transaction.rows(Self.tables) {
                    (name: try $0["name"] as String, required: try $0["required"] as Bool)
                }
            }
            #expect(Set(tables.filter { !$0.required }.map(\.name)) == Set(Self.exempt.keys))
            for table in tables where table.required {
                // The counter of a register takes no other number, and rows that others name cannot go at all.
                let column = table.name == "register_year" ? "" : try await Self.column(of: table.name, office)
                let statement =
                    verb == "DELETE"
                    ? "DELETE FROM \(table.name)"
                    : "UPDATE \(table.name) SET "
                        + (column.isEmpty ? "last_number = last_number + 1" : "\(column) = \(column)")
                        // What was sent never changes, event or not.
                        + (table.name == "dispatch" ? " WHERE state = 'draft'" : "")
                let outcome = await refusal {
                    try await office.owner.write { transaction in
                        let done = try Self.attempt(statement, in: transaction)
                        guard done == "done" else { throw Refused(state: done) }
                    }
                }
                let named = verb == "DELETE" && outcome == "fault: \(Refused(state: "23503"))"
                #expect(outcome == "fault: audit_event_required" || named, "\(table.name): \(outcome ?? "done")")
            }
        }
    }

    private struct Refused: Error {
        let state: String
    }

    private static func column(of table: String, _ office: TestOffice) async throws -> String {
        // That a worker still holds an envelope is no act; what becomes of the envelope is.
        if table == "outgoing_envelope" { return "state" }
        return try await office.owner.row(
            """
            SELECT column_name::text AS name FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name = \(table) AND is_identity = 'NO' ORDER BY ordinal_position LIMIT 1
            """
        ) { try $0["name"] as String } ?? ""
    }

    @Test("an event of another transaction does not count")
    func eventOfAnother() async throws {
        try await withOffice { office in
            let people = try await People(office)
            _ = try await office.register(by: people.clerk)
            let outcome = await refusal {
                try await office.owner.write { try $0.execute("UPDATE incoming_document SET version = version") }
            }
            #expect(outcome == "fault: audit_event_required")
        }
    }

    /// Everything that the service's role could try against the trail, and against what it guards.
    static let forbidden = [
        "UPDATE audit.event SET outcome = 'allowed'",
        "DELETE FROM audit.event",
        "TRUNCATE audit.event",
        "ALTER TABLE audit.event DISABLE TRIGGER ALL",
        "ALTER TABLE audit.event DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE incoming_document DISABLE TRIGGER audit_event_required",
        "DROP TRIGGER audit_event_required ON incoming_document",
        "DROP TABLE audit.event",
        "CREATE OR REPLACE FUNCTION audit.require() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE OR REPLACE FUNCTION current_agency() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
        "CREATE TABLE public.mine (a int)",
        "CREATE TABLE audit.mine (a int)",
        "CREATE POLICY all_of_it ON audit.event USING (true)",
        "SET session_replication_role = replica",
        "SET row_security = off; SELECT count(*) FROM officer",
        "SET ROLE pg_write_all_data",
        "INSERT INTO audit.event (id, actor_roles, channel, action, outcome, object_kind) OVERRIDING SYSTEM VALUE VALUES (1, '', 'web', 'x', 'allowed', 'x')",
        "INSERT INTO audit.event (at, actor_roles, channel, action, outcome, object_kind) VALUES ('2020-01-01', '', 'web', 'x', 'allowed', 'x')",
        "INSERT INTO audit.event (xid, actor_roles, channel, action, outcome, object_kind) VALUES ('1', '', 'web', 'x', 'allowed', 'x')",
        "SELECT * FROM audit.event_unplanned",
        "INSERT INTO audit.event_unplanned (actor_roles, channel, action, outcome, object_kind) VALUES ('', 'web', 'x', 'allowed', 'x')",
        "UPDATE incoming_document SET number = 9",
        "UPDATE incoming_document SET subject = 'x'",
        "INSERT INTO incoming_version (agency_id, document_id, version, details, intake_id) VALUES (1, 1, 1, '{}', 1)",
        "UPDATE outgoing_envelope SET recipient = 'x'",
        "UPDATE outgoing_envelope SET body = 'x'",
        "UPDATE assignment SET instruction = 'x'",
        "UPDATE progress_note SET text = 'x'",
        "UPDATE attachment SET digest = digest",
        "UPDATE intake SET digest = digest",
        "UPDATE officer SET login = 'x'",
        "UPDATE idempotency_key SET answer = '{}'",
        "UPDATE agency SET name = 'x'",
    ]

    @Test("the service adds to the trail and does nothing else to it, nor to the rules")
    func serviceIsBound() async throws {
        try await withOffice { office in
            _ = try await office.wholeStory(try await People(office))
            try await office.owner.write { try $0.execute(Self.attempt) }
            let service = Database(.init(conninfo: office.conninfo, connections: 1))
            for statement in Self.forbidden {
                let outcome = try await service.write { try Self.attempt(statement, in: $0) }
                #expect(outcome == "42501", "\(statement)")
            }
            await service.shutdown()
        }
    }

    @Test("the service holds the privileges of its work on the trail, and no more")
    func privileges() async throws {
        try await withOffice { office in
            let held = try await office.owner.read { transaction in
                try transaction.rows(
                    """
                    SELECT p AS name FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p
                    WHERE has_table_privilege('congvan_service', 'audit.event', p)
                    """
                ) { try $0["name"] as String }
            }
            #expect(held == ["SELECT"], "it inserts the columns that are its own to say")
            #expect(
                try await office.count("SELECT count(*) AS n FROM pg_class WHERE relowner = 'congvan_service'::regrole")
                    == 0)
            #expect(
                try await office.count("SELECT count(*) AS n FROM pg_proc WHERE proowner = 'congvan_service'::regrole")
                    == 0)
        }
    }

    @Test("the service deletes nothing and empties nothing, in any table")
    func serviceDeletesNothing() async throws {
        try await withOffice { office in
            _ = try await office.wholeStory(try await People(office))
            let tables = try await office.owner.write { transaction in
                try transaction.execute(Self.attempt)
                return try transaction.rows(Self.tables) { try $0["name"] as String }
            }
            let service = Database(.init(conninfo: office.conninfo, connections: 1))
            for table in tables {
                let outcomes = try await service.write { transaction in
                    [
                        try Self.attempt("DELETE FROM \(table)", in: transaction),
                        try Self.attempt("TRUNCATE \(table) CASCADE", in: transaction),
                    ]
                }
                #expect(outcomes == ["42501", "42501"], "\(table)")
            }
            await service.shutdown()
        }
    }

    @Test("the owner is stopped by triggers, too")
    func ownerIsStopped() async throws {
        try await withOffice { office in
            _ = try await office.register(by: try await People(office).clerk)
            try await office.owner.write { try $0.execute(Self.attempt) }
            let partitions = try await office.owner.read { transaction in
                try transaction.rows(
                    "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'audit.event'::regclass"
                ) { try $0["name"] as String }
            }
            #expect(partitions.count == 4, "this month, the two after it, and one for what nobody planned")
            for table in ["audit.event"] + partitions {
                let outcomes = try await office.owner.write { transaction in
                    [
                        try Self.attempt("UPDATE \(table) SET outcome = 'refused' WHERE id > 0", in: transaction),
                        try Self.attempt("DELETE FROM \(table)", in: transaction),
                        try Self.attempt("TRUNCATE \(table)", in: transaction),
                    ]
                }
                let empty =
                    try await office.owner.write {
                        try Self.attempt(
                            "DO $do$ BEGIN IF EXISTS (SELECT FROM \(table)) THEN RAISE division_by_zero; END IF; END $do$",
                            in: $0)
                    } == "done"
                #expect(
                    empty ? outcomes[2] == "42501" : outcomes == ["42501", "42501", "42501"], "\(table): \(outcomes)")
            }
        }
    }
}
