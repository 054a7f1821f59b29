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
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.readTrail, of: caller.officer.roles)
            // Row security shows the agency's own events only.
            var found: SealedEvent?
            try transaction.binaryRows("SELECT \(SealedEvent.columns) FROM audit.event WHERE id = \(id)") {
                found = try SealedEvent($0)
            }
            guard let found, let log = try transaction.log(sealing: found.place),
                let first = try transaction.rank(of: found.place, in: log)
            else { throw WorkflowError.notFound }
            return Audited(try sealFolder(of: log).evidence(of: found, notBefore: first), attempt)
        }
    }

    /// Shows that the log as it is now continues the one of an older checkpoint, as `add-checkpoint` of a witness takes
    /// it (C2SP tlog-witness): the proof lines and the newest checkpoint.
    public func proveConsistency(since old: String, by caller: Caller) async throws -> String {
        let attempt = AuditEvent(.trailProven, on: .trail)
        return try await look(attempt, by: caller) { transaction in
            try AccessRule.require(.readTrail, of: caller.officer.roles)
            let note = try SignedNote(Array(old.utf8))
            guard let log = try transaction.log(named: Checkpoint(text: note.text).origin) else {
                throw WorkflowError.notFound
            }
            let folder = try sealFolder(of: log)
            let key = try folder.verifier()
            let before = try SignedCheckpoint(note, of: key).checkpoint
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
    /// - Throws: ``WorkflowError/notFound`` where the event is not sealed yet, or the log has something else there.
    fileprivate func evidence(of event: SealedEvent, notBefore first: Int) throws -> TrailEvidence {
        let key = try verifier()
        guard let published = try checkpoint(of: key),
            let index = try index(of: event.bytes, from: first, size: published.checkpoint.size)
        else { throw WorkflowError.notFound }
        let proof: ProofFile
        if let cosigned = try? cosigned(of: key), index < cosigned.checkpoint.size,
            let attested = try? self.proof(of: index, in: cosigned)
        {
            proof = attested
        } else {
            proof = try self.proof(of: index, in: published)
        }
        return TrailEvidence(entry: event.text, proof: proof.serialized, verifierKey: key.text)
    }

    private func proof(of index: Int, in checkpoint: SignedCheckpoint) throws -> ProofFile {
        let (size, root) = (checkpoint.checkpoint.size, checkpoint.checkpoint.root)
        let tiles = try TileReader(size: size, root: root) { try read($0) }
        return try ProofFile(InclusionProof(of: index, in: size) { try tiles.hashes(of: $0) }, in: checkpoint)
    }

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
    /// The event's place in a log: what was sealed before the checkpoint that seals it, and its rank after that.
    fileprivate borrowing func rank(of place: TrailPlace, in log: Int) throws -> Int? {
        try row(
            """
            SELECT audit.place(\(log)::int, \(place.log)::int, \(place.xid)::xid8, \(place.id)) AS place
            """
        ) { try $0["place"] as Int? } ?? nil
    }
}
