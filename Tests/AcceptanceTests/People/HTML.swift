/// A tag of a page with what follows it up to the next one.
struct HTMLTag {
    let name: String
    let attributes: [String: String]
    let text: String

    /// The tags of a page, in order.
    ///
    /// Pages of ours write `<` and `>` in texts and values as entities, so a tag ends where it seems to.
    static func all(in page: String) -> [HTMLTag] {
        page.split(separator: "<", omittingEmptySubsequences: true).compactMap { piece in
            guard let end = piece.firstIndex(of: ">") else { return nil }
            return HTMLTag(piece[..<end], text: piece[piece.index(after: end)...])
        }
    }

    private init(_ tag: Substring, text: Substring) {
        name = String(tag.prefix { !$0.isWhitespace })
        var rest = tag.drop { !$0.isWhitespace }
        var attributes: [String: String] = [:]
        while true {
            rest = rest.drop { $0.isWhitespace }
            let attribute = rest.prefix { !$0.isWhitespace && $0 != "=" }
            guard !attribute.isEmpty else { break }
            rest = rest[attribute.endIndex...]
            var value: Substring = ""
            if rest.hasPrefix("=\"") {
                value = rest.dropFirst(2).prefix { $0 != "\"" }
                rest = rest[value.endIndex...].dropFirst()
            }
            attributes[String(attribute)] = String(value).unescaped
        }
        self.attributes = attributes
        self.text = String(text).unescaped
    }
}

extension String {
    var unescaped: String {
        guard contains("&") else { return self }
        return replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#39;", with: "'").replacing("&#x27;", with: "'").replacing("&amp;", with: "&")
    }

    var withoutBlanksAround: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
