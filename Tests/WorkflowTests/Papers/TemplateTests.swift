import Foundation
import Records
import Testing
import Workflow

@Suite("A template of documents")
struct TemplateTests {
    static let values: [TemplateField: String] = [
        .parentAgency: "UBND tỉnh Quảng Nam", .agency: "Sở Nội vụ",
        .reference: TemplateField.reference(number: 7, notation: "SNV-VP"),
        .place: "Quảng Nam", .date: TemplateField.date(Day("2026-02-05"), year: 2026), .typeName: "Báo cáo",
        .subject: "kiểm tra công tác văn thư <năm 2026> & lưu trữ", .addressee: "Bộ Nội vụ",
        .authority: "Giám đốc Sở Nội vụ",
        .grounds: "Căn cứ Luật thứ nhất;\nCăn cứ Luật thứ hai;", .content: "Đoạn một.\nĐoạn hai.\nĐoạn ba.",
        .signingCapacity: "KT. Giám đốc", .position: "Phó Giám đốc", .signer: "Nguyễn Văn A", .secretary: "Lê Thị B",
        .recipients: "Như trên\nUBND tỉnh (báo cáo)", .keptBy: "VT, VP",
    ]

    @Test("is there for every type of the decree")
    func all() throws {
        let folder = try TemplateFolder(path: PaperDesk.templates)
        for type in DocumentType.all { #expect(folder.template(for: type) != nil, "\(type.name)") }
    }

    @Test(
        "is filled, and becomes a PDF that says what the form said",
        arguments: [
            "Công văn", "Quyết định", "Nghị quyết", "Tờ trình", "Giấy mời", "Công điện", "Giấy giới thiệu", "Biên bản",
            "Kế hoạch",
        ])
    func isFilled(name: String) async throws {
        let desk = try PaperDesk()
        let type = try #require(DocumentType.all.first { $0.name == name })
        let template = try #require(TemplateFolder(path: PaperDesk.templates).template(for: type))
        var values = Self.values
        values[.typeName] = name
        let unused = try await template.fill(values, to: desk.path("filled.docx"))
        #expect(unused.isSubset(of: [.typeName, .addressee, .authority, .grounds, .secretary]))
        try await Self.converter.convert(desk.path("filled.docx"), to: desk.path("filled.pdf"))

        let text = try desk.text(desk.path("filled.pdf")).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let asked = try await template.fields()
        for field in asked {
            for line in values[field, default: ""].split(separator: "\n") {
                let words = line.split(whereSeparator: \.isWhitespace)
                // A long line in a narrow column is mixed with the other column.
                for word in words { #expect(text.localizedCaseInsensitiveContains(word), "\(field): \(word)") }
            }
        }
        #expect(!text.contains("{{") && !text.contains("}}"))
        #expect(text.contains("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") && text.contains("Độc lập - Tự do - Hạnh phúc"))
        #expect(
            text.contains("- Như trên;") && text.contains("- UBND tỉnh (báo cáo);") && text.contains("- Lưu: VT, VP."))
        #expect(try desk.pages(desk.path("filled.pdf")) == 1)
        let size = try desk.run("pdfinfo", [desk.path("filled.pdf")])
        #expect(size.contains("(A4)"))
    }

    static let converter = DocumentConverter()

    @Test("names every field that is missing")
    func namesMissing() async throws {
        let desk = try PaperDesk()
        var values = Self.values
        values[.subject] = "  "
        values[.signer] = nil
        values[.signingCapacity] = nil
        let template = DocumentTemplate(path: PaperDesk.templates + "/cong-van.docx")
        await #expect(
            throws: RuleViolation.fields([FieldFault("trich_yeu", .required), FieldFault("nguoi_ky", .required)])
        ) {
            try await template.fill(values, to: desk.path("x.docx"))
        }
    }

    private func template(_ desk: PaperDesk, _ body: String) throws -> DocumentTemplate {
        let source = """
            import zipfile
            with zipfile.ZipFile("\(PaperDesk.templates)/cong-van.docx") as old, zipfile.ZipFile("\(desk.path("t.docx"))", "w") as new:
                for name in old.namelist():
                    new.writestr(name, open("\(desk.path("body.xml"))").read() if name == "word/document.xml" else old.read(name))
            """
        let word = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
        try desk.write("body.xml", "<w:document \(word)><w:body>\(body)</w:body></w:document>".utf8)
        try desk.write("template.py", source.utf8)
        try desk.run("python3", ["-I", desk.path("template.py")])
        return DocumentTemplate(path: desk.path("t.docx"))
    }

