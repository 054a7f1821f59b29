import Foundation
import Records
import Testing
import Workflow

@Suite("Making PDF of Word files")
struct ConvertingTests {
    @Test("refuses what is dangerous, with what to take out")
    func refuses() async throws {
        let desk = try PaperDesk()
        let bomb = try desk.write("bomb.docx", "PK no ZIP".utf8)
        do {
            try await DocumentConverter().convert(bomb, to: desk.path("x.pdf"))
            Issue.record("was taken")
        } catch WorkflowError.fileRefused(let why) { #expect(why.vietnamese.contains(".docx")) }
        #expect(!FileManager.default.fileExists(atPath: desk.path("x.pdf")))
    }

    @Test("says so where LibreOffice finds no document in what looks like one")
    func nonsense() async throws {
        let desk = try PaperDesk()
        let source = """
            import zipfile
            with zipfile.ZipFile("\(PaperDesk.templates)/cong-van.docx") as old, zipfile.ZipFile("\(desk.path("n.docx"))", "w") as new:
                for name in old.namelist():
                    new.writestr(name, "<a/>" if name.endswith(".rels") else old.read(name))
            """
        try desk.write("n.py", source.utf8)
        try desk.run("python3", ["-I", desk.path("n.py")])
        await #expect(throws: WorkflowError.self) {
            try await DocumentConverter().convert(desk.path("n.docx"), to: desk.path("n.pdf"))
        }
    }

    @Test("lets two in at once, the others wait, and a long line is told so")
    func queues() async throws {
        let desk = try PaperDesk()
        let converter = DocumentConverter(atOnce: 1, waiting: 1)
        let source = PaperDesk.templates + "/cong-van.docx"
        let ends = await withTaskGroup(of: String.self) { group in
            for number in 0..<4 {
                group.addTask {
                    do {
                        try await converter.convert(source, to: desk.path("\(number).pdf"))
                        return "made"
                    } catch PaperToolFault.busy { return "busy" } catch { return "\(error)" }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(ends.sorted() == ["busy", "busy", "made", "made"])
    }

    @Test("takes a PDF as it is, unless it is locked, damaged or endless")
    func checksPDF() async throws {
        let desk = try PaperDesk()
        let plain = try desk.pdf("plain.pdf", pages: 3)
        #expect(try await PDFCheck.pages(of: plain) == 3)
        try desk.run("qpdf", ["--encrypt", "reader", "owner", "256", "--", plain, desk.path("read.pdf")])
        try desk.run("qpdf", ["--encrypt", "", "owner", "256", "--print=none", "--", plain, desk.path("owned.pdf")])
        try desk.write("cut.pdf", try Data(contentsOf: URL(filePath: plain)).prefix(100))
        try desk.write("none.pdf", "not a PDF".utf8)
        _ = try desk.pdf("endless.pdf", pages: 2001)
        for (name, word) in [
            ("read", "mật khẩu"), ("owned", "khóa"), ("cut", "hỏng"), ("none", "hỏng"), ("endless", "2000"),
        ] {
            do {
                try await PDFCheck.pages(of: desk.path(name + ".pdf"))
                Issue.record("was taken: \(name)")
            } catch WorkflowError.fileRefused(let why) { #expect(why.vietnamese.contains(word), "\(name)") }
        }
    }

    @Test("lets two versions be compared word by word, and says nothing of a scan")
    func compares() async throws {
        let desk = try PaperDesk()
        let template = DocumentTemplate(path: PaperDesk.templates + "/cong-van.docx")
        var values = TemplateTests.values
        for (name, content) in [("old", "Báo cáo trước ngày 10."), ("new", "Báo cáo trước ngày 25.")] {
            values[.content] = content
            try await template.fill(values, to: desk.path(name + ".docx"))
            try await TemplateTests.converter.convert(desk.path(name + ".docx"), to: desk.path(name + ".pdf"))
        }
        let difference = try #require(
            await VersionComparison.difference(from: desk.path("old.pdf"), to: desk.path("new.pdf")))
        #expect(difference.runs.filter { $0.kind == .removed }.map { $0.text.filter { !$0.isWhitespace } } == ["10."])
        #expect(difference.runs.filter { $0.kind == .added }.map { $0.text.filter { !$0.isWhitespace } } == ["25."])
        let empty = try desk.pdf("scan.pdf", script: "pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, b'')")
        #expect(await VersionComparison.difference(from: empty, to: desk.path("new.pdf")) == nil)
    }
}
