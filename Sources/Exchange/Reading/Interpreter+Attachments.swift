extension Interpreter {
    mutating func attachments(in list: Node?, manifest: Node?) throws(ExchangeError) -> [Attachment] {
        let nodes = list?.all("Attachment") ?? []
        let manifest = Manifest(manifest)
        let own = nodes.map { node in
            Manifest.Reference(
                contentID: Manifest.identifier(node.text("ContentId")), name: node.text("AttachmentName"),
                description: node.text("Description"), contentType: node.text("ContentType") ?? node.text("MimeType"),
                line: node.line)
        }
        let references = try manifest.matched(with: own)
        var result: [Attachment] = []
        for (index, node) in nodes.enumerated() {
            let number = index + 1
            if references[index] == nil { warn(.notInManifest(attachment: number)) }
            result.append(try attachment(number, node, own[index], references[index]))
        }
        return result
    }

    private mutating func attachment(
        _ number: Int, _ node: Node, _ own: Manifest.Reference, _ reference: Manifest.Reference?
    ) throws(ExchangeError) -> Attachment {
        let place = ExchangeError.Place(line: node.line, path: "AttachmentEncoded/Attachment")
        guard let file = node.first(Vocabulary.content)?.file.flatMap({ files.files[$0] }) else {
            throw ExchangeError(.attachmentEmpty(attachment: number), at: place)
        }
        let given = own.name ?? reference?.name ?? ""
        let name = Attachment.displayName(given, number: number)
        if name != given { warn(.nameChanged(attachment: number)) }

        let declared = DeclaredType(own.contentType ?? reference?.contentType)
        var content = DecodedContent(file, number: number, givenExtension: given.fileExtension)
        try content.unpackIfWrapped(into: files, limits: limits)
        try check(content, declared, number, place)
        var attachment = Attachment(
            name: name, file: file.output.path, contentID: own.contentID ?? reference?.contentID)
        attachment.description = own.description ?? reference?.description
        attachment.fieldName = node.text("FieldName")
        attachment.declaredType = declared?.text
        attachment.mimeType = node.text("ContentType") == nil ? nil : node.text("MimeType")
        attachment.format = node.text("Format")
        attachment.mediaType = content.mediaType
        attachment.size = content.size
        attachment.wasZipped = content.wasZipped
        attachment.isDamaged = content.isDamaged
        return attachment
    }

    /// Refuses what could harm whoever opens it; warns of what is merely mislabelled.
    private mutating func check(
        _ content: DecodedContent, _ declared: DeclaredType?, _ number: Int, _ place: ExchangeError.Place
    ) throws(ExchangeError) {
        let type = content.mediaType
        let isHiddenPage = type == .html && declared?.isDocument == true
        if type == .executable || isHiddenPage {
            throw ExchangeError(.type(attachment: number, type), at: place)
        }
        if declared?.isActive == true { throw ExchangeError(.type(attachment: number, .html), at: place) }
        if content.isDamaged { warn(.damaged(attachment: number)) }
        if content.couldNotBeUnpacked { warn(.notUnpacked(attachment: number)) }
        if let declared, !declared.covers(type), !(content.wasZipped && declared.covers(.zip)) {
            warn(.typeDiffers(attachment: number, declared: declared.text, found: type))
        }
    }
}
