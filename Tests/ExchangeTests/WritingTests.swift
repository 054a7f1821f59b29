import Exchange
import Foundation
import Records
import Testing

@Suite("An envelope that is written")
struct WritingTests {
    let folder = TestFolder()

    /// The envelope of the reference's example.
    func document() -> Envelope {
        var from = Envelope.Organization(organID: "H99.01", name: "Sở Mẫu")
        from.inCharge = "UBND tỉnh Mẫu"
        var envelope = Envelope(.new, from: from)
        envelope.to = [.init(organID: "H99.02", name: "Chi cục Thử")]
        envelope.documentID = "0b0e5a5e-6f5e-4c7e-9a7c-2f8a6d0c1e11"
        envelope.codeNumber = "07"
        envelope.codeNotation = "SM-VP"
        envelope.promulgationPlace = "Hà Nội"
        envelope.promulgatedOn = Day(year: 2026, month: 11, day: 20)
        envelope.documentType = .init(name: "Công văn")
        envelope.subject = "V/v thử gửi văn bản"
        envelope.content = envelope.subject
        envelope.signer = .init(competence: "KT. GIÁM ĐỐC", position: "Phó Giám đốc", fullName: "Nguyễn Văn Mẫu")
        envelope.dueOn = Day(year: 2026, month: 11, day: 27)
        envelope.priority = 1
        envelope.promulgationAmount = 1
        envelope.pageAmount = 2
        envelope.isDirective = false
        envelope.steeringType = 0
        envelope.toPlaces = ["Như trên"]
        envelope = envelope.completed(at: Date(timeIntervalSince1970: 1_795_140_900))
        envelope.business?.paper = false
        let file = folder.path + "/a"
        _ = FileManager.default.createFile(atPath: file, contents: Data("%PDF-1.4\n%%EOF\n".utf8))
        envelope.attachments = [.init(name: "07_SM-VP.pdf", file: file, contentID: "a1")]
        return envelope
    }

    func status() -> Envelope {
        var envelope = Envelope(.status, from: .init(organID: "H99.02", name: "Chi cục Thử"))
        envelope.responseFor = [.init(organID: "H99.01", code: "07/SM-VP", documentID: "0b0e5a5e")]
        envelope.status = .init(code: "02", description: "Gửi sai nơi nhận", at: nil)
        return envelope.completed(at: Date(timeIntervalSince1970: 1_795_143_731))
    }

