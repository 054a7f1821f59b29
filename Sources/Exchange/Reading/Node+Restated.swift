extension Node {
    private init(_ name: String, line: Int, text: String = "", _ children: [Node] = []) {
        self.init(name: name, line: line, text: text, children: children)
    }

    var isEmpty: Bool { text.isEmpty && children.isEmpty }

    /// An envelope of the standard's elements.
    static func envelope(line: Int, header: [Node], trace: Node?, files: [Node]) -> Node {
        let wrapper = Node(
            "edXMLHeader", line: line, [Node("MessageHeader", line: line, grouped(header))] + [trace].compactMap(\.self)
        )
        let references = files.map { file in
            Node("Reference", line: file.line, file.children.filter { $0.file == nil })
        }
        let manifest = Node("edXMLBody", line: line, [Node("edXMLManifest", line: line, references)])
        let list = Node("AttachmentEncoded", line: line, files)
        return Node(
            "edXML", line: line,
            [Node("edXMLEnvelope", line: line, [wrapper] + (files.isEmpty ? [] : [manifest]))]
                + (files.isEmpty ? [] : [list]))
    }

    static func attachment(_ file: Node, name: String?, type: String?, content: Node?) -> Node {
        var children: [Node] = []
        if let name { children.append(Node("AttachmentName", line: file.line, text: name)) }
        // Often no more than the extension of the name.
        if let type, type.contains("/") { children.append(Node("ContentType", line: file.line, text: type)) }
        if var content {
            content.name = Vocabulary.content
            children.append(content)
        }
        return Node("Attachment", line: file.line, children)
    }

    /// A flat header's fields in the groups that the standard puts them in; what is in groups stays so.
    private static func grouped(_ fields: [Node]) -> [Node] {
        var result: [Node] = []
        for field in fields {
            let (parent, members) = field.children.isEmpty ? flat(field) : named(field)
            guard let parent else {
                result.append(field)
                continue
            }
            // Several recipients stay several; of another group what comes later completes it.
            if repeated.contains(parent) || !members.allSatisfy({ groups[$0.name] == parent }) {
                result.append(Node(parent, line: field.line, text: field.text, members))
            } else if let index = result.firstIndex(where: { $0.name == parent }) {
                result[index].children += members
            } else {
                result.append(Node(parent, line: field.line, members))
            }
        }
        return result
    }

    /// The group that a field without children belongs to, and what it says there.
    private static func flat(_ field: Node) -> (parent: String?, members: [Node]) {
        func member(_ name: String, _ text: some StringProtocol) -> Node {
            Node(name, line: field.line, text: String(text))
        }
        switch field.name {
        case "From", "To": return (field.name, [member("OrganId", field.text)])
        case "DocumentType": return (field.name, [member(Int(field.text) == nil ? "TypeName" : "Type", field.text)])
        case "Code":
            let parts = field.text.split(separator: "/", maxSplits: 1)
            return (field.name, zip(["CodeNumber", "CodeNotation"], parts).map { member($0, $1) })
        default: return (groups[field.name], [field])
        }
    }

    /// The group that a field with children is, and what it says.
    private static func named(_ field: Node) -> (parent: String?, members: [Node]) {
        switch field.name {
        // As one reader of SharePoint lists has them.
        case "Author": return ("SignerInfo", field.children)
        case "Type":
            return ("DocumentType", [Node("TypeName", line: field.line, text: field.text("Description") ?? "")])
        default: return (field.name, field.children)
        }
    }

    private static let repeated: Set<String> = ["From", "To", "ResponseFor", "StaffInfo"]

    private static let groups: [String: String] = {
        var groups: [String: String] = [:]
        for parent in ["Code", "PromulgationInfo", "DocumentType", "SignerInfo", "OtherInfo"] {
            for child in Vocabulary.children[parent] ?? [] { groups[child.name] = parent }
        }
        return groups
    }()
}
