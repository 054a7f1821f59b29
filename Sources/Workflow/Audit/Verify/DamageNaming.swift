import Postgres

/// Names what happened to the first event that is not as it was sealed.
struct DamageNaming: Sendable {
    /// So many events after the one in the wrong place are looked at.
    private static let ahead = 1000

    let database: Database
    let folder: SealFolder
    let log: Int

    func verdict(_ finding: TrailFinding) async throws -> TrailVerdict {
        switch finding {
        case .unsound(let why): .unsound(why)
        case .particulars(let index, let event): .broken(.particularsAltered, index: index, event: event)
        case .differs(let index, let found): try await verdict(at: index, found)
        }
    }

    /// Says what became of the sealed event at `index`, in whose place stands `found`.
    private func verdict(at index: Int, _ found: TrailPlace?) async throws -> TrailVerdict {
        let size = try await database.read { try $0.lastCheckpoint(of: log)?.size ?? 0 }
        var entries = EntryReader(folder, from: index, size: size)
        do {
            // It may be the log's own file that is not as it was.
            try entries.peek { try folder.checkLeaf(index, $0, size: size) }
        } catch TrailFinding.unsound(let why) {
            return .unsound(why)
        }
        guard let wanted = try entries.peek({ SealedEvent.id(in: $0) }) else {
            return .unsound("The log's own files are damaged at entry \(index).")
        }
        if found?.id == wanted { return .broken(.altered, index: index, event: wanted) }
        let exists: SQL = "SELECT EXISTS (SELECT FROM audit.sealed_event(\(wanted))) AS there"
        guard try await database.read({ try $0.row(exists) { try $0["there"] as Bool } }) == true else {
            return .broken(.removed, index: index, event: wanted)
        }
        guard let found else { return .broken(.reordered, index: index, event: wanted) }
        let next = [found.id] + (try await database.read { try $0.decided(after: found, most: Self.ahead).map(\.id) })
        var unseen = Set(next), sealed: Set<Int> = []
        while entries.index < size, !unseen.isEmpty {
            if let id = try entries.peek({ SealedEvent.id(in: $0) }), unseen.remove(id) != nil { sealed.insert(id) }
            entries.skip()
        }
        if sealed.contains(found.id) { return .broken(.reordered, index: index, event: found.id) }
        // An event that was never sealed stands before the one that should be here; or that one went behind it.
        guard next.first(where: sealed.contains) == wanted else {
            return .broken(.reordered, index: index, event: wanted)
        }
        return .broken(.inserted, index: index, event: found.id)
    }
}
