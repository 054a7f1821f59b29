/// The value of a field such as `Content-Disposition`: a word and parameters (RFC 9110, section 5.6).
struct HeaderValue: Sendable, Equatable {
    /// In lower case: `form-data`, `multipart/form-data`.
    let word: String
    /// By name in lower case.
    let parameters: [String: String]

    /// Reads the value; `nil` where it is malformed or names a parameter twice.
    init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        let end = rest.firstIndex(of: UInt8(ascii: ";")) ?? rest.endIndex
        word = String(decoding: rest[..<end], as: UTF8.self).lowercased().trimmingBlanks
        rest = rest[end...]
        var parameters: [String: String] = [:]
        while let name = Self.name(&rest) {
            guard !name.isEmpty else { continue }
            guard let value = Self.value(&rest), parameters.updateValue(value, forKey: name) == nil else { return nil }
        }
        guard rest.isEmpty, !word.isEmpty else { return nil }
        self.parameters = parameters
    }

    /// Takes `; name=`; an empty name where there is nothing between two semicolons.
    private static func name(_ rest: inout ArraySlice<UInt8>) -> String? {
        skipBlanks(&rest)
        guard rest.first == UInt8(ascii: ";") else { return nil }
        rest.removeFirst()
        skipBlanks(&rest)
        let name = rest.prefix { $0.isToken }
        if name.isEmpty { return rest.isEmpty || rest.first == UInt8(ascii: ";") ? "" : nil }
        let after = rest[name.endIndex...]
        guard after.first == UInt8(ascii: "=") else { return nil }
        rest = after.dropFirst()
        return String(decoding: name, as: UTF8.self).lowercased()
    }

    private static func value(_ rest: inout ArraySlice<UInt8>) -> String? {
        guard rest.first == UInt8(ascii: "\"") else {
            let value = rest.prefix { $0 != UInt8(ascii: ";") }
            rest = rest[value.endIndex...]
            return String(validating: value, as: UTF8.self)?.trimmingBlanks
        }
        return quoted(&rest)
    }

    /// Takes a quoted text.
    ///
    /// A backslash escapes a quote or a backslash that does not end the text; before anything else it stands for itself,
    /// because old browsers send `C:\folder\name` as it is.
    private static func quoted(_ rest: inout ArraySlice<UInt8>) -> String? {
        rest.removeFirst()
        var value: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return String(validating: value, as: UTF8.self)
            case UInt8(ascii: "\\"):
                if let next = rest.first, next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\") {
                    value.append(next)
                    rest.removeFirst()
                } else {
                    value.append(byte)
                }
            default: value.append(byte)
            }
        }
        return nil
    }

    private static func skipBlanks(_ rest: inout ArraySlice<UInt8>) {
        rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }
}

extension UInt8 {
    /// Whether a character may be in a name of HTTP's: a letter, a digit, or one of a few signs.
    var isToken: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(self)
        }
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
