import Postgres
import TransparencyLog

extension Transaction {
    /// What was signed is never signed over: the database must have what the folder says was published.
    ///
    /// `published` is the log's last checkpoint in the folder, and `newest` the newest log of which there is any. With
    /// `isFirst` nothing was sealed by this process yet, so that more is looked at.
    ///
    /// - Throws: ``SealFault``
    borrowing func check(
        _ log: Int, against published: Checkpoint?, newest: Int?, last: KeptCheckpoint?, isFirst: Bool
    ) throws {
        if let newest, newest > log { throw SealFault.laterLog(newest) }
        if let published {
            guard published.size <= last?.size ?? 0 else {
                throw SealFault.wentBack(signed: published.size, found: last?.size ?? 0)
            }
            let kept: SQL =
                "SELECT root FROM audit.checkpoint WHERE log_id = \(log)::int AND size = \(published.size)"
            guard try row(kept, { try $0["root"] as [UInt8] }) == published.root.bytes else {
                throw SealFault.differs(size: published.size)
            }
        }
        let through = last?.through ?? .start
        let countedAnew: SQL =
            """
            SELECT audit.counted_anew(\(through.log)::int, \(through.xid)::xid8, \(through.id),
                \(isFirst ? last?.highest : nil)::bigint) AS anew
            """
        guard try row(countedAnew, { try $0["anew"] as Bool }) == false else { throw SealFault.countsAnew }
    }

    /// The largest size up to which the database sealed what was published; 0 where there is none.
    ///
    /// `read` gives the published log's tiles.
    borrowing func agreed(
        in log: Int, with published: Checkpoint, reading read: @escaping (Tile) throws -> [UInt8]
    ) throws -> Int {
        let tiles = try? TileReader(size: published.size, root: published.root, reading: read)
        // A log that agrees at one size does so at all below.
        var (low, high) = (0, published.size), agreed = 0
        while low < high {
            let middle = low + (high - low + 1) / 2
            guard let kept = try checkpoint(of: log, atMost: middle) else {
                low = middle
                continue
            }
            if published.continues(kept, tiles) { (low, agreed) = (middle, kept.size) } else { high = kept.size - 1 }
        }
        return agreed
    }

    /// The first size after this one that the database sealed.
    borrowing func sealedSize(in log: Int, after size: Int) throws -> Int? {
        try row("SELECT min(size) AS size FROM audit.checkpoint WHERE log_id = \(log)::int AND size > \(size)") {
            try $0["size"] as Int?
        } ?? nil
    }
}

extension Checkpoint {
    /// Whether the published log begins with what the database sealed.
    fileprivate func continues(_ kept: KeptCheckpoint, _ tiles: TileReader?) -> Bool {
        if kept.size == size { return kept.root == root.bytes }
        guard let tiles, let old = try? TreeHash(kept.root) else { return false }
        do {
            try ConsistencyProof(from: kept.size, to: size) { try tiles.hashes(of: $0) }
                .verify(oldRoot: old, newRoot: root)
            return true
        } catch {
            return false
        }
    }
}
