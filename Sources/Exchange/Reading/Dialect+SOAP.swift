extension Dialect {
    /// The envelopes of công văn 512 and 2803/BTTTT-THH, and what else travels in SOAP.
    static let soap = Dialect(
        name: "SOAP", single: Vocabulary.single.union(["Header", "Body", "AllDocument", "Attach"]),
        content: (name: "value", parent: "Attachment")
    ) { root throws(ExchangeError) in
        let documents = root.descendant("AllDocument")?.all("Document") ?? []
        guard documents.count <= 1 else {
            throw ExchangeError(
                .schema("several documents in one envelope"), at: .init(line: documents[1].line, path: "AllDocument"))
        }
        let document = documents.first ?? root.descendant("Document")
        let files = document?.descendant("Attach")?.all("Attachment") ?? []
        // What is empty says nothing; errors that are listed are told of as unknown elements.
        let fields = (root.descendant("MessageHeader")?.children ?? []) + (document?.children ?? [])
        var envelope = Node.envelope(
            line: root.line,
            header: fields.filter { $0.name != "Attach" && !($0.name == "ErrorList" && $0.isEmpty) },
            trace: root.descendant(Vocabulary.traceList),
            files: files.map { file in
                .attachment(
                    file, name: file.text("name") ?? file.attribute("name"), type: nil, content: file.first("value"))
            })
        // A document of today's elements in SOAP, as security reports are sent.
        if files.isEmpty {
            if let manifest = root.descendant("edXMLManifest") ?? root.descendant("Manifest") {
                envelope.children[0].children.append(manifest)
            }
            if let list = root.descendant("AttachmentEncoded") { envelope.children.append(list) }
        }
        return envelope
    }
}
