/// The number and symbol of a document (số, ký hiệu): `15/QĐ-UBND`.
public struct Reference: Sendable, Hashable, CustomStringConvertible {
    /// The number as its issuer wrote it, which may hold letters: `07`, `15a`.
    public let number: String
    /// The symbol: `QĐ-UBND`.
    public let notation: String

    public init(number: String, notation: String) {
        self.number = number
        self.notation = notation
    }

    /// Reads `15/QĐ-UBND`: the number is what stands before the first stroke.
    public init(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        number = parts.first.map { String($0).trimmed } ?? ""
        notation = parts.count > 1 ? String(parts[1]).trimmed : ""
    }

    public var description: String { notation.isEmpty ? number : "\(number)/\(notation)" }

    /// The form in which two references are compared: folded, without leading zeros or blanks, so that `07/SNV-VP` and
    /// `7/snv-vp` are one (peers lose and add the zero).
    public var canonical: String {
        let digits = Folding.fold(number).filter { !$0.isWhitespace }.drop { $0 == "0" }
        let symbol = Folding.fold(notation).filter { !$0.isWhitespace }
        return "\(digits)/\(symbol)"
    }
}
