import Foundation
import Postgres
import Records

extension Workflow {
    /// Writes the trail as CSV (xuất nhật ký), oldest of each batch last, in batches of any number.
    ///
    /// The export is on record before its first line leaves, with its filter, and after its last, with its length.
    ///
    /// - Returns: how many events were written.
    public func exportTrail(
        _ filter: TrailFilter, by caller: Caller, to sink: @Sendable (String) async throws -> Void
    ) async throws -> Int {
        let attempt = AuditEvent(.trailExported, on: .trail, detail: filter.detail)
        let _: Bool = try await look(attempt, by: caller) { _ in
            try AccessRule.require(.exportTrail, of: caller.officer.roles)
            return Audited(true, attempt)
        }
        try await sink(TrailCSV.header)
        var after: TrailCursor?
        var count = 0
        repeat {
            let rows = try await batch(filter, after: after, by: caller)
            count += rows.count
            if !rows.isEmpty { try await sink(rows.map(TrailCSV.line).joined()) }
            after = rows.count == Self.batchSize ? rows.last.map { TrailCursor(at: $0.at, id: $0.id) } : nil
        } while after != nil
        var done = attempt
        done.detail["rows"] = "\(count)"
        try await looks.submit([Look(event: done, caller: caller)])
        return count
    }

    private static let batchSize = 2000

    private func batch(_ filter: TrailFilter, after: TrailCursor?, by caller: Caller) async throws -> [TrailRow] {
        try await reports.read(prelude: Self.wall(caller.officer.agency)) { transaction in
            let older: SQL = after.map { "AND (e.at, e.id) < (\($0.at), \($0.id))" } ?? ""
            return try transaction.rows(
                """
                SELECT \(TrailRow.columns) FROM \(TrailRow.tables)
                WHERE \(filter.conditions(of: caller.officer.agency)) \(older)
                ORDER BY e.at DESC, e.id DESC LIMIT \(Self.batchSize)
                """
            ) { try TrailRow($0) }
        }
    }
}

/// The trail as comma-separated values (RFC 4180), safe to open in a spreadsheet.
enum TrailCSV {
    static let header = "\u{FEFF}id,at,actor_id,actor,roles,channel,source,action,outcome,reason,object,object_id,number,detail\r\n"

    static func line(_ row: TrailRow) -> String {
        let number = row.document.map { "\($0.number)/\($0.year)" } ?? ""
        let detail = row.detail.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        let fields = [
            "\(row.id)", VietnamTime.written(row.at), row.actorID.map { "\($0)" } ?? "", row.actorName,
            row.roles.map(\.rawValue).joined(separator: " "), row.channel, row.source ?? "", row.action.rawValue,
            row.outcome.rawValue, row.reason, row.objectKind, row.objectID.map { "\($0)" } ?? "", number, detail,
        ]
        return fields.map(field).joined(separator: ",") + "\r\n"
    }

    /// A field in quotes where it needs them; what a spreadsheet would take for a formula gets an apostrophe (ASVS 1.2.10).
    static func field(_ text: String) -> String {
        var text = text
        if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) { text = "'" + text }
        guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}

/// Times as people in Vietnam read them, with the zone, so that nobody has to guess.
enum VietnamTime {
    static func written(_ instant: Date) -> String {
        let day = Day(in: instant)
        let seconds = instant.timeIntervalSince(day.start)
        let whole = Int(seconds)
        let micro = Int(((seconds - Double(whole)) * 1_000_000).rounded(.down))
        return String(
            format: "%@T%02d:%02d:%02d.%06d+07:00", day.description, whole / 3600, whole / 60 % 60, whole % 60, micro)
    }
}
