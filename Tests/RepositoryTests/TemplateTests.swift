import Foundation
import Testing

@Suite("The templates of the pages")
struct TemplateTests {
    let folder: URL
    let templates: [String: String]
    let words: [String: [String: String]]

    init() throws {
        folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/Web/Resources")
        let root = folder.appending(path: "Templates")
        var templates: [String: String] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: root.path) where path.hasSuffix(".mustache") {
            templates[path] = try String(contentsOf: root.appending(path: path), encoding: .utf8)
        }
        self.templates = templates
        var words: [String: [String: String]] = [:]
        for language in ["vi", "en"] {
            let file = folder.appending(path: "texts/\(language).json")
            words[language] = try JSONDecoder().decode([String: String].self, from: Data(contentsOf: file))
        }
        self.words = words
    }

    @Test("are many, so that this suite looks at something")
    func areMany() {
        #expect(templates.count > 20)
    }

    @Test("use only words that both languages have, and leave none unused")
    func haveTheirWords() throws {
        let used = Set(
            templates.values.flatMap { $0.matches(of: /\{\{text\.([a-z0-9.\-]+)\}\}/).map { String($0.1) } })
        let vietnamese = Set(try #require(words["vi"]).keys), english = Set(try #require(words["en"]).keys)
        #expect(vietnamese.symmetricDifference(english).isEmpty)
        #expect(used.subtracting(vietnamese).isEmpty, "used, but not written")
        #expect(vietnamese.subtracting(used).isEmpty, "written, but not used")
    }

    @Test("have words that are not empty and hold no markup", arguments: ["vi", "en"])
    func haveRealWords(language: String) throws {
        for (key, word) in try #require(words[language]) {
            #expect(!word.isEmpty && !word.contains("{{") && !word.contains("<"), "\(key)")
        }
    }

    /// What a document says must never become markup: `{{{x}}}` and `{{&x}}` do not escape, nor does another type.
    @Test("never leave a value unescaped")
    func escapeAlways() {
        for (path, template) in templates {
            #expect(!template.contains(/\{\{\s*[{&%=]/), "\(path)")
        }
    }

    /// The Content-Security-Policy forbids them, so they would do nothing but stand in a report.
    @Test("hold no style and no script of their own")
    func keepThePolicy() {
        for (path, template) in templates {
            #expect(!template.contains(/<style|\sstyle=|\son[a-z]+=|javascript:/.ignoresCase()), "\(path)")
            #expect(!template.contains(/<script(?! src="\/static\/)/.ignoresCase()), "\(path)")
        }
    }

    @Test("send every form that changes something with its token, before anything else")
    func carryTheToken() {
        for (path, template) in templates {
            for form in template.matches(of: /<form[^>]*method="post"[^>]*>\s*(\S{20})/) {
                let begins = String(form.1)
                #expect(begins.hasPrefix("{{>partials/act}}") || begins.hasPrefix("<input"), "\(path): \(begins)")
            }
            let forms = template.matches(of: /<form[^>]*method="post"/).count
            let tokens = template.matches(of: /\{\{>partials\/act\}\}|name="_csrf"/).count
            #expect(path.hasSuffix("act.mustache") || tokens == forms, "\(path)")
        }
    }

    @Test("label every field that a person fills in")
    func labelFields() {
        for (path, template) in templates {
            let ids = template.matches(
                of: /<(?:input|select|textarea)\b(?![^>]*type="(?:hidden|checkbox)")[^>]*\sid="([^"]+)"/)
            for id in ids {
                #expect(template.contains("for=\"\(id.1)\""), "\(path): \(id.1)")
            }
        }
    }
}
