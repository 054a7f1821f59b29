/// One signature line of a note, by whomever: `— name base64` (C2SP signed-note).
public struct NoteSignature: Sendable {
    /// The key's name.
    public let name: String
    /// The key's identifier, see ``VerifierKey/id``.
    public let keyID: UInt32
    /// What the key's algorithm makes, without the identifier.
    public let bytes: [UInt8]

    /// The em dash U+2014 and a blank.
    private static let start = "\u{2014} "

    init(name: String, keyID: UInt32, bytes: [UInt8]) throws(TransparencyError) {
        guard KeyName.isValid(name), !bytes.isEmpty else { throw .malformedSignature }
        self.name = name
        self.keyID = keyID
        self.bytes = bytes
    }

    /// Reads a line, without the newline.
    ///
    /// - Throws: ``TransparencyError/malformedSignature``, ``TransparencyError/malformedBase64``.
    public init(line: String) throws(TransparencyError) {
        guard line.utf8.starts(with: Self.start.utf8) else { throw .malformedSignature }
        let parts = Substring(line.utf8.dropFirst(Self.start.utf8.count)).parts(at: " ")
        guard parts.count == 2 else { throw .malformedSignature }
        let bytes = try Base64.decode(parts[1])
        guard bytes.count > 4 else { throw .malformedSignature }
        let keyID = bytes.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        try self.init(name: parts[0], keyID: keyID, bytes: Array(bytes.dropFirst(4)))
    }

    /// The line, without the newline.
    public var line: String {
        let id = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: keyID >> $0) }
        return Self.start + name + " " + Base64.encode(id + bytes)
    }

    /// Says whether the signature claims to be by a key.
    func isClaimed(by key: VerifierKey) -> Bool { keyID == key.id && name.isIdentical(to: key.name) }
}
