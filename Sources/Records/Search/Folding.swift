import Foundation

/// Text as people type it when they search: without tones, in lower case (không dấu).
public enum Folding {
    /// The text in lower case, without tones and marks, `đ` as `d`; composed and decomposed input give the same.
    public static func fold(_ text: String) -> String {
        var folded = ""
        folded.reserveCapacity(text.utf8.count)
        for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
            switch scalar.value {
            case 0x41...0x5A: folded.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value + 32)))
            case 0x00...0x7F: folded.unicodeScalars.append(scalar)
            case 0x0300...0x036F: continue
            case 0x110, 0x111: folded.append("d")
            default: folded += scalar.properties.lowercaseMapping
            }
        }
        return folded
    }

    /// The words of a text: runs of folded letters and digits, so that `123/UBND` is `123` and `ubnd`.
    public static func words(_ text: String) -> [String] {
        fold(text).split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}

extension String {
    /// The text without blanks at its ends, composed (NFC): how every text from outside is kept.
    public var trimmed: String {
        trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
    }
}
