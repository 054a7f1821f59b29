import Testing
import XMLStream

@Suite("The long texts of a document")
struct LongTextsTests {
    /// The texts that are found when the document comes in pieces of a size, each where it stands in the document.
    func texts(_ document: String, atLeast shortest: Int, piece: Int = 1 << 16) throws(XMLError) -> [String] {
        let bytes = Array(document.utf8)
        var finder = LongTexts()
        var found: [String] = []
        for start in stride(from: 0, to: bytes.count, by: piece) {
            let part = Array(bytes[start..<min(start + piece, bytes.count)])
            found += try part.withUnsafeBufferPointer { (part) throws(XMLError) in
                try finder.ranges(in: part, atLeast: shortest).map { String(decoding: part[$0], as: UTF8.self) }
            }
        }
        return found
    }

    @Test("are plain: no markup, no reference, no CDATA, no attribute")
    func plain() throws {
        #expect(try texts("<a>12345</a>", atLeast: 5) == ["12345"])
        #expect(try texts("<a>12345</a>", atLeast: 6) == [])
        #expect(try texts("<a>12345&amp;67890]abcde<b/>fghij</a>", atLeast: 5) == ["12345", "67890", "abcde", "fghij"])
        #expect(
            try texts("<a b='1234567890'><![CDATA[1234567890]]><!--1234567890--><?x 1234567890?></a>", atLeast: 5) == []
        )
        #expect(try texts("<a>Đồng bào</a>", atLeast: 5) == ["Đồng bào"])
    }

    @Test("are not the blanks around the root")
    func blanks() throws {
        let blanks = String(repeating: "\r\n \t", count: 20)
        #expect(try texts("<?xml version='1.0'?>\(blanks)<a>\(blanks)</a>\(blanks)", atLeast: 5) == [])
    }

    @Test("may be in lines, and never begin or end between a carriage return and its line feed", arguments: 1...12)
    func lineEnds(piece: Int) throws {
        #expect(try texts("<a>12\r\n34\r\n</a>", atLeast: 2) == ["12\r\n34\r\n"])
        #expect(try texts("<a>12\r34\r\r\n56</a>", atLeast: 2) == ["12", "34", "\r\n56"])
        for text in try texts("<a>12\r\n34\r\n\r\n56\r\n</a>", atLeast: 1, piece: piece) {
            #expect(text.utf8.first != 0x0A && text.utf8.last != 0x0D, "\(text.debugDescription)")
        }
    }

    @Test("end where the reader would refuse the document")
    func refusals() {
        #expect(throws: XMLError.self) { try texts("<!DOCTYPE a><a>12345</a>", atLeast: 5) }
        #expect(throws: XMLError.self) { try texts("<a>12345</a><!DOCTYPE a>", atLeast: 5) }
    }
}
