import Foundation
import Postgres
import TransparencyLog

/// Checks all logs of the trail, one after the other.
struct TrailVerification: Sendable {
    let database: Database
    let sealFolder: String
    let archiveFolder: String
    /// The file of what earlier runs compared.
    let state: String?
    let width: Int
    let progress: @Sendable (TrailProgress) -> Void
    let note: @Sendable (TrailNote) -> Void

    func verdict() async throws -> TrailVerdict {
        var log = 1
        do {
            let logs = try await database.read { try $0.logs() }
            guard let first = logs.first else { return try unopened() }
            guard first.id == 1 else { throw TrailFinding.unsound("The first log is missing from the database.") }
            var kept = try state.map { try VerifiedState(file: $0) }
            let archived = try await ArchivedEntries.read(
                database, archiveFolder, SealedLogs(sealFolder, logs.map(\.id)))
            if archived.count > 0 { note(.inArchives(archived.count)) }
            var before: CheckedLog?
            var events = 0, missing = 0
            for (next, following) in zip(logs, logs.dropFirst().map(Optional.some) + [nil]) {
                log = next.id
                let checked = try await check(next, after: before, before: following, archived: archived, &kept)
                events += checked.size - (next.opening == nil ? 0 : 1)
                missing += checked.withoutParticulars
                before = checked
            }
            if missing > 0 { note(.withoutParticulars(missing)) }
            guard let last = before else { return try unopened() }
            return .whole(events: max(0, events), root: last.root.base64, key: last.key.text)
        } catch let finding as TrailFinding {
            return try await DamageNaming(database: database, folder: SealFolder(root: sealFolder, log: log), log: log)
                .verdict(finding)
        }
    }

    /// Nothing was sealed as the database has it; the folder may know better.
    private func unopened() throws -> TrailVerdict {
        let folder = try SealFolder(root: sealFolder)
        let key = try folder.verifier()
        guard let published = try published(folder, key) else {
            return .whole(events: 0, root: TreeHash.empty.base64, key: key.text)
        }
        throw TrailFinding.unsound(SealFault.wentBack(signed: published.size, found: 0).sentence)
    }

    private func check(
        _ log: TrailLog, after before: CheckedLog?, before following: TrailLog?, archived: ArchivedEntries,
        _ kept: inout VerifiedState?
    ) async throws -> CheckedLog {
        let folder = try SealFolder(root: sealFolder, log: log.id)
        let key = try folder.verifier()
        guard key.name == log.origin else { throw TrailFinding.unsound(SealFault.otherLog(log.origin).sentence) }
        let published = try published(folder, key)
        if let before { try before.check(isContinuedBy: log, quoted: try quoted(by: log, before)) }
        // Where the database told another story from some size on, the next log begins there; what it sealed beyond is
        // sealed anew.
        let sealed = try await database.read { transaction in
            try following.map { try transaction.checkpoint(of: log.id, through: $0.after) }
                ?? transaction.lastCheckpoint(of: log.id)
        }
        guard let last = sealed else {
            if let published {
                try lost(published, found: 0, isLast: following == nil, of: log)
                try Self.checkLost(in: folder, after: 0, published)
            }
            return CheckedLog(log: log, key: key, through: log.after, published: published)
        }
        if let published { try await compare(published, last, isLast: following == nil, of: log) }
        let start = try kept?.edge(of: log.id, key: key, most: last.size, in: folder, file: state ?? "") ?? LogEdge()
        if start.size > 0 { note(.comparedBefore(log: log.id, entries: start.size)) }
        let verification = LogVerification(
            log: log, key: key, folder: folder, archived: archived, database: database, width: width)
        var memory = kept
        let (edge, missing) = try await verification.run(from: start, to: last) { edge in
            progress(TrailProgress(log: log.id, done: edge.size, all: last.size))
            guard let state else { return }
            memory?.keep(edge, of: log.id, key: key)
            try memory?.write(to: state)
        }
        if let state {
            memory?.keep(edge, of: log.id, key: key)
            try memory?.write(to: state)
        }
        kept = memory
        if let published, published.size > last.size {
            try Self.checkLost(in: folder, after: edge.size, published)
        }
        return CheckedLog(
            log: log, key: key, through: last.through, published: published, size: edge.size, root: edge.root,
            withoutParticulars: missing)
    }

    /// The key and last state of the log that another quotes in its first entry: the one before it, of which a database
    /// that went back further than once does not know.
    private func quoted(by log: TrailLog, _ before: CheckedLog) throws -> (key: VerifierKey, state: Checkpoint?) {
        guard log.id > before.log.id + 1 else { return (before.key, before.published) }
        let folder = try SealFolder(root: sealFolder, log: log.id - 1)
        guard let key = try? folder.verifier() else {
            throw TrailFinding.unsound("Log \(log.id - 1) is missing from the database and from the folder.")
        }
        return (key, try published(folder, key))
    }

    /// The state that was published last.
    private func published(_ folder: SealFolder, _ key: VerifierKey) throws -> Checkpoint? {
        do {
            return try folder.checkpoint(of: key)?.checkpoint
        } catch {
            throw TrailFinding.unsound("The folder's checkpoint is not ours, or was altered: \(error).")
        }
    }

    /// What was published must be what the database has; only a log that another follows may have lost its end.
    private func compare(_ published: Checkpoint, _ last: KeptCheckpoint, isLast: Bool, of log: TrailLog) async throws {
        guard published.size <= last.size else {
            return try lost(published, found: last.size, isLast: isLast, of: log)
        }
        let query: SQL = "SELECT root FROM audit.checkpoint WHERE log_id = \(log.id)::int AND size = \(published.size)"
        let root = try await database.read { try $0.row(query) { try $0["root"] as [UInt8] } }
        guard root == published.root.bytes else {
            throw TrailFinding.unsound(SealFault.differs(size: published.size).sentence)
        }
    }

    private func lost(_ published: Checkpoint, found: Int, isLast: Bool, of log: TrailLog) throws {
        guard !isLast else {
            throw TrailFinding.unsound(SealFault.wentBack(signed: published.size, found: found).sentence)
        }
        note(.lostBefore(log: log.id, signed: published.size, found: found))
    }

    /// What the database lost before the next log was opened is still in the folder, and comes to what was signed.
    private static func checkLost(in folder: SealFolder, after size: Int, _ published: Checkpoint) throws {
        var edge = try TileEdge(size: size) { try folder.read($0) }
        var entries = EntryReader(folder, from: size, size: published.size)
        while edge.size < published.size {
            try edge.append(try entries.peek { TreeHash.leaf($0) })
            entries.skip()
        }
        guard edge.root == published.root else {
            throw TrailFinding.unsound(SealFault.differs(size: published.size).sentence)
        }
    }
}
