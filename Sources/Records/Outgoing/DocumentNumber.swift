import Foundation

/// The number of an outgoing document as it is written (số văn bản), by Decree 30/2020/NĐ-CP, Appendix I.II.3.
public enum DocumentNumber {
    /// In Arabic digits, below ten with a zero before it: `07`, `12`.
    public static func written(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension Reference {
    /// The number and symbol of a document of one's own, of which the number was counted.
    public init(given number: Int, notation: String) {
        self.init(number: DocumentNumber.written(number), notation: notation)
    }
}

/// The symbol of an outgoing document (ký hiệu), by Decree 30/2020/NĐ-CP, Appendix I.II.3.
///
/// A document with a type name has the type's and the agency's abbreviation, `QĐ-UBND`; an official letter has the agency's
/// and that of the unit that drafted it, `SNV-VP`.
public enum Notation {
    public static func usual(of type: DocumentType, agency: String, unit: String) -> String {
        guard let abbreviation = type.abbreviation else { return unit.isEmpty ? agency : "\(agency)-\(unit)" }
        return "\(abbreviation)-\(agency)"
    }

    /// The first letters of a name's words in capitals, for those whose abbreviation nobody entered: `Sở Nội vụ` is `SNV`.
    public static func initials(of name: String) -> String {
        String(
            name.precomposedStringWithCanonicalMapping.split { !$0.isLetter && !$0.isNumber }
                .compactMap { $0.first.map(initial) }.joined().prefix(12))
    }

    /// A letter without its tone; `Đ` stays, for it is another letter.
    private static func initial(_ letter: Character) -> String {
        letter == "đ" || letter == "Đ" ? "Đ" : Folding.fold(String(letter)).uppercased()
    }
}
