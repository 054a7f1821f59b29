import Exchange
import Foundation
import Records
import Testing

@Suite("A Word file that somebody brings")
struct WordFileTests {
    private static let types = """
        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" \
        ContentType="application/xml"/><Override PartName="/word/document.xml" \
        ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>
        """
    private static let word = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
    private static let body = "<w:p><w:r><w:t>Kính gửi</w:t></w:r></w:p>"

    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    private static func parts(body: String = body, types: String = types, rels: String = "") -> [ZIPMaker.Entry] {
        let relationships = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        return [
            ("[Content_Types].xml", types),
            ("word/document.xml", "<w:document \(word)><w:body>\(body)</w:body></w:document>"),
            ("word/_rels/document.xml.rels", relationships + rels + "</Relationships>"),
        ].map { ZIPMaker.Entry($0, Array($1.utf8)) }
    }

    private static func relationship(_ kind: String, _ target: String, external: Bool) -> String {
        """
        <Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/\(kind)" \
        Target="\(target)"\(external ? " TargetMode=\"External\"" : "")/>
        """
    }

    /// The parts of the copy, or why there is none.
    private func copied(_ bytes: [UInt8], limits: WordFile.Limits = .init()) throws -> [String: [UInt8]] {
        let folder = TestFolder()
        let source = folder.path + "/brought.docx", target = folder.path + "/copy.docx"
        try Data(bytes).write(to: URL(filePath: source))
        try WordFile(path: source).copy(to: target, limits: limits)
        var parts: [String: [UInt8]] = [:]
        try WordFile(path: target).copy(to: folder.path + "/again.docx") { name, bytes in
            parts[name] = bytes
            return bytes
        }
        return parts
    }

    private func refusal(_ entries: [ZIPMaker.Entry], limits: WordFile.Limits = .init()) -> WordFault? {
        do {
            _ = try copied(ZIPMaker.zip(entries), limits: limits)
            return nil
        } catch { return error as? WordFault }
    }

    @Test("is copied part by part, with its links for people")
    func isCopied() throws {
        let entries =
            Self.parts(rels: Self.relationship("hyperlink", "https://chinhphu.vn", external: true))
            + [
                .init(
                    "word/media/image1.png", Self.png + (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 5) }
                )
            ]
        let parts = try copied(ZIPMaker.zip(entries))
        for entry in entries where !entry.name.hasSuffix(".png") { #expect(parts[entry.name] == entry.bytes) }
        #expect(parts.count == 3)
    }

    static let dangerous: [(String, [ZIPMaker.Entry], WordFault)] = {
        func types(_ replacement: String) -> String {
            Self.types.replacing("wordprocessingml.document.main+xml", with: replacement)
        }
        let field =
            "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> DDE</w:instrText></w:r>"
            + "<w:r><w:instrText>AUTO excel \"a\" </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>"
        return [
            ("macros, by its type", parts(types: types("document.macroEnabled.main+xml")), .macros),
            ("a template of Word", parts(types: types("template.main+xml")), .noWordFile),
            ("macros, by their part", parts() + [.init("word/vbaProject.bin", [1])], .macros),
            ("macros under another name", parts(rels: relationship("vbaProject", "x.bin", external: false)), .macros),
            ("a linked picture", parts(rels: relationship("image", "http://a.vn/x.png", external: true)), .external),
            (
                "a linked template", parts(rels: relationship("attachedTemplate", "file:///x", external: true)),
                .external
            ),
            (
                "a link that says it is none", parts(rels: relationship("image", "http://a.vn/x", external: false)),
                .external
            ),
            ("a link to a share", parts(rels: relationship("image", "\\\\a\\x", external: false)), .external),
            ("an OLE object", parts(rels: relationship("oleObject", "e/o.bin", external: false)), .embedded),
            ("a linked OLE object", parts(rels: relationship("oleObject", "file:///c", external: true)), .external),
            ("a nested document", parts(rels: relationship("aFChunk", "x.html", external: false)), .embedded),
            ("a nested workbook", parts(rels: relationship("package", "x.xlsx", external: false)), .embedded),
            ("a chunk without a relationship", parts(body: "<w:altChunk/>"), .embedded),
            ("a control", parts() + [.init("word/activeX/activeX1.bin", [1])], .embedded),
            ("a field that runs a program, cut into runs", parts(body: field), .field("DDEAUTO")),
            (
                "a field that fetches a picture",
                parts(body: "<w:p><w:fldSimple w:instr=\" includepicture &quot;http://a/b&quot; \"/></w:p>"),
                .field("INCLUDEPICTURE")
            ),
            (
                "an old drawing that fetches",
                parts(body: "<v:imagedata xmlns:v=\"urn:schemas-microsoft-com:vml\" src=\"http://a/b\"/>"), .external
            ),
            ("a DOCTYPE", [parts()[0], .init("word/document.xml", Array("<!DOCTYPE a><a/>".utf8))], .damaged),
            ("XML that is none", parts() + [.init("word/styles.xml", Array("<a><b></a>".utf8))], .damaged),
            (
                "UTF-16", parts() + [.init("word/styles.xml", [0xFF, 0xFE, 0x3C, 0, 0x61, 0, 0x2F, 0, 0x3E, 0])],
                .damaged
            ),
            ("two parts of one name", parts() + [.init("WORD/document.xml", Array("<a/>".utf8))], .damaged),
            ("a name that leads out", parts() + [.init("../../etc/x", [1])], .damaged),
            ("no document", [parts()[0]], .noWordFile),
            (
                "a bomb of blanks", parts() + [.init("word/media/a.png", png + .init(repeating: 0, count: 24 << 20))],
                .tooLarge
            ),
        ]
    }()

    @Test("is refused where it is dangerous, and says what to take out", arguments: dangerous.indices)
    func isRefused(number: Int) {
        let (what, entries, fault) = Self.dangerous[number]
        #expect(refusal(entries) == fault, "\(what)")
        #expect(!fault.sentence.vietnamese.isEmpty && !fault.sentence.english.isEmpty)
    }

    @Test("is refused where it is too much")
    func limits() {
        var limits = WordFile.Limits()
        limits.parts = 10
        #expect(
            refusal(Self.parts() + (0..<8).map { .init("word/media/\($0).png", Self.png) }, limits: limits) == .tooLarge
        )
        limits = .init()
        limits.xmlBytes = 100
        #expect(refusal(Self.parts(), limits: limits) == .tooLarge)
        limits = .init()
        limits.unpackedBytes = 500
        #expect(refusal(Self.parts(), limits: limits) == .tooLarge)
    }

    @Test("is refused where it is something else", arguments: ["", "%PDF-1.7", "PK\u{3}\u{4}", "\u{D0}\u{CF}"])
    func isNone(text: String) {
        #expect(throws: WordFault.self) { try copied(Array(text.utf8)) }
    }

    @Test("never brings the reader down, whichever byte is changed")
    func survivesChanges() throws {
        let bytes = ZIPMaker.zip(Self.parts())
        var refused = 0
        for place in stride(from: 0, to: bytes.count, by: 3) {
            var changed = bytes
            changed[place] ^= 0xFF
            do { _ = try copied(changed) } catch {
                #expect(error is WordFault)
                refused += 1
            }
        }
        #expect(refused > 50)
    }
}
