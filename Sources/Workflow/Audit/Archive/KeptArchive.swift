import Postgres
import Synchronization
import TransparencyLog

/// An archive, as the database knows it.
struct KeptArchive: Sendable {
    let month: ArchiveMonth
    let file: String
    let digest: [UInt8]
    let events: Int
    let kept: Int
    let isLeftOut: Bool

    static let columns: SQL =
        "to_char(month, 'YYYY-MM') AS month, file, digest, events, kept, left_out_at IS NOT NULL AS left_out"

    init(_ row: borrowing Row) throws {
        month = try ArchiveMonth(try row["month"] as String)
        file = try row["file"]
        digest = try row["digest"]
        events = try row["events"]
        kept = try row["kept"]
        isLeftOut = try row["left_out"]
    }

    /// Reads it back.
    func check(
        in folder: String, _ logs: SealedLogs, _ onEvent: @escaping @Sendable (ArchiveCheck.Event) -> Void
    ) async throws {
        guard !file.isEmpty, !file.contains("/"), !file.hasPrefix(".") else {
            throw ArchiveFault.spoilt("The archive of \(month) has a name that is none.")
        }
        let check = ArchiveCheck(month: month, path: "\(folder)/\(file)", keys: logs.keys, folders: logs.folders)
        try await check.run(digest: digest, events: events, onEvent)
    }
}

/// The keys and folders of the logs, by their numbers.
struct SealedLogs: Sendable {
    private(set) var keys: [Int: VerifierKey] = [:]
    private(set) var folders: [Int: SealFolder] = [:]

    init(_ root: String, _ logs: [Int]) throws {
        for log in logs {
            let folder = try SealFolder(root: root, log: log)
            folders[log] = folder
            keys[log] = try folder.verifier()
        }
    }
}

extension ArchivedEntries {
    /// Reads the archives of all months that were left out.
    ///
    /// - Throws: ``TrailFinding/unsound(_:)`` naming the first that is missing or not what was written.
    static func read(_ database: Database, _ folder: String, _ logs: SealedLogs) async throws -> ArchivedEntries {
        let archives = try await database.read { transaction in
            try transaction.rows(
                "SELECT \(KeptArchive.columns) FROM audit.archive WHERE left_out_at IS NOT NULL ORDER BY audit.archive.month"
            ) { try KeptArchive($0) }
        }
        let entries = Mutex(ArchivedEntries())
        for archive in archives {
            do {
                try await archive.check(in: folder, logs) { event in
                    // What is of a document must still be in the database.
                    guard !event.isOfDocument else { return }
                    entries.withLock { $0.add(event.index, log: event.log) }
                }
            } catch let fault as ArchiveFault {
                throw TrailFinding.unsound(fault.description)
            }
        }
        return entries.withLock { $0 }
    }
}

extension Transaction {
    borrowing func archive(of month: ArchiveMonth) throws -> KeptArchive? {
        try row("SELECT \(KeptArchive.columns) FROM audit.archive WHERE audit.archive.month = \(month.firstDay)::date")
        {
            try KeptArchive($0)
        }
    }
}
