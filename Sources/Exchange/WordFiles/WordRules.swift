import XMLStream

/// What a Word file may hold, part by part.
enum WordRules {
    /// Parts that Word itself never calls otherwise; what they are is also checked by what refers to them.
    static func check(name: String) throws(WordFault) {
        let name = name.lowercased()
        let last = name.split(separator: "/").last ?? ""
        if last.hasPrefix("vbaproject") || last.hasPrefix("vbadata") { throw .macros }
        if last.hasPrefix("oleobject") || name.hasPrefix("word/activex/") { throw .embedded }
        if name == "encryptedpackage" || name == "encryptioninfo" { throw .encrypted }
    }

    static func isXML(_ name: String) -> Bool {
        let name = name.lowercased()
        return name.hasSuffix(".xml") || name.hasSuffix(".rels")
    }

    /// Every XML part is read to its end, so that none is anything but plain XML.
    static func check(_ bytes: [UInt8], of name: String) throws(WordFault) {
        var limits = XMLLimits()
        limits.depth = 256
        limits.attributes = 256
        limits.namespaces = 128
        limits.elements = 5_000_000
        limits.markupLength = 1 << 20
        limits.time = .seconds(20)
        var reader = XMLReader(WordPart(name: name.lowercased()), limits: limits)
        try reader.feed(bytes.span)
        _ = try reader.finish()
    }
}

/// Looks at one part while it is parsed.
private struct WordPart: XMLHandler {
    typealias Failure = WordFault

    let name: String
    /// The instruction of a field, which Word may cut into runs.
    private var instruction = ""
    private var isInstruction: [Bool] = []

    init(name: String) { self.name = name }

    private static let wordMain = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    private static let dangerous: Set<String> = [
        "DDE", "DDEAUTO", "DATABASE", "IMPORT", "INCLUDE", "INCLUDEPICTURE", "INCLUDETEXT", "LINK", "EMBED", "RD",
        "MACROBUTTON", "AUTOTEXTLIST",
    ]

    mutating func start(_ element: XMLElement) throws(WordFault) -> XMLText {
        let values = Dictionary(
            element.attributes.map { ($0.name.local, $0.value) }, uniquingKeysWith: { first, _ in first })
        switch element.name.local {
        case "Relationship" where name.hasSuffix(".rels"):
            try checkRelationship(
                type: values["Type"] ?? "", mode: values["TargetMode"] ?? "", target: values["Target"] ?? "")
        case "Override", "Default":
            if name == "[content_types].xml" { try checkType(values["ContentType"] ?? "", of: values["PartName"]) }
        case "fldSimple": try checkField(values["instr"] ?? "")
        // A field begins or ends: what was gathered is one instruction.
        case "fldChar": try checkGathered()
        case "imagedata", "fill", "stroke":
            // Old drawings (VML) may name an address without a relationship.
            if ["src", "href", "althref"].contains(where: { Self.leadsAway(values[$0] ?? "") }) { throw .external }
        case "object", "control", "altChunk", "subDoc": throw .embedded
        default: break
        }
        isInstruction.append(element.name.local == "instrText")
        return element.name.local == "instrText" ? .collected : .ignored
    }

    mutating func text(_ piece: Span<UInt8>) {}

    mutating func end(text: String) throws(WordFault) {
        if isInstruction.popLast() == true {
            instruction += text
            guard instruction.utf8.count < 1 << 20 else { throw .damaged }
        }
        if isInstruction.isEmpty { try checkGathered() }
    }

    func failure(_ error: XMLError) -> WordFault {
        if case .limit = error.kind { .tooLarge } else { .damaged }
    }

    /// Whether a target is an address elsewhere rather than a part of this file.
    private static func leadsAway(_ target: String) -> Bool {
        target.contains(":") || target.contains("\\") || target.hasPrefix("//")
    }

    private func checkRelationship(type: String, mode: String, target: String) throws(WordFault) {
        let kind = type.split(separator: "/").last.map { $0.lowercased() } ?? ""
        if mode.lowercased() == "external" {
            guard kind == "hyperlink" else { throw .external }
            return
        }
        guard !Self.leadsAway(target) else { throw .external }
        switch kind {
        case "vbaproject", "wordvbadata", "keymapcustomizations", "attachedtoolbars": throw .macros
        case "oleobject", "control", "activexcontrolbinary", "afchunk", "subdocument", "frame": throw .embedded
        // The figures of a chart; what is drawn stands in the chart itself.
        case "package" where !name.hasPrefix("word/charts/"): throw .embedded
        default: break
        }
    }

    private func checkType(_ type: String, of part: String?) throws(WordFault) {
        let type = type.lowercased()
        if type.contains("macroenabled") || type.contains("vba") { throw .macros }
        if type.contains("activex") || type.contains("oleobject") { throw .embedded }
        if part?.lowercased() == "/word/document.xml", type != Self.wordMain { throw .noWordFile }
    }

    private mutating func checkGathered() throws(WordFault) {
        try checkField(instruction)
        instruction = ""
    }

    private func checkField(_ instruction: String) throws(WordFault) {
        let word = instruction.drop { $0.isWhitespace || $0 == "\"" }
            .prefix { $0.isLetter || $0.isNumber }.uppercased()
        guard !Self.dangerous.contains(word) else { throw .field(word) }
    }
}