    func written(_ envelope: Envelope, _ rules: EnvelopeWriter.Rules = .sending) throws -> String {
        let path = folder.path + "/out.edxml"
        try EnvelopeWriter(rules: rules).write(envelope, to: path)
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    func fault(_ envelope: Envelope, _ rules: EnvelopeWriter.Rules = .sending) -> ExchangeError.Kind? {
        do throws(ExchangeError) {
            try EnvelopeWriter(rules: rules).write(envelope, to: folder.path + "/refused.edxml")
            return nil
        } catch {
            #expect(!folder.files.contains { $0.hasSuffix(".edxml") || $0.hasSuffix(".part") }, "nothing half-done")
            #expect(!error.sentence.vietnamese.isEmpty && !error.sentence.english.isEmpty)
            return error.kind
        }
    }

    @Test("is what the standard's own software writes, to the letter")
    func shape() throws {
        // The example of the reference, but for its white space.
        let expected = """
            <?xml version="1.0" encoding="UTF-8"?>
            <edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">
            <edXML:edXMLEnvelope xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">
            <edXML:edXMLHeader>
            <edXML:MessageHeader>
            <edXML:From><edXML:OrganId>H99.01</edXML:OrganId><edXML:OrganizationInCharge>UBND tỉnh Mẫu</edXML:OrganizationInCharge><edXML:OrganName>Sở Mẫu</edXML:OrganName></edXML:From>
            <edXML:To><edXML:OrganId>H99.02</edXML:OrganId><edXML:OrganName>Chi cục Thử</edXML:OrganName></edXML:To>
            <edXML:DocumentId>0b0e5a5e-6f5e-4c7e-9a7c-2f8a6d0c1e11</edXML:DocumentId>
            <edXML:Code><edXML:CodeNumber>07</edXML:CodeNumber><edXML:CodeNotation>SM-VP</edXML:CodeNotation></edXML:Code>
            <edXML:PromulgationInfo><edXML:Place>Hà Nội</edXML:Place><edXML:PromulgationDate>2026/11/20</edXML:PromulgationDate></edXML:PromulgationInfo>
            <edXML:DocumentType><edXML:Type>2</edXML:Type><edXML:TypeDetail>0</edXML:TypeDetail><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>
            <edXML:Subject>V/v thử gửi văn bản</edXML:Subject>
            <edXML:Content>V/v thử gửi văn bản</edXML:Content>
            <edXML:SignerInfo><edXML:Competence>KT. GIÁM ĐỐC</edXML:Competence><edXML:Position>Phó Giám đốc</edXML:Position><edXML:FullName>Nguyễn Văn Mẫu</edXML:FullName></edXML:SignerInfo>
            <edXML:DueDate>2026/11/27</edXML:DueDate>
            <edXML:OtherInfo><edXML:Priority>1</edXML:Priority><edXML:PromulgationAmount>1</edXML:PromulgationAmount><edXML:PageAmount>2</edXML:PageAmount><edXML:Direction>false</edXML:Direction></edXML:OtherInfo>
            <edXML:SteeringType>0</edXML:SteeringType>
            <edXML:ToPlaces><edXML:Place>Như trên</edXML:Place></edXML:ToPlaces>
            </edXML:MessageHeader>
            <edXML:TraceHeaderList>
            <edXML:Bussiness><edXML:BussinessDocType>0</edXML:BussinessDocType><edXML:BussinessDocReason>Văn bản điện tử mới</edXML:BussinessDocReason><edXML:Paper>0</edXML:Paper></edXML:Bussiness>
            <edXML:TraceHeader><edXML:OrganId>H99.01</edXML:OrganId><edXML:Timestamp>2026/11/20 09:15:00</edXML:Timestamp></edXML:TraceHeader>
            </edXML:TraceHeaderList>
            </edXML:edXMLHeader>
            <edXML:edXMLBody><edXML:edXMLManifest version="1.0"><edXML:Reference><edXML:ContentId>cid:a1</edXML:ContentId><edXML:ContentType>application/pdf</edXML:ContentType><edXML:AttachmentName>07_SM-VP.pdf</edXML:AttachmentName></edXML:Reference></edXML:edXMLManifest></edXML:edXMLBody>
            </edXML:edXMLEnvelope>
            <AttachmentEncoded><Attachment><ContentId>cid:a1</ContentId><AttachmentName>07_SM-VP.pdf</AttachmentName><ContentType>application/pdf</ContentType><edXML:ContentTransferEncoded xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">JVBERi0xLjQKJSVFT0YK</edXML:ContentTransferEncoded></Attachment></AttachmentEncoded>
            </edXML>
            """
        #expect(try bare(written(document())) == bare(expected))
    }

    @Test("is a status message of nothing but its header")
    func statusShape() throws {
        let expected = """
            <?xml version="1.0" encoding="UTF-8"?>
            <edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">
            <edXML:edXMLEnvelope xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXML:edXMLHeader>
            <edXML:MessageHeader>
            <edXML:From><edXML:OrganId>H99.02</edXML:OrganId><edXML:OrganName>Chi cục Thử</edXML:OrganName></edXML:From>
            <edXML:ResponseFor><edXML:OrganId>H99.01</edXML:OrganId><edXML:Code>07/SM-VP</edXML:Code><edXML:DocumentId>0b0e5a5e</edXML:DocumentId></edXML:ResponseFor>
            <edXML:StatusCode>02</edXML:StatusCode><edXML:Description>Gửi sai nơi nhận</edXML:Description>
            <edXML:Timestamp>2026/11/20 10:02:11</edXML:Timestamp>
            </edXML:MessageHeader>
            </edXML:edXMLHeader></edXML:edXMLEnvelope></edXML>
            """
        #expect(try bare(written(status())) == bare(expected))
    }

    /// Without white space between tags.
    private func bare(_ text: String) -> String {
        text.replacing(#/>\s+</#, with: "><").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test("is refused with a field that receivers have no room for, and says how long it is")
    func widths() throws {
        var envelope = document()
        envelope.codeNumber = String(repeating: "9", count: 12)
        #expect(fault(envelope) == .field("Code/CodeNumber", .tooLong(most: 11, length: 12)))
        #expect(fault(envelope, .copying) == nil, "what another wrote is passed on as it is")
        try FileManager.default.removeItem(atPath: folder.path + "/refused.edxml")
        envelope = document()
        envelope.subject = String(repeating: "ộ", count: 500)
        #expect(try written(envelope).contains("ộộ"))
        try FileManager.default.removeItem(atPath: folder.path + "/out.edxml")
        envelope.subject? += "ộ"
        #expect(fault(envelope) == .field("Subject", .tooLong(most: 500, length: 501)))
        envelope = document()
        envelope.to[0].website = "https://www.hoilhpn.hanoi.gov.vn"
        #expect(fault(envelope) == .field("To/Website", .tooLong(most: 20, length: 32)))
    }

    @Test("is refused where something is missing that every receiver needs")
    func missing() {
        let changes: [(String, (inout Envelope) -> Void)] = [
            ("To", { $0.to = [] }), ("DocumentId", { $0.documentID = " " }),
            ("Code/CodeNumber", { $0.codeNumber = nil }),
            ("Code/CodeNotation", { $0.codeNotation = "" }), ("Subject", { $0.subject = nil }),
            ("PromulgationInfo/PromulgationDate", { $0.promulgatedOn = nil }),
            ("DocumentType/TypeName", { $0.documentType.name = nil }), ("SignerInfo/FullName", { $0.signer = nil }),
            ("To/OrganName", { $0.to[0].name = nil }), ("TraceHeader", { $0.trace = [] }),
            ("Bussiness", { $0.business = nil }),
        ]
        for (field, change) in changes {
            var envelope = document()
            change(&envelope)
            #expect(fault(envelope) == .field(field, .missing))
        }
    }

    @Test("is refused with a value that means nothing, or something else than the kind says")
    func values() {
        let changes: [(String, ExchangeError.Fault, (inout Envelope) -> Void)] = [
            ("To/OrganId", .repeated, { $0.to.append(.init(organID: "h99.02", name: "x")) }),
            ("From/OrganId", .value, { $0.from.organID = "Н99.01" }), ("To/OrganId", .value, { $0.to[0].organID = "" }),
            ("OtherInfo/Priority", .value, { $0.priority = 4 }),
            ("Code/CodeNumber", .value, { $0.codeNumber = "7/SM" }),
            ("TraceHeader", .repeated, { $0.trace += $0.trace }), ("DocumentId", .value, { $0.documentID = "a\nb" }),
            ("Bussiness/BussinessDocType", .value, { $0.kind = .recall }),
            ("StatusCode", .value, { $0.kind = .status }),
            ("Bussiness/BussinessDocType", .value, { $0.business?.type = -1 }),
            (
                "Bussiness/ReplacementInfoList", .missing,
                {
                    $0.kind = .replace
                    $0.business?.type = 3
                }
            ),
        ]
        for (field, fault, change) in changes {
            var envelope = document()
            change(&envelope)
            #expect(self.fault(envelope) == .field(field, fault))
        }
        var status = status()
        status.status?.code = "3"
        #expect(fault(status) == .field("StatusCode", .value))
        status = self.status()
        status.responseFor += status.responseFor
        #expect(fault(status) == .field("ResponseFor", .repeated))
    }

    @Test("is refused with a control character, rather than changed behind the back of who signed it")
    func controls() {
        var envelope = document()
        envelope.subject = "V/v\u{B}thử"
        #expect(fault(envelope) == .field("Subject", .character("\u{B}")))
        envelope = document()
        envelope.attachments[0].description = "\u{1}"
        #expect(fault(envelope) == .field("Reference/Description", .character("\u{1}")))
        envelope = document()
        envelope.traceID = "\u{1}"
        #expect(fault(envelope) == .field("TraceHeaderList", .character("\u{1}")))
    }

    @Test("is refused with a file that a reader would refuse, or that is not there")
    func files() throws {
        var envelope = document()
        func attach(_ bytes: [UInt8]) throws {
            try Data(bytes).write(to: URL(fileURLWithPath: envelope.attachments[0].file))
        }
        try attach([])
        #expect(fault(envelope) == .attachmentEmpty(attachment: 1))
        try attach([0x7F, 0x45, 0x4C, 0x46, 2, 1])
        #expect(fault(envelope) == .type(attachment: 1, .executable))
        envelope.attachments[0].file = folder.path + "/none"
        #expect(fault(envelope)?.isStorage == true)
        envelope.attachments[0].file = "/dev/zero"
        #expect(fault(envelope)?.isStorage == true)
        envelope = document()
        envelope.attachments = Array(repeating: envelope.attachments[0], count: 101)
        #expect(fault(envelope) == .limit(.attachments))
    }

    @Test("replaces the file that was there only when it is complete")
    func replaces() throws {
        _ = try written(document())
        var envelope = document()
        envelope.attachments.append(.init(name: "b", file: folder.path + "/none"))
        #expect(throws: ExchangeError.self) { try EnvelopeWriter().write(envelope, to: folder.path + "/out.edxml") }
        #expect(folder.files == ["a", "out.edxml"])
        let other = TestFolder()
        let kept = try EnvelopeReader().read(file: folder.path + "/out.edxml", attachmentsInto: other.path)
        #expect(kept.documentID == document().documentID)
    }

    @Test("travels a file as it is only if it is what its name says")
    func packs() throws {
        let ole: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
        let word = ZIPMaker.zip(.init("[Content_Types].xml", ole), .init("word/document.xml", ole))
        let cases: [(name: String, bytes: [UInt8], type: String)] = [
            ("a.pdf", Array("%PDF-1.4".utf8), "application/pdf"), ("a.PDF", Array("%PDF-1.4".utf8), "application/pdf"),
            ("a.doc", ole, "application/doc"), ("a.docx", word, "application/docx"),
            ("a.ZIP", ZIPMaker.zip(.init("b.txt", ole)), "application/zip"), ("a.xls", ole, "application/zip"),
            ("a.doc", Array("{\\rtf1}".utf8), "application/zip"), ("a.docx", ole, "application/zip"),
            ("a.pdf", ZIPMaker.zip(.init("b.pdf", ole)), "application/zip"), ("a", ole, "application/zip"),
            ("a.ảnh", ole, "application/zip"),
        ]
        var envelope = document()
        envelope.attachments = try cases.enumerated().map { index, file in
            let path = folder.path + "/file-\(index)"
            try Data(file.bytes).write(to: URL(fileURLWithPath: path))
            return .init(name: file.name, file: path, contentID: "same")
        }
        _ = try written(envelope)
        let peer = try PeerReader(folder.path + "/out.edxml").files
        #expect(peer.map(\.type) == cases.map(\.type))
        #expect(peer.map(\.name).contains("a.zip"))
        #expect(peer.map(\.bytes) == cases.map(\.bytes))
        #expect(Set(peer.map(\.id)).count == cases.count, "each has an identifier of its own")
    }
}

extension ExchangeError.Kind {
    fileprivate var isStorage: Bool {
        if case .storage = self { true } else { false }
    }
}
