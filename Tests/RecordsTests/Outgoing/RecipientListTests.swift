import Records
import Testing

@Suite("A list of recipients from a spreadsheet")
struct RecipientListTests {
    private func read(_ text: String, takingPost: Bool = true) -> RecipientList {
        RecipientList(csv: Array(text.utf8), takingPost: takingPost)
    }

    private func sentences(_ list: RecipientList) -> [String] { list.faults.map(\.sentence.vietnamese) }

    @Test("gives agencies by their codes and the rest by post, whatever order the columns have and what divides them")
    func takesBoth() {
        for text in [
            "mã định danh,tên,địa chỉ\nH99.01,,\n,Công ty Một,\"1 Trần Phú, phường Hai\"\n",
            "\u{FEFF}Tên;Địa chỉ;Mã định danh\r\n;;H99.01\r\nCông ty Một;1 Trần Phú, phường Hai;\r\n",
            "ten\tdia chi\tma\n\t\tH99.01\n\n,\t\t\nCông ty Một\t1 Trần Phú, phường Hai\t".replacing(
                ",\t\t\n", with: "\t\t\n"),
        ] {
            let list = read(text)
            #expect(list.faults.isEmpty, "\(sentences(list))")
            #expect(
                list.lines.map(\.address) == [
                    .agency(code: "H99.01"), .post(name: "Công ty Một", address: "1 Trần Phú, phường Hai"),
                ])
        }
    }

    @Test("names every faulty line with its number")
    func namesLines() {
        let list = read(
            "ma,ten,dia chi\nH1,,\nh1,,\n,,12 Lê Lợi\n\"x\"y,,\n,A\u{7},\n,\(String(repeating: "a", count: 201)),\n")
        #expect(
            sentences(list) == [
                "Dòng 3: đã có ở dòng 2.", "Dòng 4: Không được để trống.", "Dòng 5: dấu nháy kép đặt sai.",
                "Dòng 6: không phải chữ UTF-8. Trong Excel hãy lưu dạng “CSV UTF-8”.", "Dòng 7: Dài quá 200 ký tự.",
            ])
        #expect(sentences(read("ma,ten\n,A\n", takingPost: false)) == ["Dòng 2: thiếu mã định danh."])
    }

    @Test("is refused whole where it is none", arguments: ["", "\n\n", "ma,ten\n", "Sở Nội vụ\nH99.01\n"])
    func refusesOthers(text: String) {
        let list = read(text)
        #expect(list.lines.isEmpty && list.faults.count == 1)
    }

    @Test("that is hostile ends early and never grows")
    func hostile() {
        let sixteen = RecipientList(
            csv: Array("ma,ten\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }), takingPost: true)
        #expect(sentences(sixteen).first?.contains("CSV UTF-8") == true)
        #expect(read("ma,ten\n\"" + String(repeating: "a", count: 900_000)).faults.map(\.line) == [2])
        let many = read("ma\n" + (1...3000).map { "H\($0)\n" }.joined())
        #expect(sentences(many) == ["Dòng 2002: quá 2000 nơi nhận."] && many.lines.count == 2001)
        let wrong = read("ma\n" + String(repeating: "\u{1}\n", count: 3000))
        #expect(wrong.faults.count == RecipientList.mostFaults)
        #expect(read("ma\n" + String(repeating: ",", count: 10_000) + "\n").faults.count == 1)
        #expect(read("ma\n\(String(repeating: "H", count: 65))\n").faults.count == 1)
    }
}
