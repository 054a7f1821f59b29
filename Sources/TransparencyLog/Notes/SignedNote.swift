/// A text with signatures below it, after an empty line (C2SP signed-note).
///
/// Signatures by keys that the reader does not know are kept and ignored.
public struct SignedNote: Sendable {
    public static let longest = 1_000_000
    public static let mostSignatures = 100

    /// What is signed; it ends in a newline.
    public let text: String
    public private(set) var signatures: [NoteSignature]

    /// A note with its first signatures.
    ///
    /// - Throws: ``TransparencyError/noteTooLong``, ``TransparencyError/malformedNote``,
    ///   ``TransparencyError/tooManySignatures``.
    public init(text: String, signatures: [NoteSignature]) throws(TransparencyError) {
        self.text = text
        self.signatures = signatures
        let bytes = Array(text.utf8)
        guard bytes.last == UInt8(ascii: "\n"), bytes.allSatisfy(Self.isAllowed), !signatures.isEmpty else {
            throw .malformedNote
        }
        guard signatures.count <= Self.mostSignatures else { throw .tooManySignatures }
        guard serialized.utf8.count <= Self.longest else { throw .noteTooLong }
    }

    /// Reads a note from bytes of whatever origin; no signature is checked yet.
    ///
    /// - Throws: ``TransparencyError/noteTooLong``, ``TransparencyError/malformedNote``,
    ///   ``TransparencyError/malformedSignature``, ``TransparencyError/malformedBase64``,
    ///   ``TransparencyError/tooManySignatures``.
    public init(_ bytes: some Collection<UInt8>) throws(TransparencyError) {
        guard bytes.count <= Self.longest else { throw .noteTooLong }
        let bytes = Array(bytes)
        guard bytes.last == UInt8(ascii: "\n"), bytes.allSatisfy(Self.isAllowed),
            // The text may have empty lines too; the signatures follow the last one.
            let blank = bytes.indices.dropLast().last(where: { bytes[$0...].starts(with: [0x0A, 0x0A]) }),
            let text = String(validating: bytes[...blank], as: UTF8.self),
            let block = String(validating: bytes[(blank + 2)...].dropLast(), as: UTF8.self)
        else { throw .malformedNote }

        let lines = block.parts(at: "\n", most: Self.mostSignatures + 1)
        guard lines.count <= Self.mostSignatures else { throw .tooManySignatures }
        self.text = text
        signatures = []
        for line in lines { signatures.append(try NoteSignature(line: line)) }
    }

    /// The note as it is stored and sent.
    public var serialized: String { text + "\n" + signatures.map { $0.line + "\n" }.joined() }

    /// The same note with a signature more.
    ///
    /// - Throws: ``TransparencyError/tooManySignatures``, ``TransparencyError/noteTooLong``.
    public func adding(_ signature: NoteSignature) throws(TransparencyError) -> SignedNote {
        try SignedNote(text: text, signatures: signatures + [signature])
    }

    /// Control characters could make a terminal show something else than what is signed.
    private static func isAllowed(_ byte: UInt8) -> Bool { byte >= 0x20 || byte == UInt8(ascii: "\n") }
}
