/// Lines of ArcSight's Common Event Format, version 0.
///
/// CEF has six texts of one's own, `cs1` to `cs6`; session and request find no place and are left to the other formats.
enum CEF {
    static func line(_ event: ExportedEvent, from product: ExportingProduct) -> String {
        let header = ["CEF:0", product.vendor, product.name, product.version, event.action, event.title]
            .map(headerEscaped)
        let fields = facts(of: event) + object(of: event) + own(of: event) + [("deviceExternalId", product.node)]
        let extensions = fields.compactMap { key, value in value.map { "\(key)=\(extensionEscaped($0))" } }
        return header.joined(separator: "|") + "|\(level(event.severity))|" + extensions.joined(separator: " ")
    }

    /// CEF counts from 0 to 10: 4 to 6 is medium, 9 and 10 very high.
    private static func level(_ severity: ActionMeaning.Severity) -> Int {
        switch severity {
        case .informational: 3
        case .warning: 6
        case .critical: 9
        }
    }

    private typealias Field = (key: String, value: String?)

    private static func facts(of event: ExportedEvent) -> [Field] {
        // `src` is an address of version 4 and nothing else.
        let isLong = event.source.ip?.contains(":") == true
        return [
            ("rt", String(event.milliseconds)),
            ("externalId", (event.number ?? event.index).map { String($0) }),
            ("outcome", event.plainOutcome),
            ("reason", event.reason),
            ("act", event.verb),
            ("suid", event.actor?.reference),
            ("spriv", event.actor?.role),
            ("src", isLong ? nil : event.source.ip),
        ] + (isLong ? labelled("c6a2", "Source IPv6 Address", event.source.ip) : [])
    }

    private static func object(of event: ExportedEvent) -> [Field] {
        guard event.concernsFile else { return [] }
        return [
            ("fname", event.object.id),
            ("fsize", event.object.bytes.map { String($0) }),
            ("fileHash", event.object.sha256),
        ]
    }

    private static func own(of event: ExportedEvent) -> [Field] {
        labelled("cs1", "document", event.object.document)
            + labelled("cs2", "register", event.object.register)
            + labelled("cs3", "unit", event.actor?.unit)
            + labelled("cs4", "agency", event.agency)
            + labelled("cs5", "object", event.concernsFile ? nil : event.object.reference)
            + labelled("cs6", "detail", JSONLines.detail(event)?.line)
            + labelled("flexString1", "network", event.source.network)
    }

    private static func labelled(_ key: String, _ label: String, _ value: String?) -> [Field] {
        value == nil ? [] : [(key + "Label", label), (key, value)]
    }

    /// A field of the header: `|` and `\` with a backslash before them.
    ///
    /// The header has no way to write a line break: it becomes a blank.
    private static func headerEscaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "|" || scalar == "\\" { escaped.append("\\") }
            escaped.append(scalar.isUnfitForLines ? " " : scalar)
        }
        return String(escaped)
    }

    /// A value of the extension: `=` and `\` with a backslash before them, line ends as `\n` and `\r`.
    ///
    /// CEF has no word for other control characters and U+2028. They become `\u2028`, which no other text becomes:
    /// every backslash of the value is doubled.
    private static func extensionEscaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "=", "\\": escaped.append(contentsOf: ["\\", scalar])
            case "\n": escaped.append(contentsOf: ["\\", "n"])
            case "\r": escaped.append(contentsOf: ["\\", "r"])
            case _ where scalar.isUnfitForLines: escaped.append(contentsOf: "\\u\(scalar.fourHexDigits)".unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
