import Foundation
import Testing
import XMLStream

@Suite("A document that is written")
struct WritingTests {
    /// What a writer makes, whatever became of it.
    func written(_ body: (inout XMLWriter) throws -> Void) throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("written-\(UUID().uuidString)").path
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = try #require(FileHandle(forWritingAtPath: path))
        var writer = XMLWriter(to: file.fileDescriptor)
        try body(&writer)
        try writer.finish()
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    @Test("has each element on its line, and text where it belongs")
    func layout() throws {
        let text = try written { xml in
            try xml.declaration()
            try xml.start("a", ["xmlns": "urn:a", "xmlns:p": "urn:p"])
            try xml.start("p:b")
            try xml.text("một")
            try xml.end()
            try xml.start("c")
            try xml.end()
            try xml.end()
        }
        #expect(
            text == """
                <?xml version="1.0" encoding="UTF-8"?>
                <a xmlns="urn:a" xmlns:p="urn:p">
                  <p:b>một</p:b>
                  <c></c>
                </a>

                """)
    }

    @Test("means what it was given, whatever that is")
    func escapes() throws {
        let hostile = "<b attr=\"1\">&amp; ]]> \r\n\t'\u{85}\u{2028}\u{7F}\u{1F600}\u{FFFD}"
        let text = try written { xml in
            try xml.start("a", ["b": hostile])
            try xml.text(hostile)
            try xml.end()
        }
        let document = try XMLReader(Notes()).whole(Array(text.utf8))
        #expect(document.attributes == [hostile] && document.texts == [hostile])
        #expect(!text.contains("]]>"))
    }

    @Test("holds no character that XML cannot", arguments: [0, 1, 8, 0xB, 0x1F, 0xFFFE, 0xFFFF] as [UInt32])
    func refusesCharacters(value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        let character = String(scalar)
        for attribute in [false, true] {
            #expect(throws: XMLWriteError.scalar(scalar)) {
                _ = try written { xml in
                    try xml.start("a", attribute ? ["b": "x" + character] : [:])
                    try xml.text("é" + character)
                }
            }
        }
    }

    @Test("declares its prefixes where they are used, and ends what it begins")
    func balance() throws {
        #expect(throws: XMLWriteError.undeclaredPrefix("p")) { _ = try written { xml in try xml.start("p:a") } }
        #expect(throws: XMLWriteError.undeclaredPrefix("p")) {
            _ = try written { xml in
                try xml.start("a")
                try xml.start("b", ["xmlns:p": "urn:p"])
                try xml.end()
                try xml.start("p:c")
            }
        }
        #expect(throws: XMLWriteError.unbalanced) { _ = try written { xml in try xml.start("a") } }
        #expect(throws: XMLWriteError.unbalanced) { _ = try written { xml in try xml.end() } }
    }

    @Test("is the same whether a text fits into the buffer or not", arguments: [1, 65_535, 65_536, 65_537, 200_000])
    func longTexts(length: Int) throws {
        let long = String(repeating: "x", count: length)
        let text = try written { xml in
            try xml.start("a")
            try xml.text(plain: Array(long.utf8).span)
            try xml.text(long)
            try xml.end()
        }
        #expect(text == "\n<a>\(long)\(long)</a>\n")
    }

    @Test("takes nothing for plain that is not")
    func plainText() {
        for byte in [UInt8(ascii: "<"), UInt8(ascii: "&"), 0, 0x80] {
            #expect(throws: XMLWriteError.byte(byte)) {
                _ = try written { xml in
                    try xml.start("a")
                    try xml.text(plain: ([UInt8](repeating: 65, count: 100) + [byte]).span)
                }
            }
        }
    }

    @Test("says so when there is no room for it")
    func fullDisk() throws {
        let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        var writer = XMLWriter(to: full.fileDescriptor)
        try writer.start("a")
        try writer.end()
        do {
            try writer.finish()
            Issue.record("written")
        } catch {
            #expect(error == .system(ENOSPC))
        }
    }
}

/// Takes down every attribute and text.
private struct Notes: XMLHandler {
    var attributes: [String] = []
    var texts: [String] = []

    mutating func start(_ element: XMLElement) throws(XMLError) -> XMLText {
        attributes += element.attributes.map(\.value)
        return .collected
    }

    mutating func text(_ piece: Span<UInt8>) throws(XMLError) {}
    mutating func end(text: String) throws(XMLError) { texts.append(text) }
    func failure(_ error: XMLError) -> XMLError { error }
}

extension XMLReader where Handler == Notes {
    fileprivate consuming func whole(_ bytes: [UInt8]) throws(XMLError) -> Notes {
        try feed(bytes.span)
        return try finish()
    }
}
