import Testing
import XMLStream

@Suite("A document that is refused")
struct RefusalTests {
    @Test(
        "has a DOCTYPE, whatever is in it",
        arguments: [
            "<!DOCTYPE a><a/>", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "<?xml version='1.0'?>\n<!DOCTYPE a",
            "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<a><!DOCTYPE b></a>", "<!-- x --><!DOCTYPE a [<!ENTITY % p '",
        ])
    func hasDoctype(document: String) {
        for chunk in [1, 7, 1000] { #expect(refusal(document, chunk: chunk)?.kind == .doctype) }
    }

    @Test(
        "is not UTF-8",
        arguments: [
            Array("<?xml version='1.0' encoding='windows-1258'?><a/>".utf8),
            Array("\u{FEFF}<?xml version='1.0' encoding = \"UTF-16\"?><a/>".utf8),
            [0xFF, 0xFE, 0x3C, 0x00, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x3C], [0x00, 0x3C, 0x00, 0x61],
            [0x3C, 0x00, 0x61, 0x00], [0x00, 0x00, 0xFE, 0xFF], [0x4C, 0x6F, 0xA7, 0x94, 0x93],
        ] as [[UInt8]])
    func isNotUTF8(document: [UInt8]) {
        for chunk in [1, 5, 1000] { #expect(refusal(document, chunk: chunk)?.kind == .encoding) }
    }

    @Test(
        "holds bytes that no UTF-8 text holds",
        arguments: [
            [0xC0, 0x80], [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], [0x80], [0x00], [0xEF, 0xBF, 0xBE], [0xEF, 0xBF, 0xBF],
            [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xE0, 0x80, 0xAF], [0xC3, 0x28], [0x0B], [0x1F],
        ] as [[UInt8]])
    func holdsBrokenBytes(bytes: [UInt8]) {
        let documents = [
            Array("<a>x".utf8) + bytes + Array("</a>".utf8), Array("<a b='".utf8) + bytes + Array("'/>".utf8),
            Array("<a><!--".utf8) + bytes + Array("--></a>".utf8),
            Array("<a><![CDATA[".utf8) + bytes + Array("]]></a>".utf8), Array("<a/>".utf8) + bytes,
            Array("<streamed>".utf8) + [UInt8](repeating: 65, count: 400) + bytes + Array("</streamed>".utf8),
        ]
        for document in documents {
            for chunk in [1, 1000] { #expect(refusal(document, chunk: chunk)?.kind == .malformed) }
        }
    }

    @Test(
        "is not well-formed",
        arguments: [
            "", " ", "x", "<", "<a", "<a>", "<a></b>", "<a/><b/>", "<a/>x", "<a/>\0", "<a b='1' b='2'/>", "<a b=1/>",
            "<a>&unknown;</a>", "<a>&#1;</a>", "<a>&#xD800;</a>", "<a>& </a>", "<a>&amp</a>", "<a>]]></a>",
            "<a><!-- -- --></a>", "<a><!ELEMENT b></a>", "<a><![IGNORE[x]]></a>", "<a><![CDATA[x</a>", "<?xml?><a/>",
            "<?xml version='1.0'?><?xml version='1.0'?><a/>", "\n<?xml version='1.0'?><a/>", "<a <b/></a>", "</a>",
            "<a b='<'/>", "<a>\u{FFFE}</a>", "<>", "<a><?xml version='1.0'?></a>", "<![CDATA[x]]><a/>", "<é\u{301}",
        ])
    func isNotWellFormed(document: String) {
        for chunk in [1, 3, 1000] { #expect(refusal(document, chunk: chunk)?.kind == .malformed, "\(document)") }
    }

    @Test(
        "uses prefixes that stand for nothing",
        arguments: [
            "<p:a/>", "<a p:b='1'/>", "<a xmlns:p=''/>", "<a xmlns:xml='urn:x'/>", "<a><p:b xmlns:p='u'/><p:c/></a>",
            "<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>",
        ])
    func usesUnboundPrefixes(document: String) {
        #expect([.namespace, .malformed].contains(refusal(document)?.kind))
    }

    @Test("says where: line, column and byte, also after a long text that was streamed")
    func saysWhere() throws {
        let long = String(repeating: String(repeating: "A", count: 76) + "\n", count: 10)
        let document = "<a>\n<streamed>\(long)</streamed>\n <b></c>\n</a>"
        let whole = try #require(refusal(document))
        #expect(whole.line == 13)
        #expect(whole.column == 9)
        #expect(whole.offset == document.utf8.count - "\n</a>".utf8.count)
        for chunk in [1, 64, 300] { #expect(refusal(document, chunk: chunk) == whole) }
        #expect(!whole.message.contains("\n"))

        let broken = "<a>\n<streamed>\(long)</streamed>\n <b>\u{FFFE}</b>\n</a>"
        let byte = try #require(refusal(broken))
        #expect((byte.line, byte.column) == (13, 7))
        #expect(refusal(broken, chunk: 1) == byte)
    }

    @Test("stays refused")
    func staysRefused() {
        var reader = XMLReader(Recorder())
        let bytes = [UInt8](repeating: 0, count: 20_000)
        var refusals = 0
        for _ in 0..<3 {
            do throws(XMLError) { try reader.feed(bytes.span) } catch { refusals += 1 }
        }
        #expect(refusals == 3)
    }
}
