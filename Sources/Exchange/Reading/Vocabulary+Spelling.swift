extension Vocabulary {
    /// The name that an element is meant to have.
    ///
    /// Senders write it in other letters, or with the one s that the standard's own spelling lacks.
    static func meant(by written: String) -> String {
        if names.contains(written) { return written }
        return spellings[written.lowercased()] ?? written
    }

    /// Names that are as good as the standard's own, though they are other ones.
    static let synonyms: Set<String> = ["Business"]

    private static let names: Set<String> = {
        var names = roots.union(envelopes).union(headers).union(bodies).union(manifests).union(single)
        names.formUnion([reference, content, "Attachment", "ContentId", "AttachmentName", "ContentType"])
        names.formUnion(["MimeType", "FieldName", "Format", "Signature"])
        for (parent, children) in children { names.formUnion([parent] + children.map(\.name)) }
        return names.subtracting(synonyms)
    }()

    private static let spellings: [String: String] = {
        var spellings: [String: String] = [:]
        // Sorted, so that of two names that differ in case alone the same one is meant in every run.
        for name in names.sorted() { spellings[name.lowercased()] = name }
        for name in names where name.hasPrefix("Bussiness") {
            spellings[name.replacing("Bussiness", with: "Business").lowercased()] = name
        }
        spellings["typistnotation"] = "TyperNotation"
        spellings["appendices"] = "Appendixes"
        return spellings
    }()
}
