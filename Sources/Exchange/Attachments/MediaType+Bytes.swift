extension MediaType {
    /// What a file is that begins with these bytes.
    ///
    /// A ZIP is only a ZIP here: what is in it decides whether it is an office document.
    public init(head: [UInt8]) {
        if let known = Self.signatures.first(where: { head.starts(with: $0.bytes) }) {
            self = known.type
        } else if Self.isProgram(head) {
            self = .executable
        } else if Self.isText(head) {
            self = Self.kindOfText(head)
        } else if head.prefix(1024).firstRange(of: Array("%PDF-".utf8)) != nil {
            // Readers accept some bytes before the signature.
            self = .pdf
        } else {
            self = .unknown
        }
    }

    private static let signatures: [(bytes: [UInt8], type: MediaType)] = [
        (Array("%PDF-".utf8), .pdf),
        ([0x50, 0x4B, 0x03, 0x04], .zip), ([0x50, 0x4B, 0x05, 0x06], .zip),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .oldOffice),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png), ([0xFF, 0xD8, 0xFF], .jpeg),
        ([0x49, 0x49, 0x2A, 0x00], .tiff), ([0x4D, 0x4D, 0x00, 0x2A], .tiff), (Array("GIF8".utf8), .gif),
        ([0x52, 0x61, 0x72, 0x21, 0x1A, 0x07], .rar), ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .sevenZip),
        (Array("{\\rtf".utf8), .rtf),
        // ELF, the Mach-O forms (one shared with Java classes), a Windows shortcut, a script.
        ([0x7F, 0x45, 0x4C, 0x46], .executable),
        ([0xFE, 0xED, 0xFA, 0xCE], .executable), ([0xFE, 0xED, 0xFA, 0xCF], .executable),
        ([0xCE, 0xFA, 0xED, 0xFE], .executable), ([0xCF, 0xFA, 0xED, 0xFE], .executable),
        ([0xCA, 0xFE, 0xBA, 0xBE], .executable),
        ([0x4C, 0x00, 0x00, 0x00, 0x01, 0x14, 0x02, 0x00], .executable), (Array("#!".utf8), .executable),
    ]

    /// Whether it is a program for Windows or DOS, and not a text that begins with the letters MZ.
    private static func isProgram(_ head: [UInt8]) -> Bool {
        head.starts(with: Array("MZ".utf8)) && !isText(head)
    }

    private static func isText(_ head: [UInt8]) -> Bool {
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return true }
        return head.allSatisfy { $0 >= 0x20 || (0x09...0x0D).contains($0) || $0 == 0x1B }
    }

    private static func kindOfText(_ head: [UInt8]) -> MediaType {
        // NULs are left out so that UTF-16 reads like ASCII; browsers recognise both.
        let text = String(decoding: head.filter { $0 != 0 }, as: UTF8.self).lowercased()
            .drop { $0.isWhitespace || $0 == "\u{FEFF}" || $0 == "\u{FFFD}" }
        guard text.first == "<" else { return .text }
        let active = [
            "<!doctype html", "<html", "<head", "<body", "<script", "<iframe", "<style", "<a ", "<img", "<div",
        ]
        if active.contains(where: text.hasPrefix) { return .html }
        if text.contains("<svg") { return .svg }
        if text.contains("<html") || text.contains("<script") { return .html }
        guard let second = text.dropFirst().first, second == "?" || second == "!" || second.isLetter else {
            return .text
        }
        return .xml
    }
}
