import Exchange
import Foundation
import Records
import Testing

@Suite("An envelope from the national exchange", .enabled(if: TestData.isPresent))
struct SampleEnvelopeTests {
    let folder = TestFolder()

    func read(_ name: String, _ recipient: Set<String>? = nil) throws(ExchangeError) -> Envelope {
        try EnvelopeReader(recipient: recipient)
            .read(file: TestData.path("envelopes/" + name), attachmentsInto: folder.path)
    }

    @Test("gives every field of a new document")
    func newDocument() throws {
        let envelope = try read("edoc_new.edxml", ["28.22.h17"])
        #expect(envelope.kind == .new)
        #expect(envelope.from.organID == "000.00.00.A80")
        #expect(envelope.from.name == "UBND xã Hòa Tiến - UBND huyện Hòa Vang - Thành phố Đà Nẵng")
        #expect(envelope.from.address == "Số 1 Hoàng Hoa Thám, Quận Ba Đình, Hà Nội")
        #expect(envelope.to.map(\.organID) == ["28.22.H17"])
        #expect(envelope.to.first?.telephone == "(84-4) 3821 5137")
        #expect(envelope.documentID == "000.00.00.G22,2015/09/30,7816/VPCP-TTĐT")
        #expect(envelope.reference == "74fass22/VPCP-TTĐT")
        #expect(envelope.promulgationPlace == "Hà Nội")
        #expect(envelope.promulgatedOn == Day(year: 2019, month: 1, day: 16))
        #expect(envelope.documentType.type == 1 && envelope.documentType.detail == 0)
        #expect(envelope.documentType.name == "Công văn")
        #expect(envelope.subject == "V/v kết nối, liên thông phần mềm quản lý văn bản")
        #expect(envelope.content == envelope.subject)
        #expect(envelope.signer?.fullName == "Nguyen Van Mau")
        #expect(envelope.signer?.competence == "TL. BO TRUONG")
        #expect(envelope.dueOn == Day(year: 2018, month: 9, day: 28))
        #expect(envelope.priority == 0 && envelope.promulgationAmount == 2 && envelope.pageAmount == 22)
        #expect(envelope.sphere == "Liên thông văn bản quốc gia" && envelope.typistNotation == "TVC")
        #expect(envelope.isDirective == false && envelope.steeringType == 1)
        #expect(envelope.appendixes == ["Công văn về việc kết nối, liên thông phần mềm quản lý văn bản"])
        #expect(envelope.toPlaces == ["Cac bo va co quan ngang bo", "Uy ban nhan dan cac tinh, TP"])
        #expect(envelope.trace.map(\.organID) == ["000.00.00.G22"])
        #expect(envelope.trace.first?.at == Date(timeIntervalSince1970: 1_538_067_600), "midnight in Vietnam")
        #expect(envelope.business?.documentID == "000.00.00.G22,2014/02/30,7806/VPCP-TTĐT")
        #expect(envelope.business?.reason == "Văn bản điện tử mới" && envelope.business?.paper == false)
        #expect(envelope.business?.staff.first?.name == "Nguyễn Thị Mẫu")
        #expect(envelope.hasSignature)
        #expect(envelope.warnings.isEmpty)
    }

