import Postgres
import Records
import TransparencyLog

/// What is not as it was when it was signed (sự cố niêm phong).
public struct SealBreak: Sendable, Codable {
    /// In words; `nil` where nothing is wrong.
    public let fault: String?
    /// The size that was published last, of which log.
    public let published: Int
    public let publishedLog: Int
    /// So many entries the database seals in the log that it takes for the current one.
    public let sealed: Int
    public let currentLog: Int
    /// The largest size at which the database signed what was published.
    public let agreed: Int
    /// The first size at which it signed something else.
    public let differs: Int?
}

/// The log that was opened after an incident (sổ niêm phong mới).
public struct OpenedLog: Sendable, Codable {
    public let found: SealBreak
    public let log: Int
    /// The key that checks its checkpoints, to be written down.
    public let verifierKey: String
}

extension Workflow {
    /// Opens the next log after the database went back (mở sổ niêm phong mới); the office goes on by itself.
    ///
    /// Its first entry names the incident and holds the last checkpoint that was published; what the log before does not
    /// hold is sealed by this one. The database is asked as its owner.
    ///
    /// `incident` says what happened and where it is on file, for everybody who reads the log; no names. With `evenSo`
    /// it opens one though nothing is wrong, as where a key may be in wrong hands.
    ///
    /// - Throws: ``SealFault/unbroken``, or ``SealFault/missing(_:)`` where nothing was ever published.
    public func openLog(incident: String, evenSo: Bool = false, by caller: Caller) async throws -> OpenedLog {
        let attempt = AuditEvent(.logOpened, on: .trail)
        let root = configuration.sealFolder
        return try await act(attempt, by: caller, key: nil) { transaction in
            try AccessRule.require(.readTrail, of: caller.officer.roles)
            guard (1...2000).contains(incident.trimmed.count) else {
                throw RuleViolation.fields([FieldFault("incident", .lengthOutOfRange(1...2000))])
            }
            // Nobody seals while this looks; audit.open_log takes the lock again.
            try transaction.execute("SELECT pg_advisory_xact_lock(hashtext('audit.seal'))")
            guard let newest = SealFolder.newestLog(in: root) else { throw SealFault.missing("checkpoint") }
            let last = try SealFolder(root: root, log: newest).published()
            let found = try transaction.sealBreak(root, newest: newest, last?.checkpoint)
            guard found.fault != nil || evenSo else { throw SealFault.unbroken }
            let number = max(newest, found.currentLog) + 1
            // Only what the folder's own key signed is handed on.
            guard let last else { throw SealFault.missing("checkpoint") }
            let first = newest == 1 ? last.checkpoint.origin : try SealFolder(root: root).verifier().name
            let origin = "\(first)/\(number)"
            let key = try SealFolder(root: root, log: number).key(named: origin)
            guard key.verifier.name == origin else { throw SealFault.otherLog(origin) }
            let opening = SealedJSON.object([
                ("v", "1"), ("opens", SealedJSON.quoted(origin)), ("incident", SealedJSON.quoted(incident.trimmed)),
                ("follows", SealedJSON.quoted(last.note.serialized)),
            ])
            try transaction.execute(
                "SELECT audit.open_log(\(number)::int, \(origin), \(opening), \(found.agreed)::bigint)")
            var event = attempt
            event.detail = [
                "log": "\(number)", "published": "\(found.published)", "sealed": "\(found.sealed)",
                "agreed": "\(found.agreed)",
            ]
            return Audited(OpenedLog(found: found, log: number, verifierKey: key.verifier.text), event)
        }
    }
}

extension Transaction {
    /// Looks for what is in the way of sealing, as each round does.
    fileprivate borrowing func sealBreak(_ root: String, newest: Int, _ published: Checkpoint?) throws -> SealBreak {
        let current = try currentLog()
        let kept = try lastCheckpoint(of: current)
        let folder = try SealFolder(root: root, log: current)
        let own = newest == current ? published : try? folder.published()?.checkpoint
        let fault: String?
        do {
            try check(current, against: own, newest: newest, last: kept, isFirst: true)
            let isSigned = try folder.key() != nil || kept == nil
            fault = isSigned ? nil : SealFault.missing("signing-key").sentence
        } catch let error as SealFault {
            fault = error.sentence
        }
        let agreed = try own.map { try self.agreed(in: current, with: $0) { try folder.read($0) } } ?? kept?.size ?? 0
        let next = own == nil ? nil : try sealedSize(in: current, after: agreed)
        return SealBreak(
            fault: fault, published: published?.size ?? 0, publishedLog: newest, sealed: kept?.size ?? 0,
            currentLog: current, agreed: agreed, differs: next.flatMap { $0 <= own?.size ?? 0 ? $0 : nil })
    }
}
