import Crypto

/// What names or locates the person of an event: it stands apart from the trail, which holds a commitment to it.
///
/// Where the law wants it erased, the trail stays whole; where it is there, that it was not changed can be proven.
struct Particulars: Sendable {
    private static let saltLength = 16

    let salt: [UInt8]
    /// JSON, with members in the order of their names.
    let text: String

    /// - Returns: `nil` where there is nothing to keep apart.
    init?(source: String?, agent: String, words: String?) {
        var members: [(name: String, value: String)] = []
        if !agent.isEmpty { members.append(("agent", SealedJSON.quoted(agent))) }
        if let source { members.append(("source", SealedJSON.quoted(source))) }
        if let words { members.append(("words", SealedJSON.quoted(words))) }
        guard !members.isEmpty else { return nil }
        var generator = SystemRandomNumberGenerator()
        salt = (0..<Self.saltLength / 8).flatMap { _ in
            withUnsafeBytes(of: generator.next() as UInt64) { Array($0) }
        }
        text = SealedJSON.object(members)
    }

    var commitment: [UInt8] { Self.commitment(to: text, salt: salt) }

    /// SHA-256(salt ‖ text).
    static func commitment(to text: String, salt: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: salt)
        hash.update(data: Array(text.utf8))
        return Array(hash.finalize())
    }
}
