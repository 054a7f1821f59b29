import Testing
import XMLStream

@Suite("A document that is well-formed")
struct ReadingTests {
    @Test("is told as it stands, its text whole")
    func isTold() throws {
        let document = """
            \u{FEFF}<?xml version="1.0" encoding="utf-8"?>
            <!-- before --><?target data?>
            <a:văn xmlns:a="urn:mot" a:ký="x&amp;y&#38;amp;&lt;" số='"'>Trích <!-- not here -->yếu &amp;\
            <![CDATA[ <giữ> ]]>&#x110;<b/>&quot;</a:văn>
            """
        let recorder = try record(document)
        #expect(
            recorder.events == [
                "<{urn:mot}văn ký=x&y&amp;< số=\">", "<b>", "</b>", "Trích yếu & <giữ> Đ\"</văn>",
            ])
    }

    @Test("gives streamed text as it comes and drops what is ignored")
    func streams() throws {
        let recorder = try record("<a>x<streamed>AB<![CDATA[C]]>&#68;</streamed><ignored>no</ignored>y</a>")
        #expect(recorder.streamed == Array("ABCD".utf8))
        #expect(recorder.events == ["<a>", "<streamed>", "</streamed>", "<ignored>", "</ignored>", "xy</a>"])
    }

    @Test("is read the same in chunks of every size", arguments: 1...70)
    func isReadTheSame(chunk: Int) throws {
        let long = String(repeating: "bản mã 64 ký tự, dài hơn một mẩu; ", count: 40)
        let document = """
            <?xml version='1.0' encoding='UTF-8'?><!-- lời mở đầu -->
            <gốc tên="a'b&gt;c" xmlns="urn:x">\(long)<streamed>\(long)\r\n&lt;\(long)</streamed>\
            <?pi a?b??><e>]]&gt; \(long) ✓ 𝄞</e><![CDATA[]] > \(long)]]]]><!---a-></gốc--></gốc>
            """
        let whole = try record(document)
        let pieces = try record(document, chunk: chunk)
        #expect(pieces.events == whole.events)
        #expect(pieces.streamed == whole.streamed)
        #expect(whole.streamed.count == 2 * long.utf8.count + 2)
    }

    @Test("may be of any length: what is streamed is not kept")
    func mayBeLong() throws {
        var reader = XMLReader(Recorder(), limits: limits { $0.totalText = 1000 })
        let piece = [UInt8](repeating: UInt8(ascii: "A"), count: 100_000)
        try reader.feed(Array("<a><streamed>".utf8).span)
        for _ in 0..<50 { try reader.feed(piece.span) }
        try reader.feed(Array("</streamed></a>".utf8).span)
        #expect(try reader.finish().streamed.count == 5_000_000)
    }

    @Test("may have a long CDATA section, in time that grows with its length")
    func mayHaveLongCharacterData() throws {
        let text = String(repeating: "QUJD", count: 400_000)
        var streamed = 0
        let time = try processorTime {
            streamed = try record("<a><streamed><![CDATA[\(text)]]></streamed></a>").streamed.count
        }
        #expect(streamed == text.utf8.count)
        #expect(time < 5)
    }

    @Test("may come after a few bytes that do not belong to it, if that is allowed")
    func mayComeAfterJunk() throws {
        let allowed = limits { $0.leadingBytes = 8 }
        var reader = XMLReader(Recorder(), limits: allowed)
        try reader.feed(Array("12\n12<?xml version=\"1.0\"?><a/>".utf8).span)
        #expect(reader.leadingBytes == 0, "not looked at yet")
        #expect(try reader.finish().events == ["<a>", "</a>"])
        #expect(try record("\u{FEFF}1212<a/>", chunk: 1, limits: allowed).events == ["<a>", "</a>"])
        #expect(refusal("1212<?xml version=\"1.0\"?><a/>")?.kind == .malformed)
        #expect(refusal("123456789<a/>", limits: allowed)?.kind == .malformed)
        #expect(refusal("1212", limits: allowed)?.kind == .malformed)
    }

    @Test("ends when its consumer has had enough")
    func endsForItsConsumer() {
        struct Enough: Error {}
        struct Impatient: XMLHandler {
            var count = 0
            mutating func start(_ element: XMLElement) throws(Enough) -> XMLText {
                count += 1
                if count == 3 { throw Enough() }
                return .ignored
            }
            mutating func text(_ piece: Span<UInt8>) throws(Enough) {}
            mutating func end(text: String) throws(Enough) {}
            func failure(_ error: XMLError) -> Enough { Enough() }
        }
        #expect(throws: Enough.self) {
            var reader = XMLReader(Impatient())
            try reader.feed(Array("<a><b/><c/><d/></a>".utf8).span)
            _ = try reader.finish()
        }
    }
}
