import XMLStream

/// Which files the envelope says it holds (danh mục tệp), matched with those it does hold.
struct Manifest {
    struct Reference {
        var contentID: String?
        var name: String?
        var description: String?
        var contentType: String?
        var line: Int
    }

    let references: [Reference]

    init(_ node: Node?) {
        references = (node?.all(Vocabulary.reference) ?? []).map { node in
            // One sender writes the identifier as a link.
            let link = node.attributes.first { $0.name.local == "href" }?.value
            return Reference(
                contentID: Self.identifier(node.text("ContentId") ?? link), name: node.text("AttachmentName"),
                description: node.text("Description"), contentType: node.text("ContentType"), line: node.line)
        }
    }

    /// The identifier without the `cid:` that some write and others do not.
    static func identifier(_ text: String?) -> String? {
        guard let text = text?.trimmed else { return nil }
        let bare = text.lowercased().hasPrefix("cid:") ? String(text.dropFirst(4)).trimmed : text
        return bare.isEmpty ? nil : bare
    }

    /// The reference of each attachment; by identifier, then, where one of the two has none, by name and by place.
    ///
    /// A reference that is left over names a file that is not there.
    func matched(with attachments: [Reference]) throws(ExchangeError) -> [Reference?] {
        var result = [Reference?](repeating: nil, count: attachments.count)
        var left = references
        func match(_ isMatch: (Reference, Reference) -> Bool) {
            for index in attachments.indices where result[index] == nil {
                guard let found = left.firstIndex(where: { isMatch($0, attachments[index]) }) else { continue }
                result[index] = left.remove(at: found)
            }
        }
        match { $0.contentID != nil && $0.contentID == $1.contentID }
        match { ($0.contentID == nil || $1.contentID == nil) && $0.name != nil && $0.name == $1.name }
        match { $0.contentID == nil || $1.contentID == nil }
        if let first = left.first {
            throw ExchangeError(
                .manifest(contentID: Attachment.displayName(first.contentID ?? first.name ?? "", number: 0)),
                at: .init(line: first.line, path: "edXMLBody/edXMLManifest/Reference"))
        }
        return result
    }
}
