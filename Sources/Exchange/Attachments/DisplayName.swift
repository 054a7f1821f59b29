extension Attachment {
    /// A sender's file name, made safe to show and to offer for saving.
    ///
    /// Vietnamese stays as it is. What steers a terminal, reverses text, separates folders, is special to Windows or
    /// makes a spreadsheet calculate is replaced by `_`; a name with nothing left is called after its number.
    public static func displayName(_ name: String, number: Int) -> String {
        var scalars = String.UnicodeScalarView()
        let all = Array(name.trimmed.unicodeScalars.prefix(2000))
        for (index, scalar) in all.enumerated() {
            guard !isInvisible(scalar) else { continue }
            if scalar == ".", scalars.last == "." { continue }
            scalars.append(isForbidden(scalar, before: all[(index + 1)...]) ? "_" : scalar)
        }
        var result = String(scalars).trimmed
        while let last = result.last, last == "." || last.isWhitespace { result.removeLast() }
        guard result.unicodeScalars.contains(where: { $0 != "_" && $0 != "." && $0 != " " }) else {
            return "tep-\(number)"
        }
        if let first = result.unicodeScalars.first, ".=+-@~".unicodeScalars.contains(first) {
            result = "_" + result.drop { $0 == "." }
        }
        if isReserved(result) { result = "_" + result }
        let short = shortened(result)
        return programExtensions.contains(short.fileExtension) ? short + "_" : short
    }

    /// Characters that change how others are shown, or are not shown at all.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // Joiners and marks of zero width, bidirectional controls, tags, variation selectors of no use in names.
        case 0x00AD, 0x061C, 0x180E, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB,
            0xE0000...0xE007F:
            true
        default: false
        }
    }

    private static func isForbidden(_ scalar: Unicode.Scalar, before rest: ArraySlice<Unicode.Scalar>) -> Bool {
        switch scalar {
        case "/", "\\", ":", "*", "?", "\"", "<", ">", "|", "\u{2028}", "\u{2029}": return true
        // Slashes that only look different.
        case "\u{2044}", "\u{2215}", "\u{29F8}", "\u{FF0F}", "\u{FF3C}": return true
        // An escape that another program might decode once more.
        case "%": return rest.prefix(2).count == 2 && rest.prefix(2).allSatisfy(\.properties.isASCIIHexDigit)
        default: return scalar.properties.generalCategory == .control
        }
    }

    /// What Windows would run on a double click.
    private static let programExtensions: Set<String> = [
        "exe", "scr", "com", "bat", "cmd", "pif", "msi", "msp", "hta", "cpl", "lnk", "url", "reg", "js", "jse", "vbs",
        "vbe", "wsf", "wsh", "ps1", "jar", "sh", "apk",
    ]

    /// Names that mean a device on Windows, whatever their extension.
    private static func isReserved(_ name: String) -> Bool {
        let stem = name.prefix { $0 != "." }.uppercased().trimmed
        if ["CON", "PRN", "AUX", "NUL"].contains(stem) { return true }
        return stem.count == 4 && (stem.hasPrefix("COM") || stem.hasPrefix("LPT")) && stem.last?.isNumber == true
    }

    /// At most 180 bytes, keeping the extension: file systems allow 255, and a browser may add to it.
    private static func shortened(_ name: String) -> String {
        guard name.utf8.count > 180 else { return name }
        let ending = name.fileExtension
        let suffix = ending.isEmpty || ending.utf8.count > 10 ? "" : "." + ending
        var stem = String.UnicodeScalarView()
        var bytes = suffix.utf8.count
        for scalar in name.unicodeScalars {
            bytes += UTF8.width(scalar)
            guard bytes <= 180 else { break }
            stem.append(scalar)
        }
        return String(stem).trimmed + suffix
    }
}
