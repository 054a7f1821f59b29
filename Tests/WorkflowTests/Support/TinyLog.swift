import TransparencyLog

/// A peer's log of made-up entries, to ask a witness about.
struct TinyLog: Sendable {
    let key: SigningKey
    private var edges: [TileEdge] = [TileEdge()]
    private var tiles: [String: [UInt8]] = [:]

    /// A log of `size` entries; logs of another `story` differ from the first entry that is not shared.
    init(_ origin: String, key: SigningKey? = nil, size: Int, story: String = "", from fork: Int = 0) throws {
        self.key = try key ?? SigningKey(name: origin)
        var edge = TileEdge()
        for index in 0..<size {
            let entry = Array("entry \(index)\(index >= fork ? story : "")".utf8)
            var full: [(Tile, [TreeHash])] = []
            try edge.append(.leaf(entry)) { full.append(($0, $1)) }
            for (tile, hashes) in full { tiles[tile.path] = Tile.bytes(of: hashes) }
            for (tile, hashes) in edge.partial { tiles[tile.path] = Tile.bytes(of: hashes) }
            edges.append(edge)
        }
    }

    func signed(_ size: Int) throws -> SignedCheckpoint {
        let checkpoint = try Checkpoint(origin: key.verifier.name, size: size, root: edges[size].root)
        return try SignedCheckpoint(checkpoint, signedBy: key)
    }

    /// What is posted to a witness.
    func request(from old: Int, to size: Int, claiming claimed: Int? = nil) throws -> [UInt8] {
        var hashes: [TreeHash] = []
        if old > 0, old < size {
            let reader = try TileReader(size: size, root: edges[size].root) { tile in
                tiles[tile.path] ?? tiles[tile.full.path] ?? []
            }
            hashes = try ConsistencyProof(from: old, to: size) { try reader.hashes(of: $0) }.hashes
        }
        return Array(
            try WitnessRequest(oldSize: claimed ?? old, hashes: hashes, checkpoint: signed(size)).serialized.utf8)
    }
}
