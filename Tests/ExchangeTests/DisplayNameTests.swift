import Exchange
import Foundation
import Testing

@Suite("The name of a file")
struct DisplayNameTests {
    @Test(
        "is shown without what could harm",
        arguments: [
            ("Công văn số 07.PDF", "Công văn số 07.PDF"), ("a.pdf ", "a.pdf"), ("../../etc/passwd", "__._etc_passwd"),
            ("a\\b:c.pdf", "a_b_c.pdf"), ("a\nContent-Type: text/html.pdf", "a_Content-Type_ text_html.pdf"),
            ("\u{202E}gnp.exe", "gnp.exe_"), ("congvan.pdf.exe", "congvan.pdf.exe_"), ("nul.pdf", "_nul.pdf"),
            ("COM1", "_COM1"), (".htaccess", "_htaccess"), ("=cmd|calc!A1.csv", "_=cmd_calc!A1.csv"),
            ("%2e%2e%2fpasswd", "_2e_2e_2fpasswd"), ("100%.pdf", "100%.pdf"), ("..", "tep-3"), ("   ", "tep-3"),
            ("", "tep-3"), ("\u{200B}", "tep-3"), ("///", "tep-3"), ("a.pdf...", "a.pdf"), ("x\u{0}y", "x_y"),
            ("a／b.pdf", "a_b.pdf"), ("-rf.pdf", "_-rf.pdf"), ("tệp…đính kèm.docx", "tệp…đính kèm.docx"),
        ])
    func isShown(given: String, shown: String) {
        #expect(Exchange.Attachment.displayName(given, number: 3) == shown)
    }

    @Test("is shortened, and keeps its extension")
    func isShortened() {
        let name = Exchange.Attachment.displayName(String(repeating: "văn bản ", count: 100) + ".pdf", number: 1)
        #expect(name.utf8.count <= 180 && name.hasSuffix(".pdf"))
        let marks = Exchange.Attachment.displayName("a" + String(repeating: "\u{301}", count: 5000) + ".pdf", number: 1)
        #expect(marks.utf8.count <= 180)
    }

    @Test("is safe whatever was given", .enabled(if: TestData.isPresent))
    func isSafe() throws {
        let list = try JSONDecoder().decode([String].self, from: Data(TestData.bytes("naughty-strings.base64.json")))
        #expect(list.count > 400)
        for encoded in list {
            let given = String(decoding: Data(base64Encoded: encoded) ?? Data(), as: UTF8.self)
            let name = Exchange.Attachment.displayName(given, number: 1)
            #expect(!name.isEmpty && name.utf8.count <= 181)
            #expect(!name.hasPrefix(".") && !name.hasSuffix(".") && !name.contains(".."))
            let forbidden = Set("/\\:*?\"<>|".unicodeScalars)
            #expect(
                name.unicodeScalars.allSatisfy {
                    !forbidden.contains($0) && $0.properties.generalCategory != .control
                        && $0.properties.generalCategory != .lineSeparator && !(0x202A...0x202E).contains($0.value)
                })
            #expect(Exchange.Attachment.displayName(name, number: 1) == name, "cleaned once, it stays")
        }
    }
}
