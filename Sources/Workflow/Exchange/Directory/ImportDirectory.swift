import Postgres
import Records

/// What came of a list that was imported.
public struct DirectoryImport: Sendable {
    public var changes = DirectoryChanges()
    /// The lines that were left out; the first hundred.
    public var faults: [DirectoryFault] = []
    public var faultCount = 0

    static let mostTold = 100

    mutating func leaveOut(_ fault: DirectoryFault) {
        faultCount += 1
        if faults.count < Self.mostTold { faults.append(fault) }
    }
}

/// How a list is imported.
public struct DirectoryImportRules: Sendable {
    /// The list's name: agencies that it has no more are those that it named last.
    public var source = "csv"
    /// The peer of the agencies that the list names none for.
    public var peer = ""
    /// Whether the list is all there is: what it has no more has left.
    public var isComplete = false
    /// Whether lines that are wrong are left out; otherwise one of them keeps all out.
    public var leavesOutFaulty = false

    public init() {}
}

extension Workflow {
    /// More agencies than any directory has.
    static let mostCorrespondents = 1_000_000

    /// Imports a list of agencies from a CSV file (nhập danh bạ cơ quan từ tệp).
    ///
    /// The file is read twice: first to see that it is right, then to enter it, part by part. Whoever is interrupted
    /// imports it again: what is entered already counts as unchanged.
    ///
    /// `progress` is told the entries and the bytes of the file so far.
    ///
    /// - Returns: what changed; where lines are wrong and not to be left out, nothing did.
    /// - Throws: ``DirectoryFault`` where the first line does not name the columns.
    public func importDirectory(
        _ path: String, _ rules: DirectoryImportRules = .init(), by caller: Caller,
        progress: @Sendable (_ entries: Int, _ bytes: Int) -> Void = { _, _ in }
    ) async throws -> DirectoryImport {
        try await admit(.manageDirectory, by: caller)
        // On the reports' threads, for reading a long list takes a while.
        let first = try await reports.onPool { try Self.check(path) }
        var outcome = first.outcome
        guard outcome.faultCount == 0 || rules.leavesOutFaulty else { return outcome }
        let reader = try DirectoryReader(path)
        var entered = 0
        while true {
            let part = try Self.part(of: reader, peer: rules.peer)
            if part.isEmpty { break }
            outcome.changes += try await enterCorrespondents(part, from: rules.source, by: caller)
            entered += part.count
            progress(entered, reader.bytes)
        }
        if rules.isComplete {
            outcome.changes += try await closeCorrespondents(of: rules.source, besides: first.codes, by: caller)
        }
        return outcome
    }

    /// What is wrong with a list, and which codes it has.
    private static func check(_ path: String) throws -> (outcome: DirectoryImport, codes: [String]) {
        let reader = try DirectoryReader(path)
        var outcome = DirectoryImport()
        while let line = try reader.line() {
            if case .fault(let fault) = line { outcome.leaveOut(fault) }
        }
        return (outcome, Array(reader.seen))
    }

    private static func part(of reader: DirectoryReader, peer: String) throws -> [CorrespondentEntry] {
        var part: [CorrespondentEntry] = []
        while part.count < directoryChunk, let line = try reader.line() {
            guard case .entry(var entry) = line else { continue }
            if entry.peer.isEmpty { entry.peer = peer }
            part.append(entry)
        }
        return part
    }
}