    @Test("gives the file inside a ZIP, byte for byte", arguments: ["edoc_new.edxml", "edoc_revocation.edxml"])
    func attachment(name: String) throws {
        let attachment = try #require(try read(name).attachments.first)
        #expect(attachment.name == "1896_QD-TTg_m_294779.doc")
        #expect(attachment.contentID == "209")
        #expect(attachment.declaredType == "application/zip")
        #expect(attachment.mediaType == .oldOffice)
        #expect(attachment.wasZipped && !attachment.isDamaged)
        #expect(attachment.file == folder.path + "/1" && folder.files == ["1"])
        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: attachment.file)))
        #expect(attachment.size == 200_008 && bytes.count == 200_008)

        // The ZIP says in its first header what the checksum of the file must be.
        let text = String(decoding: TestData.bytes("envelopes/" + name), as: UTF8.self)
        let base64 = text.components(separatedBy: "ContentTransferEncoded").first { $0.contains("UEsDB") } ?? ""
        let encoded = base64.drop { $0 != ">" }.dropFirst().prefix { $0 != "<" }
        let zip = try #require(Data(base64Encoded: String(encoded)).map(Array.init))
        let checksum = zip[14..<18].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        #expect(crc32(bytes) == checksum)
    }

    @Test("that takes a document back is a recall")
    func recall() throws {
        let envelope = try read("edoc_revocation.edxml", ["000.00.00.H14"])
        #expect(envelope.kind == .recall)
        #expect(envelope.to.map(\.organID) == ["000.00.00.H41", "000.00.00.H14", "000.00.00.G17"])
        #expect(envelope.business?.reason == "Thu hồi văn bản điện tử")
        #expect(envelope.business?.documentID == nil && envelope.documentID?.hasSuffix("7816/VPCP-TTĐT") == true)
        let answered = try #require(envelope.responseFor.first)
        #expect(answered.organID == "000.00.00.H14" && answered.code == "267/VPCP-TTĐT")
        #expect(answered.documentID == "000.00.04.G14,2012/08/06,267/VPCP-TTĐT")
        #expect(answered.promulgatedOn == Day(year: 2018, month: 9, day: 28))
    }

    @Test("may have three ZIPs that are declared as text")
    func threeAttachments() throws {
        let envelope = try read("gateway_2025_three_attachments.edxml")
        #expect(envelope.attachments.map(\.name) == ["localA.txt", "localB.txt", "localC.txt"])
        for (attachment, letter) in zip(envelope.attachments, ["A", "B", "C"]) {
            #expect(try String(contentsOfFile: attachment.file, encoding: .utf8) == "LOCAL AGG \(letter)")
            #expect(attachment.wasZipped && attachment.mediaType == .text && attachment.declaredType == "text/plain")
        }
        #expect(folder.files == ["1", "2", "3"])
        #expect(!envelope.hasSignature)
        #expect(envelope.warnings == [.tooLong(path: "MessageHeader/Code/CodeNumber", most: 11)])
    }

    @Test("may begin with a few bytes that do not belong to it")
    func junk() throws {
        let envelope = try read("junk_before_declaration.edxml")
        #expect(envelope.from.organID == "002.00.20.H13")
        #expect(envelope.warnings.contains(.leadingBytes(count: 4)))
        #expect(envelope.attachments.first?.size == 200_008)
    }

    @Test("tells what became of a document", arguments: ["01", "03", "06", "13"])
    func status(code: String) throws {
        let envelope = try read("status_\(code).edxml", ["nobody"])
        #expect(envelope.kind == .status && envelope.to.isEmpty && envelope.attachments.isEmpty)
        #expect(envelope.status?.code == code)
        #expect(envelope.status?.at == Date(timeIntervalSince1970: 1_442_722_116))
        #expect(envelope.status?.description?.hasPrefix("Văn thư") == true)
        #expect(envelope.status?.staff.first?.name == "Nguyen thi mau")
        #expect(envelope.responseFor.first?.documentID == "000.00.00.G22,2015/09/30,7816/VPCP-TTĐT")
        #expect(envelope.responseFor.first?.code == "7816/VPCP-TTĐT")
        #expect(envelope.from.organID == (code == "13" ? "000.00.00.G22" : "000.00.00.H41"))
        #expect(envelope.warnings.isEmpty)
    }

    @Test("is the same in chunks of every size", arguments: 1...70)
    func chunks(size: Int) throws {
        let bytes = TestData.bytes("envelopes/gateway_2025_three_attachments.edxml")
        let whole = try EnvelopeReader().read(bytes, into: folder)
        let other = TestFolder()
        var pieces = try EnvelopeReader().read(bytes, chunk: size, into: other)
        for index in pieces.attachments.indices {
            let file = pieces.attachments[index].file
            #expect(try Data(contentsOf: URL(fileURLWithPath: file)).count == 11)
            pieces.attachments[index].file = whole.attachments[index].file
        }
        #expect(pieces == whole)
    }

    @Test("may be stored as JSON and comes back the same")
    func codable() throws {
        let envelope = try read("edoc_new.edxml")
        let json = try JSONEncoder().encode(envelope)
        #expect(try JSONDecoder().decode(Envelope.self, from: json) == envelope)
    }

    private func crc32(_ bytes: [UInt8]) -> UInt32 {
        var checksum = UInt32.max
        for byte in bytes {
            checksum ^= UInt32(byte)
            for _ in 0..<8 { checksum = checksum >> 1 ^ (checksum & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return ~checksum
    }
}
