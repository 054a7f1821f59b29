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

    /// Every XML part is read to its end, so that none is anything but plain XML; what it says of others is noted.
    static func check(_ bytes: [UInt8], of name: String, _ package: inout WordPackage) throws(WordFault) {
        var limits = XMLLimits()
        limits.depth = 256
        limits.attributes = 256
        limits.namespaces = 128
        limits.elements = 5_000_000
        limits.markupLength = 1 << 20
        limits.time = .seconds(20)
        var reader = XMLReader(WordPart(name: name.lowercased()), limits: limits)
        try reader.feed(bytes.span)
        try package.add(try reader.finish().said)
    }
}

/// Looks at one part while it is parsed.
private struct WordPart: XMLHandler {
    typealias Failure = WordFault

    let name: String
    /// What it says of other parts.
    var said: WordPackage
    /// The instruction of a field, which Word may cut into runs.
    private var instruction = ""
    private var isInstruction: [Bool] = []

    init(name: String) {
        self.name = name
        said = WordPackage()
    }

    private static let wordMain = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    private static let dangerous: Set<String> = [
        "DDE", "DDEAUTO", "DATABASE", "IMPORT", "INCLUDE", "INCLUDEPICTURE", "INCLUDETEXT", "LINK", "EMBED", "RD",
        "MACROBUTTON", "AUTOTEXTLIST",
    ]

    mutating func start(_ element: XMLElement) throws(WordFault) -> XMLText {
        switch element.name.local {
        case "Relationship" where name.hasSuffix(".rels"):
            try checkRelationship(
                id: element.plain("Id"), type: element.plain("Type"), mode: element.plain("TargetMode"),
                target: element.plain("Target"))
        case "Override" where name == "[content_types].xml":
            try checkType(element.plain("ContentType"), of: element.plain("PartName"))
            try said.add(type: element.plain("ContentType"), part: element.plain("PartName"))
        case "Default" where name == "[content_types].xml":
            try checkType(element.plain("ContentType"), of: nil)
            try said.add(type: element.plain("ContentType"), suffix: element.plain("Extension"))
        // Whatever its namespace: a program that reads another one than we do must not find more than we did.
        case "fldSimple": for instruction in element.all(["instr"]) { try checkField(instruction) }
        // A field begins or ends: what was gathered is one instruction.
        case "fldChar": try checkGathered()
        case "imagedata", "fill", "stroke":
            // Old drawings (VML) may name an address without a relationship.
            if element.all(["src", "href", "althref"]).contains(where: Self.leadsAway) { throw .external }
        case "object", "control", "altChunk", "subDoc": throw .embedded
        default: break
        }
        try said.add(element, in: name)
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

    private mutating func checkRelationship(
        id: String, type: String, mode: String, target: String
    ) throws(WordFault) {
        let kind = type.split(separator: "/").last.map { $0.lowercased() } ?? ""
        if mode.lowercased() == "external" {
            guard kind == "hyperlink" else { throw .external }
            said.add(link: id, in: name)
            return
        }
        guard !Self.leadsAway(target) else { throw .external }
        switch kind {
        // Another main part would be read by a program and not by these rules.
        case "officedocument" where !["word/document.xml", "/word/document.xml"].contains(target): throw .damaged
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

extension XMLElement {
    /// The value of an attribute of no namespace, as those of a package's own parts are; empty where there is none.
    ///
    /// A second one of the same name in a namespace is there to be taken for it.
    fileprivate func plain(_ name: String) throws(WordFault) -> String {
        let found = attributes.filter { $0.name.local == name }
        guard found.count <= 1 else { throw .damaged }
        guard let one = found.first, one.name.namespace == nil else { return "" }
        return one.value
    }

    /// The values of the attributes of these names, in any namespace.
    fileprivate func all(_ names: Set<String>) -> [String] {
        attributes.filter { names.contains($0.name.local) }.map(\.value)
    }
}
