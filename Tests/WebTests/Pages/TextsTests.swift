import Foundation
import Testing

@testable import Web

@Suite("The words of a page")
struct TextsTests {
    private func texts(_ words: [String: String]) throws -> Texts {
        let file = FileManager.default.temporaryDirectory.appending(path: "texts-\(UUID().uuidString).json")
        try JSONEncoder().encode(words).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try Texts(file: file)
    }

    @Test("stand in the template when it is read, escaped")
    func arePlaced() throws {
        let placed = try texts(["a.b": "Tìm <&> \"x\""]).placed(in: "<p title=\"{{text.a.b}}\">{{text}} {{name}}</p>")
        #expect(placed == "<p title=\"Tìm &lt;&amp;&gt; &quot;x&quot;\">{{text}} {{name}}</p>")
    }

    @Test("stop the start where one is missing")
    func mustBeThere() throws {
        #expect(throws: PageError.self) { try texts([:]).placed(in: "{{text.missing}}") }
    }

    @Test("are there for every template in both languages")
    func areComplete() throws {
        _ = try Pages()
    }
}

@Suite("An address of ours")
struct AddressTests {
    @Test("carries its query encoded, and leaves out what is empty")
    func isEncoded() {
        #expect(
            Address("/incoming", [("q", "tập huấn & 1/2"), ("state", "")]).text
                == "/incoming?q=t%E1%BA%ADp%20hu%E1%BA%A5n%20%26%201%2F2")
        #expect(Address("/work", []).text == "/work")
    }
}
