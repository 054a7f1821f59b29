import Foundation
import Postgres
import Records
import TransparencyLog

/// What became of checking the trail (kết quả kiểm tra nhật ký).
public enum TrailVerdict: Sendable, Equatable {
    /// Everything sealed is as it was: so many events, under this root, signed with this key.
    case whole(events: Int, root: String, key: String)
    /// The first event that is not as it was sealed, by its place in the log and its number.
    case broken(TrailDamage, index: Int, event: Int)
    /// What was signed and what is there do not belong together.
    case unsound(String)
}

/// How the first damaged event differs from what was sealed.
public enum TrailDamage: String, Sendable {
    case altered, removed, inserted, reordered
    /// The event is as it was, but its address, browser or search words are not.
    case particularsAltered = "particulars altered"
}

extension Workflow {
    /// Recomputes the whole trail from the database and compares it with what was sealed and signed (kiểm tra nhật ký).
    ///
    /// - Parameter progress: is told now and then how many events are checked, of how many.
    public func verifyTrail(
        by caller: Caller, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> TrailVerdict {
        let attempt = AuditEvent(.trailVerified, on: .trail)
        let _: Bool = try await look(attempt, by: caller) { _ in
            try AccessRule.require(.readTrail, of: caller.officer.roles)
            return Audited(true, attempt)
        }
        let folder = try sealFolder()
        let key = try folder.verifier()
        let published: SignedCheckpoint?
        do {
            published = try folder.checkpoint(of: key)
        } catch {
            return .unsound("The folder's checkpoint is not ours, or was altered: \(error).")
        }
        return try await reports.read { transaction in
            let check = TrailCheck(folder: folder, key: key, progress: progress)
            return try check.verdict(on: transaction, published?.checkpoint)
        }
    }

    func sealFolder(of log: Int = 1) throws -> SealFolder { try SealFolder(root: configuration.sealFolder, log: log) }
}

/// One pass over the trail, in the order of the log.
private struct TrailCheck {
    private static let batch = 5000

    let folder: SealFolder
    let key: VerifierKey
    let progress: (Int, Int) -> Void

    func verdict(on transaction: borrowing Transaction, _ published: Checkpoint?) throws -> TrailVerdict {
        guard let last = try transaction.lastCheckpoint(of: 1) else {
            guard let published else { return .whole(events: 0, root: TreeHash.empty.base64, key: key.text) }
            return .unsound(SealFault.wentBack(signed: published.size, found: 0).sentence)
        }
        guard let signed = try? SignedCheckpoint(SignedNote(Array(last.note.utf8)), of: key).checkpoint,
            signed.size == last.size, signed.root.bytes == last.root
        else { return .unsound("The database's last checkpoint is not signed with this key.") }
        if let published, published.size > last.size {
            return .unsound(SealFault.wentBack(signed: published.size, found: last.size).sentence)
        }
        var frontier = Frontier(), through = TrailPlace.start
        while frontier.size < last.size {
            let events = try transaction.decided(after: through, most: min(Self.batch, last.size - frontier.size))
            let sealed = try folder.entries(frontier.size..<min(frontier.size + Self.batch, last.size))
            for (offset, entry) in sealed.enumerated() {
                let event = offset < events.count ? events[offset] : nil
                guard let event, entry.elementsEqual(event.text.utf8) else {
                    return try damage(transaction, at: frontier.size, sealed: sealed[offset...], found: event)
                }
                try frontier.append(.leaf(entry))
                if let published, frontier.size == published.size, frontier.root != published.root {
                    return .unsound(SealFault.differs(size: published.size).sentence)
                }
            }
            guard let newest = events.last else { break }
            through = newest.place
            if let wrong = try wrongParticulars(transaction, events, from: frontier.size - events.count) {
                return wrong
            }
            progress(frontier.size, last.size)
        }
        guard frontier.root.bytes == last.root else { return .unsound(SealFault.differs(size: last.size).sentence) }
        return .whole(events: last.size, root: frontier.root.base64, key: key.text)
    }

    /// Names what happened to the first event that differs.
    private func damage(
        _ transaction: borrowing Transaction, at index: Int, sealed: ArraySlice<ArraySlice<UInt8>>, found: SealedEvent?
    ) throws -> TrailVerdict {
        guard let first = sealed.first, let wanted = SealedEvent.id(in: first) else {
            return .unsound("The log's own files are damaged at entry \(index).")
        }
        if found?.id == wanted { return .broken(.altered, index: index, event: wanted) }
        let exists: SQL = "SELECT EXISTS (SELECT FROM audit.sealed_event(\(wanted))) AS there"
        guard try transaction.row(exists, { try $0["there"] as Bool }) == true else {
            return .broken(.removed, index: index, event: wanted)
        }
        let isSealed = sealed.contains { SealedEvent.id(in: $0) == found?.id }
        return .broken(isSealed ? .reordered : .inserted, index: index, event: found?.id ?? wanted)
    }

    /// Compares what stands apart with the events' commitments; what was erased by law is not there to compare.
    private func wrongParticulars(
        _ transaction: borrowing Transaction, _ events: [SealedEvent], from index: Int
    ) throws -> TrailVerdict? {
        let ids = events.map(\.id)
        guard let first = ids.min(), let last = ids.max() else { return nil }
        let wrong = try transaction.rows("SELECT event_id AS id FROM audit.wrong_particulars(\(first), \(last))") {
            try $0["id"] as Int
        }
        // Some of the range may have been sealed with others, and are named then.
        guard !wrong.isEmpty, let offset = ids.firstIndex(where: wrong.contains) else { return nil }
        return .broken(.particularsAltered, index: index + offset, event: ids[offset])
    }
}

extension SealFolder {
    /// The sealed texts of a range, from the bundles they are in.
    func entries(_ range: Range<Int>) throws -> [ArraySlice<UInt8>] {
        var entries: [ArraySlice<UInt8>] = []
        var index = range.lowerBound
        while index < range.upperBound {
            let bundle = index / Tile.fullWidth, first = bundle * Tile.fullWidth
            let width = min(Tile.fullWidth, range.upperBound - first)
            let all = try Tile(.entries, index: bundle, width: width)
            let found = try width == Tile.fullWidth ? all.entries(in: read(all)) : prefix(of: all)
            entries += found[(index - first)...]
            index = first + width
        }
        return entries
    }

    /// The first entries of a bundle of which there may be any wider one.
    private func prefix(of bundle: Tile) throws -> [ArraySlice<UInt8>] {
        for width in bundle.width...Tile.fullWidth {
            let wider = try Tile(.entries, index: bundle.index, width: width)
            guard let bytes = try? read(wider) else { continue }
            return Array(try wider.entries(inOwnOrFull: bytes).prefix(bundle.width))
        }
        throw SealFault.missing(bundle.path)
    }
}
