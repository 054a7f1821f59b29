/// What a sender says a file is.
struct DeclaredType {
    /// Without parameters, in lower case.
    let text: String

    init?(_ text: String?) {
        guard let text, let type = text.split(separator: ";").first else { return nil }
        let cleaned = String(type).trimmed.lowercased()
        guard !cleaned.isEmpty, cleaned.utf8.count <= 200 else { return nil }
        self.text = cleaned
    }

    /// Whether a browser would run it as a page of ours.
    var isActive: Bool {
        ["text/html", "application/xhtml+xml", "text/javascript", "application/javascript"].contains(text)
    }

    /// Whether it is a kind that is never HTML inside.
    var isDocument: Bool {
        text == "application/pdf" || text.hasPrefix("image/") || text.contains("officedocument")
            || text.contains("word")
    }

    /// Whether a file of that kind may be declared so.
    ///
    /// The standard's own software has names of its own for Office's kinds.
    func covers(_ type: MediaType) -> Bool {
        if text == type.rawValue || text == "application/octet-stream" { return true }
        return switch type {
        case .oldOffice: text.contains("doc") || text.contains("xls") || text.contains("word") || text.contains("ms-")
        case .word: text.contains("doc") || text.contains("word")
        case .excel: text.contains("xls") || text.contains("excel")
        case .powerpoint: text.contains("ppt") || text.contains("powerpoint")
        case .zip: text.contains("zip")
        case .rar: text.contains("rar")
        case .sevenZip: text.contains("7z")
        case .rtf: text.contains("rtf")
        case .jpeg: text == "image/jpg" || text == "image/pjpeg"
        case .xml: text.contains("xml")
        case .text: text.hasPrefix("text/") || text.contains("json") || text.contains("csv")
        // What is not recognised contradicts nothing but the kinds that would be.
        case .unknown: !["application/pdf", "application/zip"].contains(text)
        default: false
        }
    }
}
