import Foundation
import Records
import Testing
import Workflow

@Suite("The marks on a copy of a PDF")
struct MarkingTests {
    static let stamp = DocumentStamp(programs: PaperDesk.programs)
    static let link = "https://vanphong.example.gov.vn/xac-nhan/a1b2c3?x=1&y=2"

    static var marks: PaperMarks {
        get throws {
            var marks = PaperMarks()
            marks.arrival = .init(
                agency: "Hội Liên hiệp Phụ nữ tỉnh Quảng Nam", number: "1234", day: try #require(Day("2026-11-22")),
                forward: "Ban <b>Tổ chức</b>", dossier: "01.TCCB")
            marks.copy = PaperMarks.copyMark(
                .same, agency: "Sở Nội vụ", reference: "05/SY-SNV", at: Date(timeIntervalSince1970: 1_795_226_400))
            marks.watermark = ["Nguyễn Thị Vân", "22/11/2026 10:11"]
            marks.link = link
            marks.caption = "Kiểm tra tại \(link)"
            return marks
        }
    }

    private func spots(_ desk: PaperDesk, _ pdf: String) throws -> [(word: String, x: Double, y: Double)] {
        try desk.run("pdftotext", ["-bbox", "-f", "1", "-l", "1", pdf, "-"])
            .matches(of: #/<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="[\d.]+">([^<]*)</#)
            .map { (String($0.output.3), Double($0.output.1) ?? 0, Double($0.output.2) ?? 0) }
    }

    @Test("say what they should, where they should, whichever way the page lies", arguments: [0, 90, 180, 270])
    func marks(rotated: Int) async throws {
        let desk = try PaperDesk()
        let source = try desk.pdf("in.pdf", pages: 3, rotated: rotated)
        let before = FileManager.default.contents(atPath: source)
        let stamped = try await Self.stamp.stamp(source, Self.marks, to: desk.path("out.pdf"))
        #expect(stamped.pages == 3 && !stamped.signed)
        #expect(FileManager.default.contents(atPath: source) == before, "the original stays as it is")

        let first = try desk.text(desk.path("out.pdf"), page: 1)
        for words in [
            "ĐẾN", "1234", "22/11/2026", "Ban <b>Tổ chức</b>", "01.TCCB", "SAO Y", "05/SY-SNV",
            "2026-11-21T09:00:00+07:00",
        ] {
            #expect(first.contains(words), "\(words)")
        }
        // pdftotext gives slanting text in an order of its own.
        for page in 1...3 {
            let text = try desk.run("pdftotext", ["-raw", "-f", "\(page)", "-l", "\(page)", desk.path("out.pdf"), "-"])
            #expect(text.filter { !$0.isWhitespace }.contains("NguyễnThịVân"), "page \(page)")
            #expect(text.filter { !$0.isWhitespace }.contains("Bodyofpage\(page)"), "page \(page)")
        }
        let width = rotated % 180 == 0 ? 595.0 : 842
        let spots = try spots(desk, desk.path("out.pdf"))
        let arrival = try #require(spots.first { $0.word == "ĐẾN" })
        let copy = try #require(spots.first { $0.word == "SAO" })
        #expect(arrival.y < 421 && copy.y < 40 && copy.x > width / 2)
        #expect(
            try desk.run("qpdf", ["--check", desk.path("out.pdf")]).contains("No syntax or stream encoding errors"))
        try desk.run(
            "pdftoppm",
            ["-r", "200", "-f", "3", "-l", "3", "-singlefile", "-png", desk.path("out.pdf"), desk.path("last")])
        #expect(try desk.run("zbarimg", ["--raw", "-q", desk.path("last.png")]) == Self.link + "\n")
    }

    @Test("stand on blank paper where there is some")
    func findsBlankPaper() async throws {
        let desk = try PaperDesk()
        try await DocumentTemplate(path: PaperDesk.templates + "/cong-van.docx").fill(
            TemplateTests.values, to: desk.path("a.docx"))
        try await TemplateTests.converter.convert(desk.path("a.docx"), to: desk.path("a.pdf"))
        let words = try spots(desk, desk.path("a.pdf"))
        var marks = PaperMarks()
        marks.arrival = try Self.marks.arrival
        _ = try await Self.stamp.stamp(desk.path("a.pdf"), marks, to: desk.path("b.pdf"))
        let stamp = try #require(spots(desk, desk.path("b.pdf")).first { $0.word == "ĐẾN" })
        let covered = words.filter { abs($0.x - stamp.x) < 60 && $0.y > stamp.y - 20 && $0.y < stamp.y + 60 }
        #expect(covered.isEmpty, "\(covered)")
    }

