/// What a log says about its tree at one moment (C2SP tlog-checkpoint).
public struct Checkpoint: Sendable {
    /// The log's identity, which is also the name of its key: a URL without scheme, as a rule.
    public let origin: String
    /// How many leaves the tree has.
    public let size: Int
    public let root: TreeHash
    /// Further lines, signed with the rest, which our logs do not write and readers ignore.
    public let extensions: [String]

    /// - Throws: ``TransparencyError/malformedCheckpoint`` if origin or an extension is empty or no single line,
    ///   ``TransparencyError/sizeOutOfRange``, ``TransparencyError/wrongRoot`` if the tree is empty and the root is not
    ///   the empty tree's.
    public init(
        origin: String, size: Int, root: TreeHash, extensions: [String] = []
    ) throws(TransparencyError) {
        guard ([origin] + extensions).allSatisfy(Self.isLine) else { throw .malformedCheckpoint }
        guard size >= 0 else { throw .sizeOutOfRange }
        guard size > 0 || root == .empty else { throw .wrongRoot }
        self.origin = origin
        self.size = size
        self.root = root
        self.extensions = extensions
    }

    /// Reads the text of a note that is a checkpoint.
    ///
    /// - Throws: ``TransparencyError/malformedCheckpoint``, ``TransparencyError/malformedBase64``,
    ///   ``TransparencyError/wrongHashLength``, ``TransparencyError/wrongRoot``.
    public init(text: String) throws(TransparencyError) {
        let lines = text.parts(at: "\n")
        guard lines.count >= 4, lines.last == "", let size = Int(decimal: lines[1]) else { throw .malformedCheckpoint }
        try self.init(
            origin: lines[0], size: size, root: TreeHash(base64: lines[2]), extensions: Array(lines[3...].dropLast()))
    }

    /// The checkpoint as the text of a note.
    public var text: String {
        ([origin, String(size), root.base64] + extensions).map { $0 + "\n" }.joined()
    }

    private static func isLine(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x20 }
    }
}
