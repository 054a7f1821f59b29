import Foundation
import Postgres
import Records
import TransparencyLog

/// A month that was written to an archive.
public struct ArchivedMonth: Sendable, Codable, Equatable {
    /// As 2025-01.
    public let month: String
    public let file: String
    public let events: Int
    /// How many of them stayed in the database; none where the month was not left out.
    public var kept: Int?
}

extension Workflow {
    /// Writes months of the trail to archives and, where that is wanted, leaves them out of the database afterwards
    /// (lưu kho nhật ký).
    ///
    /// Needs a connection as the database's owner, for no role of the service may take anything away. What belongs to a
    /// document stays: its history is kept as long as the document. An archive is read back and checked before its
    /// month is left out.
    ///
    /// A `month` is written as 2025-01; without one, it is every month that is older than the configuration keeps.
    /// `done` is told each month that is done.
    ///
    /// - Throws: ``ArchiveFault``
    public func archiveTrail(
        month: String? = nil, leaveOut: Bool, by caller: Caller, done: (ArchivedMonth) -> Void = { _ in }
    ) async throws {
        let attempt = AuditEvent(.trailArchived, on: .trail, detail: ["begun": month ?? "all"])
        let months = max(configuration.trail.months, TrailConfiguration.fewestMonths)
        let _: Bool = try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.readTrail, of: caller.officer.roles)
            try transaction.requireOwner()
            return Audited(true, attempt)
        }
        let now = ArchiveMonth(self.now())
        let all: [ArchiveMonth]
        if let month {
            let wanted = try ArchiveMonth(month)
            guard wanted.isOver(for: months, in: now) else { throw ArchiveFault.tooYoung(month, months: months) }
            all = [wanted]
        } else {
            all = try await wholeMonths().filter { $0.isOver(for: months, in: now) }
        }
        for month in all {
            var archived = try await archive(month, by: caller)
            if leaveOut { archived.kept = try await self.leaveOut(month, by: caller) }
            done(archived)
        }
    }

    /// The months from the oldest partition's on that are not left out yet.
    private func wholeMonths() async throws -> [ArchiveMonth] {
        try await reports.read { transaction in
            try transaction.rows(
                """
                SELECT to_char(m, 'YYYY-MM') AS month FROM (
                    SELECT to_date(right(inhrelid::regclass::text, 7), 'YYYY_MM') AS m FROM pg_inherits
                    WHERE inhparent = 'audit.event'::regclass AND inhrelid::regclass::text ~ '_[0-9]{4}_[0-9]{2}$') p
                WHERE NOT EXISTS (SELECT FROM audit.archive a WHERE a.month = m AND a.left_out_at IS NOT NULL)
                  AND EXISTS (SELECT FROM audit.event WHERE at >= m::timestamp AT TIME ZONE 'UTC'
                              AND at < (m + interval '1 month')::timestamp AT TIME ZONE 'UTC')
                ORDER BY m
                """
            ) { try ArchiveMonth(try $0["month"] as String) }
        }
    }

    /// Writes the archive of a month, unless there is a good one already.
    private func archive(_ month: ArchiveMonth, by caller: Caller) async throws -> ArchivedMonth {
        let kept = try await reports.read { try $0.archive(of: month) }
        if let kept {
            let isGood = kept.isLeftOut ? true : (try? await check(kept)) != nil
            if isGood { return ArchivedMonth(month: "\(month)", file: kept.file, events: kept.events) }
        }
        let root = configuration.sealFolder
        let parts = try await reports.read { try ArchivePart.parts(of: month, root: root, $0) }
        let events = parts.reduce(0) { $0 + $1.count }
        let folder = configuration.trail.archiveFolder
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let path = "\(folder)/\(month.file)"
        try await ZstdFile.write(path + ".new") { writer in
            try writer.add(
                ArchiveLine.head(month, events: events, logs: parts.map { ($0.log.id, $0.checkpoint.note) }))
            for part in parts { try part.writeTiles(&writer) }
            for part in parts { try await part.writeEvents(reports, &writer) }
        }
        guard rename(path + ".new", path) == 0 else { throw FileStore.failure() }
        try FileStore.sync(folder)
        let digest = try ArchiveCheck.digest(of: path)
        let event = AuditEvent(
            .trailArchived, on: .trail,
            detail: [
                "month": "\(month)", "file": month.file, "events": "\(events)",
                "digest": digest.hexadecimal,
            ])
        let _: Bool = try await act(event, by: caller, key: nil) { transaction in
            try transaction.execute(
                """
                INSERT INTO audit.archive AS a (month, file, digest, events)
                VALUES (\(month.firstDay)::date, \(month.file), \(digest), \(events))
                ON CONFLICT (month) DO UPDATE SET file = excluded.file, digest = excluded.digest,
                    events = excluded.events, made_at = clock_timestamp() WHERE a.left_out_at IS NULL
                """)
            return Audited(true, event)
        }
        return ArchivedMonth(month: "\(month)", file: month.file, events: events)
    }

    /// Takes a month out of the database, after its archive was read back.
    private func leaveOut(_ month: ArchiveMonth, by caller: Caller) async throws -> Int {
        guard let kept = try await reports.read({ try $0.archive(of: month) }) else {
            throw ArchiveFault.nothingThere("\(month)")
        }
        try await check(kept)
        if kept.isLeftOut { return kept.kept }
        let attempt = AuditEvent(.trailLeftOut, on: .trail, detail: ["month": "\(month)"])
        return try await act(attempt, by: caller, key: nil) { transaction in
            let stayed = try transaction.row("SELECT audit.leave_out(\(month.firstDay)::date) AS n") {
                try $0["n"] as Int
            }
            var event = attempt
            event.detail["kept"] = "\(stayed ?? 0)"
            event.detail["events"] = "\(kept.events)"
            return Audited(stayed ?? 0, event)
        }
    }

    private func check(_ archive: KeptArchive) async throws {
        let sealed = try SealedLogs(configuration.sealFolder, try await reports.read { try $0.logs().map(\.id) })
        try await archive.check(in: configuration.trail.archiveFolder, sealed) { _ in }
    }
}

extension Transaction {
    /// - Throws: ``ArchiveFault/notTheOwner``
    borrowing func requireOwner() throws {
        let query: SQL = """
            SELECT pg_has_role(relowner, 'MEMBER') AS owns FROM pg_class WHERE oid = 'audit.event'::regclass
            """
        guard try row(query, { try $0["owns"] as Bool }) == true else { throw ArchiveFault.notTheOwner }
    }
}
