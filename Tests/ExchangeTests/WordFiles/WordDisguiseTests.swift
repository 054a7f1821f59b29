import Exchange
import Foundation
import Records
import Testing

@Suite("A Word file that is not what it seems")
struct WordDisguiseTests {
    private static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let package = "http://schemas.openxmlformats.org/package/2006"
    private static let main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    private static let text = Array("<a/>".utf8)

    private static func parts(
        target: String = "word/document.xml", types: String = "", rels: String = "", body: String = "",
        _ more: [ZIPMaker.Entry] = []
    ) -> [ZIPMaker.Entry] {
        let link = "<Relationship Id=\"a\" Type=\"\(relations)/officeDocument\" Target=\"\(target)\"/>"
        func list(_ inside: String) -> String {
            "<Relationships xmlns=\"\(package)/relationships\" xmlns:x=\"urn:x\">\(inside)</Relationships>"
        }
        return [
            (
                "[Content_Types].xml",
                "<Types xmlns=\"\(package)/content-types\" xmlns:x=\"urn:x\">"
                    + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                    + "<Default Extension=\"png\" ContentType=\"image/png\"/>"
                    + "<Override PartName=\"/word/document.xml\" ContentType=\"\(main)\"/>\(types)</Types>"
            ),
            ("_rels/.rels", list(link)),
            (
                "word/document.xml",
                "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
                    + "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"\(relations)\" "
                    + "xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:x=\"urn:x\"><w:body>\(body)</w:body></w:document>"
            ),
            ("word/_rels/document.xml.rels", list(rels)),
        ].map { ZIPMaker.Entry($0, Array($1.utf8)) } + more
    }

    private static let link =
        "<Relationship Id=\"r9\" Type=\"\(relations)/hyperlink\" Target=\"http://a.vn/x.png\" TargetMode=\"External\"/>"

    private func refusal(_ entries: [ZIPMaker.Entry]) throws -> WordFault? {
        let folder = TestFolder()
        let source = folder.path + "/brought.docx"
        try Data(ZIPMaker.zip(entries)).write(to: URL(filePath: source))
        do { try WordFile(path: source).copy(to: folder.path + "/copy.docx") } catch { return error as? WordFault }
        return nil
    }

    static let disguised: [(String, [ZIPMaker.Entry], WordFault)] = [
        (
            "a main part that nobody parsed",
            parts(
                target: "word/doc.bin", types: "<Override PartName=\"/word/doc.bin\" ContentType=\"\(main)\"/>",
                [.init("word/doc.bin", text)]), .damaged
        ),
        (
            "a picture that is XML by its type",
            parts(
                types: "<Override PartName=\"/word/media/a.png\" ContentType=\"image/x+xml; a=b\"/>",
                [.init("word/media/a.png", png)]), .damaged
        ),
        (
            "all of a suffix that are XML by their type",
            parts(
                types: "<Default Extension=\"PIC\" ContentType=\"application/XML\"/>", [.init("word/a.pic", png)]),
            .damaged
        ),
        ("a heading under the name of data", parts([.init("word/header1.bin", text)]), .picture("header1.bin")),
        ("a text under the name of a picture", parts([.init("word/media/a.png", text)]), .picture("a.png")),
        ("a drawing that may hold a program", parts([.init("word/media/a.svg", text)]), .picture("a.svg")),
        ("a text under the name of a font", parts([.init("word/fonts/font1.odttf", text)]), .picture("font1.odttf")),
        (
            "a harmless target before the real one",
            parts(
                rels: "<Relationship Id=\"b\" Type=\"\(relations)/image\" x:Target=\"a.png\" Target=\"http://a.vn/b\"/>"
            ),
            .damaged
        ),
        (
            "a harmless type before the real one",
            parts(
                types: "<Override PartName=\"/word/a.xml\" x:ContentType=\"text/xml\" ContentType=\"a/vba\"/>"),
            .damaged
        ),
        (
            "a harmless field before the real one",
            parts(body: "<w:p><w:fldSimple x:instr=\"PAGE\" w:instr=\"DDEAUTO a\"/></w:p>"), .field("DDEAUTO")
        ),
        (
            "a picture by a link for people", parts(rels: link, body: "<v:imagedata r:id=\"r9\"/>"), .external
        ),
        ("a linked picture", parts(body: "<a:blip r:link=\"r1\"/>"), .external),
        (
            "a picture embedded by a link for people", parts(rels: link, body: "<a:blip r:embed=\"r9\"/>"), .external
        ),
    ]

    @Test("is refused, because a program would read something that was never looked at", arguments: disguised.indices)
    func isRefused(number: Int) throws {
        let (what, entries, fault) = Self.disguised[number]
        #expect(try refusal(entries) == fault, "\(what)")
        #expect(!fault.sentence.vietnamese.isEmpty && !fault.sentence.english.isEmpty)
    }

    @Test("passes where it is plain: links of people, pictures of every kind, fonts, figures of charts")
    func passes() throws {
        let body = "<w:hyperlink r:id=\"r9\"/><a:hlinkClick r:id=\"r9\"/><a:blip r:embed=\"r1\" r:link=\"\"/>"
        let image = "<Relationship Id=\"r1\" Type=\"\(Self.relations)/image\" Target=\"media/a.png\"/>"
        let emf: [UInt8] = [1, 0, 0, 0] + .init(repeating: 7, count: 36) + Array(" EMF".utf8)
        let more: [(String, [UInt8])] = [
            ("media/a.png", Self.png), ("media/b.jpeg", [0xFF, 0xD8, 0xFF, 0xE0]),
            ("media/c.gif", Array("GIF89a".utf8)),
            ("media/d.tiff", [0x49, 0x49, 0x2A, 0]), ("media/e.bmp", Array("BM12".utf8)), ("media/f.emf", emf),
            ("media/g.wmf", [0xD7, 0xCD, 0xC6, 0x9A]), ("fonts/font1.odttf", [7, 0, 1, 200, 3]),
            ("embeddings/a.xlsx", [0x50, 0x4B, 3, 4]), ("printerSettings1.bin", [0x48, 0, 0x50, 0]),
        ]
        let entries = more.map { ZIPMaker.Entry("word/" + $0, $1) }
        for target in ["word/document.xml", "/word/document.xml"] {
            #expect(try refusal(Self.parts(target: target, rels: Self.link + image, body: body, entries)) == nil)
        }
    }
}
