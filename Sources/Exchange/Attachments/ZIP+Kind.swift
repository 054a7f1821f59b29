extension ZIP {
    /// What a ZIP is for its reader.
    enum Kind: Equatable {
        /// A document that is a ZIP by nature.
        case document(MediaType)
        /// A ZIP with one file in it, of this name's extension.
        case single(extension: String)
        case archive
        case unreadable
    }

    var kind: Kind {
        guard let entries else { return .unreadable }
        if let type = officeType(entries) { return .document(type) }
        guard entries.count == 1, entries[0].isFile else { return .archive }
        return .single(extension: entries[0].name.fileExtension)
    }

    private func officeType(_ entries: [Entry]) -> MediaType? {
        if entries.first?.name == "mimetype", let bytes = beginningOfFirstEntry(100) {
            let type = MediaType(rawValue: String(decoding: bytes, as: UTF8.self).trimmed)
            let openDocument: Set<MediaType> = [.openDocumentText, .openDocumentSheet, .openDocumentPresentation]
            return type.flatMap { openDocument.contains($0) ? $0 : nil }
        }
        let folders: [(String, MediaType)] = [("word/", .word), ("xl/", .excel), ("ppt/", .powerpoint)]
        return folders.first { folder in entries.contains { $0.name.hasPrefix(folder.0) } }?.1
    }
}

extension String {
    /// What follows the last dot, in lower case, or nothing.
    var fileExtension: String {
        guard let dot = lastIndex(of: ".") else { return "" }
        return String(self[index(after: dot)...]).trimmed.lowercased()
    }
}
