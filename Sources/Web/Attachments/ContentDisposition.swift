import Foundation
import Records

/// How a file is offered to a browser: shown or saved, and under which name (RFC 6266).
enum ContentDisposition: String {
    case inline, attachment

    /// The field's value, with the name in ASCII for old programs and whole for the rest (RFC 8187).
    ///
    /// Names come from strangers: controls, line ends and characters that turn the reading direction around
    /// (`exe.fdp` for `pdf.exe`) are left out, and nothing but letters, digits and a few signs is written as it is.
    func value(name: String) -> String {
        var name = Self.visible(name)
        if name.isEmpty { name = "file" }
        return "\(rawValue); filename=\"\(Self.plain(name))\"; filename*=UTF-8''\(Self.encoded(name))"
    }

    private static func visible(_ name: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in name.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: continue
            default: scalars.append(scalar == "/" || scalar == "\\" ? "_" : scalar)
            }
        }
        return String(String(scalars).trimmed.prefix(150))
    }

    /// The name without tones, other characters as a low line.
    private static func plain(_ name: String) -> String {
        let base = name.decomposedStringWithCanonicalMapping.replacing("đ", with: "d").replacing("Đ", with: "D")
        let letters = base.unicodeScalars.compactMap { scalar -> Character? in
            if scalar.properties.generalCategory == .nonspacingMark { return nil }
            return scalar.isASCII && isSafe(UInt8(scalar.value)) ? Character(scalar) : "_"
        }
        return String(letters)
    }

    private static func encoded(_ name: String) -> String {
        name.utf8.map { byte in
            isSafe(byte) && !" ()".utf8.contains(byte)
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }

    private static func isSafe(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: "-._ ()".utf8.contains(byte)
        }
    }
}
