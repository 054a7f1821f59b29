import Foundation

/// Text as people type it when they search: without tones, in lower case (không dấu).
public enum Folding {
    /// The text in lower case, without tones and marks, `đ` as `d`; composed and decomposed input give the same.
    public static func fold(_ text: String) -> String {
        var folded = ""
        folded.reserveCapacity(text.utf8.count)
        for scalar in (text.isPlainlyComposed ? text : text.decomposedStringWithCanonicalMapping).unicodeScalars {
            switch scalar.value {
            case 0x41...0x5A: folded.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value + 32)))
            case 0x00...0x7F: folded.unicodeScalars.append(scalar)
            case 0x0300...0x036F: continue
            default: folded += letters[scalar] ?? fold(decomposed: scalar)
            }
        }
        return folded
    }

    private static func fold(decomposed scalar: Unicode.Scalar) -> String {
        scalar.value == 0x110 || scalar.value == 0x111 ? "d" : scalar.properties.lowercaseMapping
    }

    /// What the composed Latin letters become, worked out once: asking Foundation for each text is slow.
    private static let letters: [Unicode.Scalar: String] = {
        var letters: [Unicode.Scalar: String] = [:]
        for scalar in (Array(0x80...0x24F) + Array(0x1E00...0x1EFF)).compactMap({ Unicode.Scalar($0 as UInt32) }) {
            let parts = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars
            letters[scalar] = parts.filter { !(0x0300...0x036F).contains($0.value) }.map(fold(decomposed:)).joined()
        }
        return letters
    }()

    /// The words of a text: runs of folded letters and digits, so that `123/UBND` is `123` and `ubnd`.
    public static func words(_ text: String) -> [String] {
        fold(text).split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}

extension String {
    /// The text without blanks at its ends, composed (NFC): how every text from outside is kept.
    public var trimmed: String {
        guard let first = unicodeScalars.first, let last = unicodeScalars.last else { return self }
        if isPlainlyComposed, !first.isBlank, !last.isBlank { return self }
        return trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
    }

    /// The text in one line, as what is copied from a page with line breaks is meant.
    public var inOneLine: String {
        split(whereSeparator: \.isNewline).map { String($0).trimmed }.joined(separator: " ")
    }

    /// Whether it consists of composed Latin letters and of signs that stand for themselves, as most texts do.
    fileprivate var isPlainlyComposed: Bool {
        unicodeScalars.allSatisfy { $0.value < 0x300 || (0x1E00...0x1EFF).contains($0.value) }
    }
}

extension Unicode.Scalar {
    fileprivate var isBlank: Bool { value <= 0x20 || properties.isWhitespace }
}
