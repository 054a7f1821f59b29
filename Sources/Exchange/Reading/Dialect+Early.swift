extension Dialect {
    /// The first envelopes of 2012, with a flat header and the files in the list of them (`http://www.go.vn/eDoc`).
    static let early = Dialect(
        name: "go.vn/eDoc", single: Vocabulary.single, content: (name: "Content", parent: "Attachment")
    ) { root in
        let header = root.first(Vocabulary.headers) ?? root.first("Header") ?? root
        let fields = header.first("MessageHeader") ?? header
        let structure = Vocabulary.manifests.union(Vocabulary.bodies).union(["Body", "TraceHeaderList"])
        return Node.envelope(
            line: root.line, header: fields.children.filter { !structure.contains($0.name) },
            trace: root.descendant(Vocabulary.traceList),
            files: root.descendant("Manifest")?.all("Attachment").map { file in
                .attachment(
                    file, name: file.text("FileName"), type: file.text("FileType"), content: file.first("Content"))
            } ?? [])
    }
}
