/// Lines for syslog (RFC 5424), with everything in structured data.
///
/// The session's and the object's further facts (register, digest) are left to the other formats: this line is what a
/// second machine counts and compares, and datagrams are short.
enum RFC5424 {
    static func line(_ event: ExportedEvent, from product: ExportingProduct) -> String {
        let header = [
            "<\(priority(event.severity))>1", event.timestamp, word(product.host, atMost: 255),
            word(product.name, atMost: 48), word(product.process.map { String($0) } ?? "", atMost: 128),
            word(event.action, atMost: 32),
        ]
        let elements = [
            element("evt@\(product.enterpriseNumber)", facts(of: event)),
            event.detail.isEmpty ? "" : element("detail@\(product.enterpriseNumber)", detail(of: event)),
            element("origin", [("ip", product.ip), ("software", product.name), ("swVersion", product.version)]),
            element("meta", [("sequenceId", event.index.map { String(sequence($0)) })]),
        ]
        return header.joined(separator: " ") + " " + elements.joined() + " -"
    }

    /// Facility 13, log audit, times eight, and the severity of RFC 5424 §6.2.1.
    private static func priority(_ severity: ActionMeaning.Severity) -> Int {
        switch severity {
        case .informational: 110
        case .warning: 108
        case .critical: 106
        }
    }

    private static func facts(of event: ExportedEvent) -> [(name: String, value: String?)] {
        [
            ("idx", event.index.map { String($0) }),
            ("log", event.log.map { String($0) }),
            ("id", event.number.map { String($0) }),
            ("outcome", event.exactOutcome),
            ("reason", event.reason),
            ("actor", event.actor?.reference),
            ("role", event.actor?.role),
            ("unit", event.actor?.unit),
            ("agency", event.agency),
            ("sess", event.session),
            ("src", event.source.ip),
            ("net", event.source.network),
            ("obj", event.object.reference),
            ("doc", event.object.document),
            ("bytes", event.object.bytes.map { String($0) }),
            ("req", event.request),
        ]
    }

    /// A fact whose name the grammar has no room for becomes two parameters, `key` and `value`.
    private static func detail(of event: ExportedEvent) -> [(name: String, value: String?)] {
        event.sortedDetail.flatMap { key, value in
            isName(key) ? [(key, value)] : [("key", key), ("value", value)]
        }
    }

    /// SD-NAME of RFC 5424 §6.
    private static func isName(_ key: String) -> Bool {
        (1...32).contains(key.utf8.count) && key != "key" && key != "value"
            && key.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"=]\"".utf8.contains($0) }
    }

    /// An element of the parameters that have a value; nothing where none has one.
    private static func element(_ id: String, _ parameters: [(name: String, value: String?)]) -> String {
        let written = parameters.compactMap { name, value in value.map { " \(name)=\"\(escaped($0))\"" } }
        return written.isEmpty ? "" : "[\(id)\(written.joined())]"
    }

    /// The number by which a receiver notices a gap: from 1 to 2147483647 and again from 1 (RFC 5424 §7.3.1).
    static func sequence(_ index: Int) -> Int { index > 0 ? (index - 1) % 2_147_483_647 + 1 : 2_147_483_647 }

    /// A word of the header: printable ASCII of a limited length, `-` for none.
    private static func word(_ text: String, atMost length: Int) -> String {
        let signs = text.unicodeScalars.prefix(length).map { (0x21...0x7E).contains($0.value) ? Character($0) : "?" }
        return signs.isEmpty ? "-" : String(signs)
    }

    /// A parameter's value: `"`, `\` and `]` with a backslash before them (RFC 5424 §6.3.3).
    ///
    /// What is unfit for lines is written byte by byte as `#` and three octal digits, the example which that section
    /// gives, and so is `#` itself, or a text that looks like such a byte would become one.
    private static func escaped(_ value: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"", "\\", "]": escaped.append(contentsOf: ["\\", scalar])
            case _ where scalar == "#" || scalar.isUnfitForLines:
                for byte in String(scalar).utf8 {
                    escaped.append(contentsOf: "#\(String(Int(byte) + 0o1000, radix: 8).suffix(3))".unicodeScalars)
                }
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
