/// The body that requests to witnesses and proof files share: a number, hashes, an empty line and a checkpoint.
struct ProofText {
    /// The longest proof: one hash for each level of the largest tree, and one more for consistency.
    static let mostHashes = 64

    let number: Int
    let hashes: [TreeHash]
    let note: SignedNote

    init(number: Int, hashes: [TreeHash], note: SignedNote) throws(TransparencyError) {
        guard number >= 0, hashes.count <= Self.mostHashes else { throw .malformedProof }
        self.number = number
        self.hashes = hashes
        self.note = note
    }

    /// Reads bytes of whatever origin, in which `start` must stand before the number.
    init(_ bytes: some Collection<UInt8>, start: String) throws(TransparencyError) {
        // Nobody writes a longer head, and a shorter search is harder to abuse.
        let head = bytes.prefix(start.utf8.count + 32 + (Self.mostHashes + 1) * 45)
        let isEnd = { (pair: (UInt8, UInt8)) in pair == (UInt8(ascii: "\n"), UInt8(ascii: "\n")) }
        guard head.starts(with: start.utf8),
            let length = zip(head, head.dropFirst()).enumerated().first(where: { isEnd($0.element) })?.offset,
            let text = String(validating: Array(head.prefix(length).dropFirst(start.utf8.count)), as: UTF8.self)
        else { throw .malformedProof }
        let lines = text.parts(at: "\n")
        guard let number = lines.first.flatMap({ Int(decimal: $0) }) else { throw .malformedProof }
        var hashes: [TreeHash] = []
        for line in lines.dropFirst() { hashes.append(try TreeHash(base64: line)) }
        try self.init(number: number, hashes: hashes, note: SignedNote(bytes.dropFirst(length + 2)))
    }

    func text(start: String) -> String {
        let lines = hashes.map { $0.base64 + "\n" }.joined()
        return "\(start)\(number)\n\(lines)\n\(note.serialized)"
    }
}
