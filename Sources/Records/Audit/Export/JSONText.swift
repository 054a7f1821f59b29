/// A JSON value that is written as it was built: members in their order, without blanks, on one line (RFC 8259).
///
/// Foundation's writer promises no order and leaves U+2028 and U+2029 as they are, which some readers of lines take for
/// the end of one.
enum JSONText: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    case text(String)
    case number(Int)
    case list([JSONText])
    case object([(name: String, value: JSONText)])

    init?(_ text: String?) {
        guard let text else { return nil }
        self = .text(text)
    }

    init?(_ number: Int?) {
        guard let number else { return nil }
        self = .number(number)
    }

    init(stringLiteral text: String) { self = .text(text) }
    init(integerLiteral number: Int) { self = .number(number) }
    init(arrayLiteral elements: JSONText...) { self = .list(elements) }

    /// An object of the members that have a value.
    init(dictionaryLiteral members: (String, JSONText?)...) {
        self = .object(members.compactMap { name, value in value.map { (name, $0) } })
    }

    /// The value, or nothing where it would be an empty object or list.
    var unlessEmpty: JSONText? {
        switch self {
        case .text, .number: self
        case .list(let elements): elements.isEmpty ? nil : self
        case .object(let members): members.isEmpty ? nil : self
        }
    }

    var line: String {
        switch self {
        case .text(let text): Self.quoted(text)
        case .number(let number): String(number)
        case .list(let elements): "[" + elements.map(\.line).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { Self.quoted($0.name) + ":" + $0.value.line }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted.append(contentsOf: ["\\", scalar])
            case _ where scalar.isUnfitForLines: quoted.append(contentsOf: "\\u\(scalar.fourHexDigits)".unicodeScalars)
            default: quoted.append(scalar)
            }
        }
        quoted.append("\"")
        return String(quoted)
    }
}

extension Unicode.Scalar {
    /// What may not stand in a line as it is.
    ///
    /// Control characters of both kinds and Unicode's own line ends: some reader somewhere ends a line there, or a
    /// terminal obeys. Directions of writing, which make a line look like another. And U+FEFF, which readers drop.
    var isUnfitForLines: Bool {
        switch value {
        case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }

    /// The number of a scalar of the basic plane, as `\u` wants it.
    var fourHexDigits: String { String(String(value + 0x10000, radix: 16).suffix(4)) }
}
