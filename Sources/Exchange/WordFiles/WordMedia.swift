/// What may lie in a Word file besides XML: pictures, and a few parts that Word itself puts there.
enum WordMedia {
    /// How many bytes of a part are looked at.
    static let looksAt = 64

    /// Whether a part that is no XML by its name is what such a part may be, by its first bytes.
    ///
    /// Programs go by the relationship, not by the name: a text under the name of a picture would be read as a text.
    static func check(start: some Collection<UInt8>, of name: String) throws(WordFault) {
        let name = name.lowercased()
        let bytes = Array(start.prefix(looksAt))
        guard !bytes.isEmpty else { return }
        if isPicture(bytes) { return }
        // The figures of a chart, a workbook; what refers to it is checked where that stands.
        if name.hasPrefix("word/embeddings/"), name.hasSuffix(".xlsx"), bytes.starts(with: [0x50, 0x4B, 3, 4]) {
            return
        }
        let isOfWord =
            name.hasPrefix("word/fonts/") && name.hasSuffix(".odttf")
            || name.hasPrefix("word/printersettings") && name.hasSuffix(".bin")
        guard isOfWord, !beginsAsXML(bytes) else { throw .picture(String(name.split(separator: "/").last ?? "")) }
    }

    private static func isPicture(_ bytes: [UInt8]) -> Bool {
        let starts: [[UInt8]] = [
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A],  // PNG
            [0xFF, 0xD8, 0xFF],  // JPEG
            Array("GIF87a".utf8), Array("GIF89a".utf8),
            [0x49, 0x49, 0x2A, 0x00], [0x4D, 0x4D, 0x00, 0x2A],  // TIFF
            [0x49, 0x49, 0xBC],  // JPEG XR, which Word keeps beside a picture that it changed
            Array("BM".utf8),
            [0xD7, 0xCD, 0xC6, 0x9A], [0x01, 0x00, 0x09, 0x00],  // WMF
        ]
        if starts.contains(where: bytes.starts) { return true }
        let isEMF =
            bytes.starts(with: [0x01, 0x00, 0x00, 0x00]) && bytes.dropFirst(40).starts(with: Array(" EMF".utf8))
        return isEMF
    }

    /// Whether a program might take it for XML, in any encoding.
    private static func beginsAsXML(_ bytes: [UInt8]) -> Bool {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return true }
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        let start = text.drop { [0x00, 0x09, 0x0A, 0x0D, 0x20].contains($0) }
        guard start.first == UInt8(ascii: "<"), let next = start.dropFirst().first else { return false }
        return next == 0 || next == UInt8(ascii: "!") || next == UInt8(ascii: "?") || next == UInt8(ascii: "_")
            || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= next & 0xDF
    }
}
