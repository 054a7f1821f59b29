import Testing

@Suite("The settings")
struct SettingsTests {
    /// The keys that the program knows, as its source says.
    private func known() throws -> Set<String> {
        let text = try Repository.files(below: "Sources/Command/Configuration", ending: ".swift")
            .map { try Repository.text($0) }.joined()
        let start = try #require(text.firstRange(of: "static let keys: Set<String> = ["))
        let list = text[start.upperBound...].prefix { $0 != "]" }
        return Set(list.matches(of: /"([a-z.\-]+)"/).map { String($0.1) })
    }

    /// The keys of the example, each with whether a comment stands above it.
    private func explained() throws -> [String: Bool] {
        var keys: [String: Bool] = [:]
        var section = ""
        var comment = false
        for line in try Repository.text("config/example.yaml").split(separator: "\n", omittingEmptySubsequences: false)
        {
            if let match = line.wholeMatch(of: /([a-z\-]+):\s*/) {
                section = String(match.1)
                comment = false
            } else if let match = line.wholeMatch(of: #/ {2}([a-z\-]+): .+/#) {
                keys["\(section).\(match.1)"] = comment || keys["\(section).host"] != nil && match.1 == "port"
                comment = false
            } else if line.contains("#") {
                comment = true
            }
        }
        return keys
    }

    @Test("in the example are exactly those that the program knows")
    func example() throws {
        let known = try known()
        #expect(known.count > 10)
        #expect(Set(try explained().keys) == known)
    }

    @Test("are each explained, save the plain address")
    func comments() throws {
        for (key, isExplained) in try explained() where !["http.host", "http.port"].contains(key) {
            #expect(isExplained, "\(key)")
        }
    }

    @Test("are each read by the program")
    func areRead() throws {
        let text = try Repository.files(below: "Sources/Command/Configuration", ending: ".swift")
            .map { try Repository.text($0) }.joined()
        for key in try known() {
            #expect(text.matches(of: try Regex("\"\(key.replacing(".", with: "\\."))\"")).count >= 2, "\(key)")
        }
    }
}
