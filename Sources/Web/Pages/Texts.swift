import Foundation

/// The words that stand on pages in one language (nhãn).
struct Texts: Sendable {
    private let words: [String: String]

    init(file: URL) throws {
        words = try JSONDecoder().decode([String: String].self, from: Data(contentsOf: file))
    }

    /// A template with each `{{text.some.key}}` replaced by its words.
    ///
    /// - Throws: ``PageError/noText(_:)``, so that a missing word stops the start and not a clerk.
    func placed(in template: String) throws -> String {
        try template.replacing(/\{\{text\.([a-z0-9.\-]+)\}\}/) { mention in
            guard let word = words[String(mention.1)] else { throw PageError.noText(String(mention.1)) }
            return Self.escaped(word)
        }
    }

    private static func escaped(_ word: String) -> String {
        word.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
