import Foundation
import Records
import Testing
import Workflow

@Suite("The print of a book", .serialized)
struct PrintingTests {
    private static let printer = BookPrinter(programs: PaperDesk.programs)
    private static let link = "https://vanphong.example.gov.vn/xac-nhan/so/2026-den"

    private func contents(_ rows: [[String]], parent: String? = "UBND tỉnh Quảng Nam") throws -> BookContents {
        let days = try #require(Day("2026-01-01"))...(try #require(Day("2026-12-31")))
        let cover = BookCover(
            parentAgency: parent, agency: "Hội Liên hiệp Phụ nữ", year: 2026, days: days,
            numbers: 1...max(1, rows.count))
        return BookContents(.incoming, cover, rows: rows)
    }

    private func row(_ number: Int, subject: String, note: String = "") -> [String] {
        [
            "22/11/2026", "\(number)", "Ủy ban nhân dân tỉnh", "\(number)/QĐ-UBND", "20/11/2026", subject,
            "Ban Tổ chức – Kiểm tra", "22/11/2026", "", note,
        ]
    }

    private func blankless(_ text: String) -> String {
        text.withHiddenShown.precomposedStringWithCanonicalMapping.filter { !$0.isWhitespace }
    }

    private func printed(_ contents: BookContents, _ desk: PaperDesk) async throws -> PrintedBook {
        let proof = BookProof(of: contents, printedAt: Date(timeIntervalSince1970: 1_795_226_400), link: Self.link)
        let pages = try await Self.printer.print(contents, proof: proof, to: desk.path("book.pdf"))
        #expect(try desk.pages(desk.path("book.pdf")) == pages + 1)
        let text = try desk.text(desk.path("book.pdf"))
        #expect(text.filter { !$0.isWhitespace }.contains(proof.digest), "the digest is on the print")
        for page in 1...pages { #expect(text.contains("Trang \(page)/\(pages)")) }
        return try PrintedBook(desk.path("book.pdf"), contents.book, desk)
    }

    @Test("says what the register says, column by column, whatever somebody wrote into it")
    func isFaithful() async throws {
        let desk = try PaperDesk()
        let hostile = [
            String(repeating: "Wm", count: 300), "<script>alert(1)</script><td>&amp;",
            "ẩn\u{202E}ngược\u{0}\u{7}\u{200B}hết",
            "dòng một\ndòng hai\r\nba", "‘nháy’ \"kép\" – — … 100 % \\ `", "Quye\u{302}\u{301}t đi\u{323}nh",
            "</table></body>",
            "url(http://a.vn/x) @import <img src=qr:x>", "{{trich_yeu}} %s $1 -->", " đầu và cuối ",
            String(repeating: "Về việc triển khai kế hoạch kiểm tra. ", count: 14), "\u{FEFF}\u{2066}x\u{2069}",
        ]
        let rows = (1...60).map {
            row($0, subject: hostile[$0 % hostile.count], note: hostile[($0 * 5) % hostile.count])
        }
        let book = try await printed(contents(rows), desk)
        #expect(book.rows(counted: 1) == rows.map { $0.map(blankless) })
    }

    @Test("goes on over many pages, each full, with its head and number on each, and misses no row")
    func isComplete() async throws {
        let desk = try PaperDesk()
        let rows = (1...300).map { row($0, subject: "Quyết định về việc phê duyệt kế hoạch số \($0) năm 2026") }
        let book = try await printed(contents(rows), desk)
        #expect(book.rows(counted: 1) == rows.map { $0.map(blankless) })
        #expect(book.depths.count > 8)
        for depth in book.depths.dropLast() { #expect(depth > 470, "a page that is not full") }
    }

    @Test("holds also a row that is longer than a page")
    func longRow() async throws {
        let desk = try PaperDesk()
        let rows = [
            row(1, subject: "a"), row(2, subject: String(repeating: "rất dài ", count: 900)), row(3, subject: "b"),
        ]
        let book = try await printed(contents(rows), desk)
        #expect(book.rows(counted: 1) == rows.map { $0.map(blankless) })
    }

    @Test("has the cover of the decree, and a code that leads to the page that confirms it")
    func cover() async throws {
        let desk = try PaperDesk()
        _ = try await printed(contents([row(1, subject: "x")]), desk)
        let cover = try desk.text(desk.path("book.pdf"), page: 1)
        for words in [
            "UBND TỈNH QUẢNG NAM", "HỘI LIÊN HIỆP PHỤ NỮ", "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN", "Năm: 2026",
            "Từ ngày 01/01/2026 đến ngày 31/12/2026", "Từ số 1 đến số 1", "Quyển số: 1",
        ] { #expect(cover.contains(words), "\(words)") }
        #expect(!cover.contains("Trang"))
        try desk.run(
            "pdftoppm",
            ["-r", "200", "-f", "1", "-l", "1", "-singlefile", "-png", desk.path("book.pdf"), desk.path("c")])
        #expect(try desk.run("zbarimg", ["--raw", "-q", desk.path("c.png")]) == Self.link + "\n")
    }

    @Test("of a book without rows is a book all the same", arguments: OfficeBook.allCases)
    func isEmpty(book: OfficeBook) async throws {
        let desk = try PaperDesk()
        let days = try #require(Day("2026-01-01"))...(try #require(Day("2026-12-31")))
        let contents = BookContents(book, BookCover(agency: "Sở Nội vụ", year: 2026, days: days), rows: [])
        let proof = BookProof(of: contents, printedAt: Date(timeIntervalSince1970: 1_795_226_400))
        #expect(try await Self.printer.print(contents, proof: proof, to: desk.path("book.pdf")) == 1)
        let text = try desk.text(desk.path("book.pdf")).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(text.contains("Sổ này có 0 dòng") && text.contains("(\(book.columns.count))"))
    }

    @Test("stands for exactly these data: its digest is that of their canonical form, and of no other")
    func digest() throws {
        let desk = try PaperDesk()
        let contents = try contents([row(1, subject: "a"), row(2, subject: "b\"\\\n")])
        try desk.write("lines", contents.canonicalLines.map { $0 + "\n" }.joined().utf8)
        let digest = BookProof.digest(of: contents)
        #expect(try desk.run("sha256sum", [desk.path("lines")]).hasPrefix(digest + " "))
        var other = contents.rows
        other.swapAt(0, 1)
        #expect(try BookProof.digest(of: self.contents(other)) != digest)
        #expect(try BookProof.digest(of: self.contents(contents.rows, parent: nil)) != digest)
    }

    @Test("in a browser fetches nothing and holds nobody's markup")
    func html() throws {
        let contents = try contents([row(1, subject: "<script>x</script>")])
        let html = BookHTML(contents, proof: BookProof(of: contents, printedAt: Date(), link: Self.link)).document
        #expect(!html.contains("<script") && !html.contains("src=") && !html.contains("url("))
        #expect(html.contains("&lt;script&gt;") && html.contains("<thead>") && html.contains("@page"))
    }
}
