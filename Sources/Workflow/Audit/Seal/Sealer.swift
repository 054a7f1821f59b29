import Foundation
import Postgres
import Records
import Synchronization
import TransparencyLog

/// Seals the trail (niêm phong nhật ký): committed events become leaves of a transparency log, and its states are signed.
///
/// One round takes the events whose transactions are decided, in the order (log, xid, id), which nothing can change any
/// more. Their tiles are durable before the checkpoint is in the database, and that before it is published in the folder.
/// A round that breaks off anywhere is done again, with the same result. Any number of instances may try: one at a time
/// seals.
public final class Sealer: Sendable {
    /// So many events a round takes at most: some seconds of the busiest office.
    private static let most = 20_000

    private let database: Database
    private let root: String
    private let origin: String
    private let status: SealStatus
    /// What the last round came to; the next one reads the folder where somebody else sealed meanwhile.
    private let known = Mutex(SealEdge())

    init(_ configuration: Database.Configuration, folder root: String, origin: String, status: SealStatus) {
        var configuration = configuration
        configuration.connections = 1
        configuration.applicationName = "congvan seal"
        configuration.statementTimeout = .seconds(60)
        database = Database(configuration)
        self.root = root
        self.origin = origin
        self.status = status
        status.begin()
    }

    /// Seals round after round, twice a second, until the task is cancelled.
    ///
    /// - Parameter report: is told what is in the way, once for each reason.
    public func run(_ report: @Sendable (String) -> Void) async {
        var told: String?
        while !Task.isCancelled {
            let count = (try? await seal()) ?? 0
            if let fault = status.fault, fault != told { report(fault) }
            told = status.fault
            // A full round leaves more behind.
            if count == Self.most { continue }
            try? await Task.sleep(for: .milliseconds(500))
        }
    }

    public func shutdown() async { await database.shutdown() }

    /// Seals what is decided.
    ///
    /// - Returns: how many events were sealed.
    /// - Throws: ``SealFault`` where something is not as it was signed; then nothing is signed.
    @discardableResult
    public func seal() async throws -> Int {
        do {
            let (root, origin, known) = (root, origin, known.withLock { $0 })
            // Runs again where the connection is lost, and then writes the same files again.
            let round = try await database.write { transaction -> SealRound in
                let lock: SQL = "SELECT pg_try_advisory_xact_lock(hashtext('audit.seal')) AS held"
                guard try transaction.row(lock, { try $0["held"] as Bool }) == true else {
                    return try transaction.roundOfAnother(known)
                }
                let log = try transaction.openLog(origin)
                let folder = try SealFolder(root: root, log: log.id)
                // The key of a log that follows another is made where it is opened, and written down there.
                let key = log.id == 1 ? try folder.key(named: log.origin) : try folder.key()
                guard let key else { throw SealFault.missing("log-\(log.id)/signing-key") }
                let sealing = Sealing(
                    log: log, folder: folder, key: key, newestLog: SealFolder.newestLog(in: root))
                return try sealing.round(transaction, known, most: Self.most)
            }
            if let note = round.note { try SealFolder(root: root, log: round.edge.log).publish(note) }
            self.known.withLock { $0 = round.edge }
            status.sealed(size: round.size ?? round.edge.edge.size, waiting: round.waiting)
            return round.count
        } catch {
            let fault = error as? SealFault
            let why = fault?.sentence ?? (error as? WorkflowError)?.sentence.english ?? "\(error)"
            status.failed(why, isForked: fault?.isFork ?? false)
            throw error
        }
    }
}

extension Transaction {
    /// How it stands where another instance is at it: it may be stuck, with the lock in its hand.
    fileprivate borrowing func roundOfAnother(_ known: SealEdge) throws -> SealRound {
        let log = try log(try currentLog())
        let last = try log.flatMap { try lastCheckpoint(of: $0.id) }
        let waiting = try waiting(after: last?.through ?? log?.after ?? .start)
        return SealRound(edge: known, count: 0, note: nil, waiting: waiting, size: last?.size ?? 0)
    }

    /// The log that is sealed now; the first one gets its name here.
    fileprivate borrowing func openLog(_ origin: String) throws -> TrailLog {
        let current = try currentLog()
        if let log = try log(current) { return log }
        try execute("INSERT INTO audit.log (id, origin) VALUES (\(current)::int, \(origin))")
        guard let log = try log(current) else { throw SealFault.missing("log \(current)") }
        return log
    }
}
