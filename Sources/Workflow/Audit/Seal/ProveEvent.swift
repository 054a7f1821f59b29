import Postgres
import Records
import TransparencyLog

/// Evidence that stands without us (bằng chứng): the sealed text of an event, and the proof that the log has it.
public struct TrailEvidence: Sendable {
    /// The text that is sealed, byte for byte.
    public let entry: String
    /// A `.tlog-proof` file (C2SP tlog-proof).
    public let proof: String
    /// The key that checks it.
    public let verifierKey: String
}

extension Workflow {
    /// Writes the evidence for one event (chứng minh sự kiện).
    ///
    /// - Throws: ``WorkflowError/notFound`` where there is no such event of the agency, or it is not sealed yet.
    public func prove(event id: Int, by caller: Caller) async throws -> TrailEvidence {
        let attempt = AuditEvent(.trailProven, on: .trail, detail: ["event": "\(id)"])
        let folder = try sealFolder()
        let key = try folder.verifier()
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.readTrail, of: caller.officer.roles)
            // Row security shows the agency's own events only.
            var found: SealedEvent?
            try transaction.binaryRows("SELECT \(SealedEvent.columns) FROM audit.event WHERE id = \(id)") {
                found = try SealedEvent($0)
            }
            guard let found, let first = try transaction.place(of: found),
                let checkpoint = try folder.checkpoint(of: key),
                let index = try folder.index(of: found.bytes, from: first, size: checkpoint.checkpoint.size)
            else { throw WorkflowError.notFound }
            let tiles = try TileReader(size: checkpoint.checkpoint.size, root: checkpoint.checkpoint.root) {
                try folder.read($0)
            }
            let proof = try InclusionProof(of: index, in: checkpoint.checkpoint.size) { try tiles.hashes(of: $0) }
            let file = try ProofFile(proof, in: checkpoint).serialized
            return Audited(TrailEvidence(entry: found.text, proof: file, verifierKey: key.text), attempt)
        }
    }

    /// Shows that the log as it is now continues the one of an older checkpoint, as `add-checkpoint` of a witness takes
    /// it (C2SP tlog-witness): the proof lines and the newest checkpoint.
    public func proveConsistency(since old: String, by caller: Caller) async throws -> String {
        let attempt = AuditEvent(.trailProven, on: .trail)
        let folder = try sealFolder()
        let key = try folder.verifier()
        return try await look(attempt, by: caller) { _ in
            try AccessRule.require(.readTrail, of: caller.officer.roles)
            let before = try SignedCheckpoint(SignedNote(Array(old.utf8)), of: key).checkpoint
            guard let now = try folder.checkpoint(of: key) else { throw WorkflowError.notFound }
            let tiles = try TileReader(size: now.checkpoint.size, root: now.checkpoint.root) { try folder.read($0) }
            let proof = try ConsistencyProof(from: before.size, to: now.checkpoint.size) { try tiles.hashes(of: $0) }
            try proof.verify(oldRoot: before.root, newRoot: now.checkpoint.root)
            let request = try WitnessRequest(oldSize: before.size, hashes: proof.hashes, checkpoint: now)
            return Audited(request.serialized, attempt)
        }
    }
}

extension SealFolder {
    /// So many entries are sealed in one round at most.
    private static let round = 20_000

    /// Where an entry is; not before its place among the events that are in the database, for some may be in archives.
    fileprivate func index(of entry: [UInt8], from first: Int, size: Int) throws -> Int? {
        var entries = EntryReader(self, from: first, size: size)
        while entries.index < min(size, first + Self.round) {
            if try entries.peek({ $0.isEqual(to: entry) }) { return entries.index }
            entries.skip()
        }
        return nil
    }
}

extension Transaction {
    /// The event's place in the log: what was sealed before the checkpoint that seals it, and its rank after that.
    fileprivate borrowing func place(of event: SealedEvent) throws -> Int? {
        try row(
            """
            SELECT audit.place(1, \(event.place.log)::int, \(event.place.xid)::xid8, \(event.id)) AS place
            """
        ) { try $0["place"] as Int? } ?? nil
    }
}
