public import Exchange
import Postgres
import Records

extension Workflow {
    /// Takes over what a platform says of the agencies that it reaches (đồng bộ danh bạ từ trục liên thông).
    ///
    /// Those that are new, changed or gone since the last time are entered so, in parts; the rest is not touched, nor is any
    /// agency of another list. Whoever is interrupted does it again.
    ///
    /// - Throws: ``WorkflowError/directoryObstacle(_:)`` where the list cannot be right: then nothing was changed.
    public func synchroniseDirectory(
        from peer: ExchangePeer, _ rules: DirectorySyncRules, by caller: Caller,
        progress: @escaping @Sendable (DirectoryProgress) -> Void = { _ in }
    ) async throws -> DirectorySync {
        try await admit(.manageDirectory, by: caller)
        guard let axis = peer.transport as? AxisClient else { throw WorkflowError.directoryObstacle(.noList) }
        let agencies = try await axis.agencies { progress(.read($0)) }
        return try await synchroniseDirectory(agencies, of: peer.name, rules, by: caller, progress: progress)
    }

    /// The same, with a list that was read before.
    ///
    /// `peer` is the name of the peer that reaches its agencies.
    public func synchroniseDirectory(
        _ agencies: [AxisAgency], of peer: String, _ rules: DirectorySyncRules = .init(), by caller: Caller,
        progress: @Sendable (DirectoryProgress) -> Void = { _ in }
    ) async throws -> DirectorySync {
        try await admit(.manageDirectory, by: caller)
        let listing = DirectoryListing(agencies, peer: peer)
        let source = Self.source(of: peer)
        var comparison = DirectoryComparison()
        for part in listing.entries.parts(of: Self.directoryChunk) {
            let standings = try await reports.read { try $0.standings(of: part, in: source) }
            comparison.take(part, standings)
            progress(.compared(comparison.compared, of: listing.entries.count))
        }
        let keys = Array(listing.keys)
        try await comparison.take(reports.read { try $0.unnamed(in: source, besides: keys) })
        let done = AuditEvent(
            .directorySynchronised, on: .agency(0),
            detail: comparison.changes.counts.merging(["stage": "done", "peer": peer]) { $1 })
        if let obstacle = comparison.obstacle(rules) {
            guard !rules.isDry else { throw WorkflowError.directoryObstacle(obstacle) }
            // The refusal is on record.
            let _: Bool = try await act(done, by: caller, key: nil) { _ in
                throw WorkflowError.directoryObstacle(obstacle)
            }
        }
        var sync = DirectorySync()
        sync.listed = agencies.count
        sync.elsewhere = comparison.elsewhere
        sync.faults = listing.faults
        sync.faultCount = listing.faultCount
        sync.changes = comparison.changes
        guard !rules.isDry else { return sync }
        sync.changes = DirectoryChanges()
        sync.changes.unchanged = comparison.changes.unchanged
        var entered = 0
        for part in comparison.toEnter.parts(of: Self.directoryChunk) {
            sync.changes += try await enterCorrespondents(part, from: source, sparingOthers: true, by: caller)
            entered += part.count
            progress(.entered(entered, of: comparison.toEnter.count))
        }
        if comparison.unnamed > 0 {
            sync.changes += try await closeCorrespondents(of: source, besides: keys, by: caller)
        }
        try await noteSynchronised(peer, sync, done, by: caller)
        return sync
    }

    /// The name of a platform's list.
    static func source(of peer: String) -> String { "peer:\(peer)" }
}

/// What a list would change.
private struct DirectoryComparison {
    private(set) var changes = DirectoryChanges()
    private(set) var elsewhere = 0
    private(set) var compared = 0
    private(set) var toEnter: [CorrespondentEntry] = []
    /// Agencies of the list that it names no more.
    private(set) var unnamed = 0
    /// Agencies of the list that are in the directory now.
    private var known = 0

    mutating func take(_ entries: [CorrespondentEntry], _ standings: [Standing]) {
        compared += entries.count
        for (entry, standing) in zip(entries, standings) {
            switch standing {
            case .added: changes.added += 1
            case .changed: changes.changed += 1
            case .leaving: changes.left += 1
            case .unchanged: changes.unchanged += 1
            case .elsewhere: elsewhere += 1
            case .unknown: break
            }
            if [.added, .changed, .leaving].contains(standing) { toEnter.append(entry) }
        }
    }

    mutating func take(_ left: (known: Int, unnamed: Int)) {
        known = left.known
        unnamed = left.unnamed
        changes.left += unnamed
    }

    func obstacle(_ rules: DirectorySyncRules) -> DirectoryObstacle? {
        let usable = changes.added + changes.changed + changes.unchanged + elsewhere
        if usable == 0 { return .empty }
        return changes.left * 100 > known * rules.mostLost ? .shrunk(lost: changes.left, of: known) : nil
    }
}

/// What the directory has of an agency that a list names.
private enum Standing: String, Sendable, SQLValue {
    case added, changed, leaving, unchanged, elsewhere
    /// Gone by the list, and never known here.
    case unknown
}

extension Array {
    fileprivate func parts(of count: Int) -> [[Element]] {
        stride(from: 0, to: self.count, by: count).map { Array(self[$0..<Swift.min($0 + count, self.count)]) }
    }
}

extension Transaction {
    fileprivate borrowing func standings(
        of entries: [CorrespondentEntry], in source: String
    ) throws -> [Standing] {
        try rows(
            """
            SELECT CASE
                WHEN k.id IS NULL THEN CASE WHEN line.gone THEN 'unknown' ELSE 'added' END
                WHEN k.source <> \(source) AND k.left_at IS NULL THEN 'elsewhere'
                WHEN line.gone THEN CASE WHEN k.left_at IS NULL THEN 'leaving' ELSE 'unchanged' END
                WHEN k.left_at IS NOT NULL OR (k.name, k.parent, k.linked, k.peer)
                     IS DISTINCT FROM (line.name, line.parent, line.linked, line.peer) THEN 'changed'
                ELSE 'unchanged' END AS standing
            FROM unnest(\(entries.map(\.code))::text[], \(entries.map(\.name))::text[],
                        \(entries.map(\.parent))::text[], \(entries.map(\.linked))::text[],
                        \(entries.map(\.peer))::text[], \(entries.map(\.hasLeft))::boolean[])
                 WITH ORDINALITY AS line (code, name, parent, linked, peer, gone, place)
                LEFT JOIN correspondent k ON k.code_key = lower(line.code)
            ORDER BY line.place
            """
        ) { try $0["standing"] as Standing }
    }

    /// How many agencies a list has now, and how many of them it names no more.
    fileprivate borrowing func unnamed(in source: String, besides keys: [String]) throws -> (known: Int, unnamed: Int) {
        let found = try row(
            """
            SELECT count(*) AS known, count(*) FILTER (WHERE kept.key IS NULL) AS unnamed
            FROM correspondent c LEFT JOIN unnest(\(keys)::text[]) AS kept (key) ON kept.key = c.code_key
            WHERE c.source = \(source) AND c.left_at IS NULL
            """
        ) { (known: try $0["known"] as Int, unnamed: try $0["unnamed"] as Int) }
        return found ?? (0, 0)
    }
}
