import Postgres
import TransparencyLog

/// How far a log was sent (đã gửi đến đâu).
struct ShippedTo: Sendable, Hashable, Comparable {
    static let nothing = ShippedTo(log: 1, size: 0)

    var log: Int
    /// So many of its entries.
    var size: Int

    static func < (one: ShippedTo, other: ShippedTo) -> Bool { (one.log, one.size) < (other.log, other.size) }
}

extension Transaction {
    /// Lets one instance ship to a collector: the lock is the connection's own, and ends with it.
    ///
    /// Asking again adds to the lock that one has, which costs nothing.
    borrowing func claimShipping(to collector: String) throws -> Bool {
        try row("SELECT pg_try_advisory_lock(hashtext('audit.ship'), hashtext(\(collector))) AS held") {
            try $0["held"] as Bool
        } ?? false
    }

    /// How far the trail was sent to a collector, as far as is known.
    borrowing func shipped(to collector: String) throws -> ShippedTo {
        try row("SELECT log_id, size FROM audit.shipment WHERE collector = \(collector)") {
            ShippedTo(log: try $0["log_id"], size: try $0["size"])
        } ?? .nothing
    }

    borrowing func keep(_ sent: ShippedTo, of collector: String) throws {
        try execute(
            """
            INSERT INTO audit.shipment AS known (collector, log_id, size)
            VALUES (\(collector), \(sent.log)::int, \(sent.size))
            ON CONFLICT (collector) DO UPDATE
                SET log_id = excluded.log_id, size = excluded.size, sent_at = clock_timestamp()
                WHERE (known.log_id, known.size) < (excluded.log_id, excluded.size)
            """)
    }

    /// So many entries of a log are sealed: what the database signed or, where it went back, the folder.
    borrowing func sealedSize(of log: Int, in folder: SealFolder) throws -> Int {
        // A checkpoint that is not ours is the sealer's to tell; what is not in it is not sent.
        let published = try? folder.published()
        return max(try lastCheckpoint(of: log)?.size ?? 0, published?.checkpoint.size ?? 0)
    }
}

extension TrailConfiguration.Collector {
    /// Its name in the table of shipments.
    var name: String { "\(host):\(port)" }
}
