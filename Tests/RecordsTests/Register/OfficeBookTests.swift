import Records
import Testing

@Suite("The books of an office")
struct OfficeBookTests {
    @Test("have the columns of Appendix IV, no more and no fewer")
    func columns() {
        let headings = Dictionary(uniqueKeysWithValues: OfficeBook.allCases.map { ($0, $0.columns.map(\.heading)) })
        #expect(
            headings[.incoming] == [
                "Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu văn bản", "Ngày tháng văn bản",
                "Tên loại và trích yếu nội dung văn bản", "Đơn vị hoặc người nhận", "Ngày chuyển", "Ký nhận", "Ghi chú",
            ])
        #expect(
            headings[.outgoing] == [
                "Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu nội dung văn bản", "Người ký",
                "Nơi nhận văn bản", "Đơn vị, người nhận bản lưu", "Số lượng bản", "Ngày chuyển", "Ký nhận", "Ghi chú",
            ])
        #expect(
            headings[.followUp] == [
                "Số đến", "Tên loại, số và ký hiệu, ngày tháng và tên cơ quan, tổ chức ban hành văn bản",
                "Đơn vị hoặc người nhận", "Thời hạn giải quyết", "Tiến độ giải quyết", "Số, ký hiệu văn bản trả lời",
                "Ghi chú",
            ])
        #expect(
            headings[.posting] == [
                "Ngày chuyển", "Số, ký hiệu văn bản", "Nơi nhận văn bản", "Số lượng bì", "Ký nhận và dấu bưu điện",
                "Ghi chú",
            ])
        #expect(
            headings[.copies] == [
                "Ngày tháng", "Họ và tên người sử dụng", "Số, ký hiệu, ngày tháng văn bản",
                "Tên loại và trích yếu nội dung văn bản", "Số và ký hiệu hồ sơ", "Ký nhận", "Ngày trả",
                "Người cho phép sử dụng", "Ghi chú",
            ])
    }

    @Test("of copies have those of outgoing documents, for the decree draws none")
    func copies() {
        #expect(OfficeBook.made.columns == OfficeBook.outgoing.columns)
    }

    @Test("are named in addresses in one way, and nothing else names one")
    func addresses() {
        for address: BookAddress in [.register(7), .followUp(12), .posting, .archive] {
            #expect(BookAddress(address.description) == address)
        }
        for text in [
            "", "0", "-1", "+1", "7-", "7-follow-up-follow-up", "-follow-up", "a", "٧", "99999999999999999999",
        ] {
            #expect(BookAddress(text) == nil, "\(text)")
        }
    }

    @Test("of extracts know which pages are meant")
    func pages() {
        #expect(PageChoice("1, 3-5")?.each == [1, 3, 4, 5])
        #expect(PageChoice(" 2 ")?.written == "2")
        for text in ["", "0", "3-1", "2,2", "5,1", "1-", "-1", "1--2", "1,,2", "a", "1-2-3", "1-999999999", "1.5"] {
            #expect(PageChoice(text) == nil, "\(text)")
        }
    }

    @Test("fill the width of the paper", arguments: OfficeBook.allCases)
    func widths(book: OfficeBook) {
        #expect(book.columns.map(\.width).reduce(0, +) == 277)
    }

    @Test("are written in one way for their digest, which anybody can write again")
    func canonicalLines() throws {
        let days = try #require(Day("2026-01-01"))...(try #require(Day("2026-12-31")))
        let cover = BookCover(parentAgency: nil, agency: "UBND \"A\"", year: 2026, days: days, numbers: 1...1)
        let row = ["1/2026", "a\\b", "x\ny\u{202E}z", "é", "", "<b>"]
        let contents = BookContents(.posting, cover, rows: [row])
        #expect(
            Array(contents.canonicalLines) == [
                #"{"format":"congvan-book-1","book":"posting","agency":"UBND \"A\"","year":2026,"from":"2026-01-01","#
                    + #""to":"2026-12-31","first":1,"last":1,"volume":1,"columns":6,"rows":1}"#,
                #"["1/2026","a\\b","x\u000ay\u202ez","é","","<b>"]"#,
            ])
    }

    @Test("show on paper what would hide")
    func showsHidden() {
        #expect("a\u{202E}b\u{0}c\u{200B}\u{AD}d\n".withHiddenShown == "a⟨U+202E⟩b⟨U+0000⟩c⟨U+200B⟩⟨U+00AD⟩d\n")
        let plain = "Quyết định số 12/QĐ-UBND – “trích yếu”\u{A0}😀"
        #expect(plain.withHiddenShown == plain)
    }

    @Test("know the fields of templates, each under one name")
    func fields() {
        #expect(TemplateField.date(Day("2026-02-05"), year: 2026) == "ngày 05 tháng 02 năm 2026")
        #expect(TemplateField.date(Day("2026-03-15"), year: 2026) == "ngày 15 tháng 3 năm 2026")
        #expect(TemplateField.date(nil, year: 2026).contains("tháng \u{A0}"))
        #expect(TemplateField.reference(number: 7, notation: "QĐ-UBND") == "07/QĐ-UBND")
        #expect(TemplateField.reference(number: nil, notation: "QĐ-UBND").hasSuffix("\u{A0}/QĐ-UBND"))
    }
}
