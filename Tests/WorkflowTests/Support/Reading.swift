import Postgres
import TestOffice
import Workflow

/// What a query cost, by PostgreSQL's own counters.
struct Reading {
    let found: Int
    /// The indexes that were used; of the trail's partitions, their parents' names.
    let indexes: Set<String>
    /// The large tables that were read from end to end.
    let scanned: Set<String>
    /// The rows that were fetched from the large tables.
    let rows: Int
}

extension TestOffice {
    /// Runs a query on connections of its own and reads the counters once they have ended.
    func measure(_ query: (Workflow) async throws -> Int) async throws -> Reading {
        // What the owner's own connection counted is written down first, or it would be added later.
        _ = try await owner.row("SELECT pg_stat_force_next_flush()::text AS done") { _ in 0 }
        _ = try await owner.row("SELECT pg_stat_reset()::text AS done") { _ in 0 }
        let flow = try Workflow(.init(conninfo: conninfo, connections: 1, files: folder))
        let found: Int
        do {
            found = try await query(flow)
        } catch {
            await flow.shutdown()
            throw error
        }
        await flow.shutdown()
        while try await count(
            "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND usename = 'congvan_service'"
        ) > 0 {
            try await Task.sleep(for: .milliseconds(5))
        }
        return try await owner.read { transaction in
            let indexes = try transaction.rows(
                """
                SELECT coalesce(p.inhparent::regclass::oid::regclass::text, i.indexrelname) AS name FROM pg_stat_user_indexes i
                LEFT JOIN pg_inherits p ON p.inhrelid = i.indexrelid WHERE i.idx_scan > 0
                """
            ) { (try $0["name"] as String).replacing("audit.", with: "") }
            let tables = try transaction.rows(
                """
                SELECT relname, seq_scan, seq_tup_read + coalesce(idx_tup_fetch, 0) AS rows FROM pg_stat_user_tables
                WHERE relname IN ('incoming_document', 'incoming_words', 'assignment', 'outgoing_envelope') OR schemaname = 'audit'
                """
            ) { (name: try $0["relname"] as String, scans: try $0["seq_scan"] as Int, rows: try $0["rows"] as Int) }
            return Reading(
                found: found, indexes: Set(indexes),
                scanned: Set(tables.filter { $0.scans > 0 && $0.rows > 1000 }.map(\.name)),
                rows: tables.map(\.rows).reduce(0, +))
        }
    }
}
