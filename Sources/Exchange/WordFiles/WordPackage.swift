import XMLStream

/// What the parts of a Word file say of each other, which can be judged only when all of them were read.
struct WordPackage {
    /// The types that parts have, by their names and by the ends of their names.
    private var types: [String: String] = [:]
    private var typesOfSuffixes: [String: String] = [:]
    /// The identifiers of links that lead out of the file, by the part that has them.
    private var links: [String: Set<String>] = [:]
    /// The identifiers that something else than a link for people uses, by its part.
    private var uses: [String: Set<String>] = [:]
    private var unread: [String] = []

    /// What a person presses to go somewhere; nothing is fetched for it before.
    private static let linking: Set<String> = ["hyperlink", "hlinkClick", "hlinkHover", "hlinkMouseOver"]

    mutating func add(type: String, part: String) throws(WordFault) {
        // What is written otherwise than it is called would be found by one program and not by another.
        guard part.hasPrefix("/"), !part.contains("%") else { throw .damaged }
        guard types.updateValue(type, forKey: part.dropFirst().lowercased()) == nil else { throw .damaged }
    }

    mutating func add(type: String, suffix: String) throws(WordFault) {
        guard typesOfSuffixes.updateValue(type, forKey: suffix.lowercased()) == nil else { throw .damaged }
    }

    /// A relationship of a part that leads out of the file; `relationships` is the part that lists it.
    mutating func add(link id: String, in relationships: String) {
        let source = relationships.split(separator: "/").filter { $0 != "_rels" }.joined(separator: "/")
        links[String(source.dropLast(".rels".count)), default: []].insert(id)
    }

    /// An element that may use a relationship of its part.
    mutating func add(_ element: XMLElement, in part: String) throws(WordFault) {
        for attribute in element.attributes {
            guard attribute.name.namespace?.hasSuffix("/relationships") == true || attribute.name.local == "relid"
            else { continue }
            // A picture that is linked rather than held, whatever it leads to.
            if element.name.local == "blip", attribute.name.local == "link", !attribute.value.isEmpty {
                throw .external
            }
            guard !Self.linking.contains(element.name.local) else { continue }
            uses[part, default: []].insert(attribute.value)
        }
    }

    /// A part that is no XML by its name.
    mutating func add(unread name: String) { unread.append(name.lowercased()) }

    mutating func add(_ other: Self) throws(WordFault) {
        for (part, type) in other.types { try add(type: type, part: "/" + part) }
        for (suffix, type) in other.typesOfSuffixes { try add(type: type, suffix: suffix) }
        links.merge(other.links) { $0.union($1) }
        uses.merge(other.uses) { $0.union($1) }
    }

    /// Judges what the parts say together.
    func check() throws(WordFault) {
        for (part, ids) in links where !ids.isDisjoint(with: uses[part] ?? []) { throw .external }
        for name in unread {
            let suffix = name.split(separator: ".", omittingEmptySubsequences: false).last.map(String.init) ?? ""
            let type = (types[name] ?? typesOfSuffixes[suffix] ?? "").lowercased()
            let kind = type.prefix { $0 != ";" }.filter { !$0.isWhitespace }
            // A program would read it as XML, which these rules did not.
            if kind.hasSuffix("xml") { throw .damaged }
        }
    }
}
