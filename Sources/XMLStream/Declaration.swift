/// The XML declaration, as far as it concerns the encoding.
struct Declaration {
    /// The bytes between `<?` and `?>`.
    var bytes: [UInt8] = []

    /// Refuses a document that says it is in another encoding than UTF-8.
    ///
    /// Whoever believed it would read other text from the same bytes than a reader of UTF-8 does.
    func checkEncoding() throws(Refusal) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let target = text.split(whereSeparator: \.isWhitespace).first, target == "xml",
            let encoding = Self.encoding(in: text), !["UTF-8", "UTF8"].contains(encoding.uppercased())
        else { return }
        throw Refusal(.encoding, "the document declares the encoding \(encoding.prefix(40)); only UTF-8 is read")
    }

    private static func encoding(in text: String) -> String? {
        guard let parts = text.firstRange(of: "encoding") else { return nil }
        let rest = text[parts.upperBound...].drop { $0.isWhitespace || $0 == "=" }
        guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
        return String(rest.dropFirst().prefix { $0 != quote })
    }
}
