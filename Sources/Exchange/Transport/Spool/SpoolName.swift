/// The name of an envelope in a spool folder: `ID.edxml`, or `ID.SHA256.edxml`, by which a file proves that it is whole.
struct SpoolName: Hashable {
    static let suffix = ".edxml"

    /// What the file is called without its suffix.
    let stem: String
    /// SHA-256 of the content, where the name says it.
    let digest: [UInt8]?

    /// A name of ours.
    init(id: String, digest: [UInt8]) {
        stem = "\(id).\(Hexadecimal.text(digest))"
        self.digest = digest
    }

    /// A name that others gave; `nil` where it is none of an envelope.
    init?(file name: String) {
        guard name.hasSuffix(Self.suffix) else { return nil }
        self.init(stem: String(name.dropLast(Self.suffix.count)))
    }

    /// A stem that was listed; `nil` where it cannot have been.
    init?(stem: String) {
        guard let first = stem.utf8.first, first != UInt8(ascii: "."), first != UInt8(ascii: "-"),
            stem.utf8.count <= 140,
            stem.utf8.allSatisfy({ Self.isLetterOrDigit($0) || [".", "-", "_"].map(UInt8.init(ascii:)).contains($0) })
        else { return nil }
        self.stem = stem
        digest = stem.split(separator: ".").dropFirst().last.flatMap { Hexadecimal.digest($0) }
    }

    var file: String { stem + Self.suffix }

    /// Whether a text can be a parcel's id: small letters, digits and hyphens, at most 64.
    static func isID(_ text: String) -> Bool {
        guard let first = text.utf8.first, first != UInt8(ascii: "-"), text.utf8.count <= 64 else { return false }
        return text.utf8.allSatisfy {
            $0 == UInt8(ascii: "-") || (isLetterOrDigit($0) && !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0))
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
