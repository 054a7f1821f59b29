/// A PostgreSQL array of one dimension; `[UInt8]` is `bytea`.
///
/// Elements that may be `NULL` are optional: `[String?]`. A `NULL` in the place of the whole array is an optional array.
extension Array: SQLValue where Element: SQLValue {
    public var sqlText: String? { Element.sqlText(ofArray: self) }

    public init?(sqlText: String?) {
        guard let sqlText, let elements = Element.array(fromSQLText: sqlText) else { return nil }
        self = elements
    }
}

extension SQLValue {
    /// The elements between braces, such as `{1,NULL,"two words"}`.
    public static func sqlText(ofArray elements: [Self]) -> String {
        var text = "{"
        for (index, element) in elements.enumerated() {
            if index > 0 { text += "," }
            guard let element = element.sqlText else {
                text += "NULL"
                continue
            }
            text += element.isPlainArrayElement ? element : element.quotedArrayElement
        }
        return text + "}"
    }

    public static func array(fromSQLText text: String) -> [Self]? {
        guard let texts = ArrayText.elements(of: text) else { return nil }
        var elements: [Self] = []
        elements.reserveCapacity(texts.count)
        for text in texts {
            guard let element = Self(sqlText: text) else { return nil }
            elements.append(element)
        }
        return elements
    }
}

extension String {
    /// Whether PostgreSQL reads this as one element that is not `NULL` without quotes around it.
    fileprivate var isPlainArrayElement: Bool {
        guard !isEmpty, utf8.count != 4 || lowercased() != "null" else { return false }
        return utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
    }

    fileprivate var quotedArrayElement: String {
        var quoted: [UInt8] = [UInt8(ascii: "\"")]
        for byte in utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { quoted.append(UInt8(ascii: "\\")) }
            quoted.append(byte)
        }
        quoted.append(UInt8(ascii: "\""))
        return String(decoding: quoted, as: UTF8.self)
    }
}
