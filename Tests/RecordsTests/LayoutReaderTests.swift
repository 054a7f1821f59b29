import Foundation
import Records
import TestNumbers
import Testing

@Suite("The layout of an official document")
struct LayoutReaderTests {
    struct Sheet: CustomTestStringConvertible {
        let file: String
        let number: String
        let notation: String
        let issuedOn: String
        let typeName: String
        let subject: String
        let senderName: String
        let signer: [String]

        var testDescription: String { file }
    }

    static let sheets: [Sheet] = [
        Sheet(
            file: "snv-1187-cv", number: "1187", notation: "SNV-TCBC", issuedOn: "2026-11-02", typeName: "Công văn",
            subject: "V/v báo cáo số lượng người làm việc tại các hội quần chúng được giao nhiệm vụ năm 2026",
            senderName: "Sở nội vụ", signer: ["KT. GIÁM ĐỐC", "Phó giám đốc", "Ninh Thị Thơm"]),
        Sheet(
            file: "twh-27-hd", number: "27", notation: "HD-ĐCT", issuedOn: "2026-11-03", typeName: "Hướng dẫn",
            subject: "Công tác nhân sự và chuẩn bị đại hội đại biểu phụ nữ cấp cơ sở, nhiệm kỳ 2026 - 2031",
            senderName: "Trung ương hội liên hiệp phụ nữ việt nam",
            signer: ["TM. ĐOÀN CHỦ TỊCH", "Phó chủ tịch", "Chu Thị Bích Thủy"]),
        Sheet(
            file: "ubnd-214-kh", number: "214", notation: "KH-UBND", issuedOn: "2026-10-19", typeName: "Kế hoạch",
            subject:
                "Triển khai Tháng hành động vì bình đẳng giới và phòng ngừa, ứng phó với bạo lực trên cơ sở giới năm 2026",
            senderName: "Ủy ban nhân dân tỉnh lam sơn", signer: ["KT. CHỦ TỊCH", "Phó chủ tịch", "Đinh Thị Hải Vân"]),
        Sheet(
            file: "ubnd-305-gm", number: "305", notation: "GM-UBND", issuedOn: "2026-11-20", typeName: "Giấy mời",
            subject: "Họp Ban Chỉ đạo các chương trình mục tiêu quốc gia tỉnh phiên thứ tư năm 2026",
            senderName: "Ủy ban nhân dân tỉnh lam sơn", signer: ["TL. CHỦ TỊCH", "Chánh văn phòng", "Nghiêm Xuân Bách"]),
    ]

    /// The text that the program gets: what pdftotext makes of the demonstration's own files.
    static func text(of name: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let file = TestData.repository.appending(path: "deploy/demo/attachments/\(name).pdf").path
        process.arguments = ["pdftotext", "-layout", "-enc", "UTF-8", "-f", "1", "-l", "3", file, "-"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "pdftotext is part of poppler-utils: deploy/install installs it")
        return String(decoding: data, as: UTF8.self)
    }

    @Test("is read from a PDF: number, symbol, date, type, subject, sender and signer", arguments: sheets)
    func isRead(sheet: Sheet) throws {
        let (details, found) = LayoutReader.read(try Self.text(of: sheet.file))
        #expect(details.number == sheet.number && details.notation == sheet.notation)
        #expect(details.issuedOn?.description == sheet.issuedOn)
        #expect(details.typeName == sheet.typeName)
        #expect(details.subject == sheet.subject)
        #expect(details.senderName == sheet.senderName)
        #expect(details.urgency == (sheet.file == "ubnd-305-gm" ? .urgent : .none))
        #expect([details.signerCompetence, details.signerPosition, details.signerName] == sheet.signer)
        #expect(
            found.isSuperset(of: [
                "number", "notation", "issuedOn", "typeName", "subject", "senderName", "signerCompetence",
                "signerPosition",
                "signerName",
            ]))
        #expect(details.faults(today: Day(year: 2026, month: 12, day: 1)!).isEmpty)
    }

    @Test("proposes nothing for a scan without text")
    func scan() throws {
        let (details, found) = LayoutReader.read(try Self.text(of: "benlim-63-bc"))
        #expect(details == IncomingDetails() && found.isEmpty)
    }

    @Test("is the same whether its text is composed or not")
    func decomposed() throws {
        let text = try Self.text(of: "snv-1187-cv")
        #expect(LayoutReader.read(text.decomposedStringWithCanonicalMapping) == LayoutReader.read(text))
    }

    @Test(
        "shows its stamps of urgency and secrecy",
        arguments: zip(
            ["KHẨN", "THƯỢNG KHẨN", "HỎA TỐC", "HOẢ TỐC", "MẬT", "TỐI MẬT", "TUYỆT MẬT"],
            [
                "urgent none", "veryUrgent none", "express none", "express none", "none secret", "none topSecret",
                "none mostSecret",
            ]))
    func stamps(stamp: String, expected: String) {
        let page =
            "SỞ NỘI VỤ      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n   Số: 12/SNV-VP\n\n  \(stamp)        Kính gửi: Hội\n"
        let (details, found) = LayoutReader.read(page)
        #expect("\(details.urgency) \(details.secrecy)" == expected)
        #expect(found.contains("urgency") != found.contains("secrecy"))
        let inText = LayoutReader.read("Số: 12/SNV-VP\nBảo vệ bí mật nhà nước, hồ sơ MẬT và việc KHẨN trong câu\n").0
        #expect(inText.urgency == .none && inText.secrecy == .none, "a word in a sentence is no stamp")
    }

    @Test("does not propose a day that is none")
    func noDay() {
        #expect(LayoutReader.read("Hà Nội, ngày 31 tháng 02 năm 2026").0.issuedOn == nil)
        #expect(LayoutReader.read("ngày     tháng 11 năm 2026").0.issuedOn == nil)
    }

    @Test("is never trusted: any text is read without harm")
    func garbage() {
        let page =
            "ỦY BAN NHÂN DÂN      CỘNG HÒA XÃ HỘI\nSố: 1/QĐ-X\nngày 1 tháng 1 năm 2026\nQUYẾT ĐỊNH\nVề\nTM. ỦY BAN\nCHỦ TỊCH\nLê A\n"
        // Many to a page, because reading one takes a while in a program that is not optimized.
        for start in stride(from: 0, to: TestData.naughtyStrings.count, by: 20) {
            let texts = TestData.naughtyStrings.dropFirst(start).prefix(20).joined(separator: "\n")
            for mixed in [texts, texts + "\n" + page, page.replacing("\nQ", with: "\n\(texts)\nQ")] {
                #expect(LayoutReader.read(mixed).0.subject.count <= 1000)
            }
        }
        let pieces =
            page.split(separator: "\n").map(String.init) + [
                "", "   ", "Số: /", "V/v ", "TM.", "\u{FEFF}", "\u{202E}abc", "Q. X",
            ]
        var random = Seeded(3)
        for _ in 0..<100 {
            let lines = (0..<Int.random(in: 0..<30, using: &random)).map { _ in
                let piece = pieces.randomElement(using: &random) ?? ""
                return String(repeating: " ", count: Int.random(in: 0..<40, using: &random)) + piece
            }
            _ = LayoutReader.read(lines.joined(separator: "\n"))
        }
        #expect(LayoutReader.read(String(repeating: "số: ", count: 20_000)).1.isEmpty)
        #expect(LayoutReader.read(String(repeating: "\n", count: 100_000)).1.isEmpty)
    }
}