    private func filled(_ body: String, _ values: [TemplateField: String]) async throws -> String {
        let desk = try PaperDesk()
        try await template(desk, body).fill(values, to: desk.path("f.docx"))
        let xml = try desk.run(
            "python3",
            [
                "-I", "-c",
                "import zipfile; print(zipfile.ZipFile('\(desk.path("f.docx"))').read('word/document.xml').decode())",
            ])
        return xml.replacing(#/^.*<w:body>|</w:body>.*\s*$/#, with: "")
    }

    @Test("is filled also where Word cut a field into runs, and keeps every other byte")
    func splitRuns() async throws {
        let body = """
            <w:p w:rsidR="a>b"><w:r><w:rPr><w:b/></w:rPr><w:t>V/v {</w:t></w:r><w:proofErr/><w:r><w:t>{trich</w:t></w:r>\
            <w:r><w:t xml:space="preserve">_yeu}} &amp; hết</w:t></w:r></w:p>
            """
        #expect(
            try await filled(body, [.subject: "a < b"]) == """
                <w:p w:rsidR="a>b"><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">V/v a &lt; b</w:t></w:r><w:proofErr/>\
                <w:r><w:t xml:space="preserve"></w:t></w:r><w:r><w:t xml:space="preserve"> &amp; hết</w:t></w:r></w:p>
                """)
    }

    @Test("repeats a paragraph for each line, and leaves it out where there is none")
    func repeats() async throws {
        let body = "<w:p><w:r><w:t>- {{noi_nhan}};</w:t></w:r></w:p><w:p/>"
        func line(_ text: String) -> String { "<w:p><w:r><w:t xml:space=\"preserve\">\(text)</w:t></w:r></w:p>" }
        #expect(try await filled(body, [.recipients: "a\nb"]) == line("- a;") + line("- b;") + "<w:p/>")
        #expect(try await filled(body, [:]) == "<w:p/>")
        let cell = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{{noi_dung}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        #expect(try await filled(cell, [:]).contains("<w:tc><w:p>"), "a cell without a paragraph is no cell")
    }

    @Test("takes nothing for markup that a person typed, nor for a field")
    func isSafe() async throws {
        let body = "<w:p><w:r><w:t>{{trich_yeu}} {{nguoi_ky}}</w:t></w:r></w:p>"
        let xml = try await filled(
            body, [.subject: "</w:t><x/>{{chuc_vu}}\u{0}\u{1F}\u{FFFE}\n&amp;", .signer: "{{so_ky_hieu}}"])
        #expect(
            xml == "<w:p><w:r><w:t xml:space=\"preserve\">&lt;/w:t&gt;&lt;x/&gt;{{chuc_vu}}   </w:t><w:br/>"
                + "<w:t xml:space=\"preserve\">&amp;amp; {{so_ky_hieu}}</w:t></w:r></w:p>")
    }

    @Test("is refused where it names a field that nobody knows, or does not close one")
    func unknown() async throws {
        for (body, word) in [("{{trich_yeu}} {{tieu_de}}", "{{tieu_de}}"), ("a {{trich_yeu", "}}")] {
            let desk = try PaperDesk()
            let template = try template(desk, "<w:p><w:r><w:t>\(body)</w:t></w:r></w:p>")
            do {
                _ = try await template.fields()
                Issue.record("was taken: \(body)")
            } catch WorkflowError.fileRefused(let why) { #expect(why.vietnamese.contains(word)) }
        }
    }

    @Test("comes from the script beside it, byte for byte")
    func isMade() throws {
        let desk = try PaperDesk()
        try FileManager.default.copyItem(atPath: PaperDesk.templates + "/make", toPath: desk.path("make"))
        try desk.run("python3", ["-I", desk.path("make")])
        for name in try FileManager.default.contentsOfDirectory(atPath: PaperDesk.templates) {
            let kept = FileManager.default.contents(atPath: PaperDesk.templates + "/" + name)
            #expect(kept == FileManager.default.contents(atPath: desk.path(name)), "\(name)")
        }
    }
}