    @Test("on a signed PDF make a copy that says that it is one")
    func signed() async throws {
        let desk = try PaperDesk()
        let source = try desk.pdf(
            "signed.pdf",
            script: """
                field = pdf.make_indirect(Dictionary(FT=Name.Sig, T=pikepdf.String("s"), Subtype=Name.Widget, Rect=Array([0, 0, 0, 0]),
                    V=Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=pikepdf.String("x"))))
                pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
                pdf.pages[0].obj.Annots = Array([field])
                """)
        let stamped = try await Self.stamp.stamp(source, Self.marks, to: desk.path("out.pdf"))
        #expect(stamped.signed)
        #expect(try desk.text(desk.path("out.pdf")).contains("không thay bản gốc"))
        #expect(try !Data(contentsOf: URL(filePath: desk.path("out.pdf"))).contains(Data("/Sig".utf8)))
    }

    @Test("stand on an extract that holds no picture of the pages that are left out, though all share one dictionary")
    func extractHoldsNothingElse() async throws {
        let desk = try PaperDesk()
        let source = try desk.pdf(
            "shared.pdf", pages: 2,
            script: """
                def picture(gray):
                    return pdf.make_indirect(pikepdf.Stream(pdf, bytes([gray]) * 256, Type=Name.XObject,
                        Subtype=Name.Image, Width=16, Height=16, ColorSpace=Name.DeviceGray, BitsPerComponent=8))
                shared = pdf.make_indirect(Dictionary(Font=Dictionary(F=font),
                    XObject=Dictionary(One=picture(60), Two=picture(160))))
                for page, name in zip(pdf.pages, ("One", "Two")):
                    page.obj.Resources = shared
                    page.obj.Thumb = picture(200)
                    page.contents_add(f"q 90 0 0 90 100 500 cm /{name} Do Q".encode())
                """)
        var marks = PaperMarks()
        marks.pages = [1]
        _ = try await Self.stamp.stamp(source, marks, to: desk.path("out.pdf"))
        let listed = try desk.run("pdfimages", ["-list", desk.path("out.pdf")]).split(separator: "\n").dropFirst(2)
        #expect(listed.count == 1, "\(listed)")
        // pdfimages lists what pages refer to; the file itself is asked for the rest.
        let held = try desk.run("qpdf", ["--qdf", "--object-streams=disable", desk.path("out.pdf"), "-"])
        #expect(held.matches(of: #/\/Subtype \/Image/#).count == 1)
        #expect(!held.contains("/Thumb"))
    }

    @Test("are refused on what is locked, damaged or no PDF")
    func refuses() async throws {
        let desk = try PaperDesk()
        let plain = try desk.pdf("plain.pdf", pages: 2)
        try desk.run("qpdf", ["--encrypt", "", "owner", "256", "--", plain, desk.path("owned.pdf")])
        try desk.run("qpdf", ["--encrypt", "reader", "owner", "256", "--", plain, desk.path("locked.pdf")])
        try desk.write("none.pdf", "%PDF-1.7\nnothing".utf8)
        for name in ["owned.pdf", "locked.pdf", "none.pdf"] {
            await #expect(throws: WorkflowError.self, "\(name)") {
                try await Self.stamp.stamp(desk.path(name), Self.marks, to: desk.path("out.pdf"))
            }
            #expect(!FileManager.default.fileExists(atPath: desk.path("out.pdf")))
        }
    }

    @Test("hold what is too long inside their frame")
    func longTexts() async throws {
        let desk = try PaperDesk()
        var marks = try Self.marks
        marks.arrival?.agency = String(repeating: "Ủy ban ", count: 200)
        marks.arrival?.forward = String(repeating: "x", count: 5000)
        marks.watermark = [String(repeating: "tên ", count: 500)]
        marks.caption = String(repeating: "lời ", count: 500)
        let stamped = try await Self.stamp.stamp(try desk.pdf("in.pdf"), marks, to: desk.path("out.pdf"))
        #expect(stamped.pages == 1)
        #expect(try desk.text(desk.path("out.pdf")).contains("ĐẾN"))
    }

    /// How long it takes is deploy/bench's to say; the program's own limits end it here where it is far too long.
    @Test("stand on all of 300 pages, as one drawing that they share")
    func manyPages() async throws {
        let desk = try PaperDesk()
        let source = try desk.pdf("in.pdf", pages: 300)
        let stamped = try await Self.stamp.stamp(source, Self.marks, to: desk.path("out.pdf"))
        #expect(stamped.pages == 300)
        #expect(try desk.text(desk.path("out.pdf"), page: 300).contains("300"))
        #expect(try desk.text(desk.path("out.pdf"), page: 299).filter { !$0.isWhitespace }.contains("299"))
        let size = try Data(contentsOf: URL(filePath: desk.path("out.pdf"))).count
        #expect(try size < Data(contentsOf: URL(filePath: source)).count + 250_000)
    }
}
