import Exchange
import Foundation
import Records
import Testing

@Suite("An envelope of an older generation")
struct DialectTests {
    let folder = TestFolder()

    func read(_ text: String) throws(ExchangeError) -> Envelope {
        try EnvelopeReader().read(Array(text.utf8), into: folder)
    }

    func text(_ attachment: Exchange.Attachment?) throws -> String {
        try String(contentsOfFile: #require(attachment).file, encoding: .utf8)
    }

    @Test("with a flat header and files in its list is the same document")
    func early() throws {
        let envelope = try read(
            """
            <EdXMLEnvelope xmlns="http://www.go.vn/eDoc"><EdXMLHeader><From>000.00.00.G22</From><To>000.00.00.H41</To>
            <To>000.00.15.H51</To><DocumentId>2012-7</DocumentId><Code>07/SM-VP</Code><Place>Hà Nội</Place>
            <PromulgationDate>20/11/2012</PromulgationDate><DocumentType>Công văn</DocumentType><Subject>V/v thử</Subject>
            <Content>Tóm tắt</Content><FullName>Nguyễn Văn Mẫu</FullName><Position>Giám đốc</Position><Priority>1</Priority>
            <DueDate>27/11/2012</DueDate></EdXMLHeader><EdXMLBody><Manifest>
            <Attachment><FileName>một.txt</FileName><FileType>text/plain</FileType><Content>bcOzdA==</Content></Attachment>
            <Attachment><Content>aGFp</Content><FileName>hai.txt</FileName><FileType>.txt</FileType></Attachment>
            </Manifest></EdXMLBody></EdXMLEnvelope>
            """)
        #expect(envelope.kind == .new && envelope.from.organID == "000.00.00.G22")
        #expect(envelope.to.map(\.organID) == ["000.00.00.H41", "000.00.15.H51"])
        #expect(envelope.reference == "07/SM-VP" && envelope.codeNumber == "07" && envelope.documentID == "2012-7")
        #expect(envelope.promulgatedOn == Day(year: 2012, month: 11, day: 20) && envelope.promulgationPlace == "Hà Nội")
        #expect(
            envelope.documentType.name == "Công văn" && envelope.subject == "V/v thử" && envelope.content == "Tóm tắt")
        #expect(envelope.signer == .init(position: "Giám đốc", fullName: "Nguyễn Văn Mẫu") && envelope.priority == 1)
        #expect(envelope.dueOn == Day(year: 2012, month: 11, day: 27))
        #expect(envelope.attachments.map(\.name) == ["một.txt", "hai.txt"])
        #expect(envelope.attachments.map(\.declaredType) == ["text/plain", nil])
        #expect(try text(envelope.attachments.first) == "mót" && text(envelope.attachments.last) == "hai")
        #expect(envelope.warnings == [.otherFormat(name: "go.vn/eDoc")])
    }

    @Test("in SOAP is the same document, its header in groups and its files beside it")
    func soap() throws {
        let envelope = try read(
            """
            <SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/">
            <SOAP-ENV:Header><edXML:MessageHeader xmlns:edXML="http://www.e-doc.vn/Schema/">
            <edXML:From><edXML:OrganId>000.00.00.G22</edXML:OrganId><edXML:OrganName>Văn phòng</edXML:OrganName></edXML:From>
            <edXML:To><edXML:OrganId>000.00.00.H41</edXML:OrganId></edXML:To>
            <edXML:Author><edXML:FullName>Nguyễn Văn Mẫu</edXML:FullName></edXML:Author>
            <edXML:type><edXML:description>Quyết định</edXML:description></edXML:type>
            <edXML:StatusCode2/></edXML:MessageHeader></SOAP-ENV:Header>
            <SOAP-ENV:Body><AllDocument xmlns="http://www.e-doc.vn/Schema/"><Document>
            <Code><CodeNumber>07</CodeNumber><CodeNotation>SM-VP</CodeNotation></Code>
            <PromulgationDate>01/02/2013</PromulgationDate><Subject>V/v thử</Subject><ErrorList/>
            <Attach><Attachment><name>một.txt</name><value>bcOzdA==</value></Attachment>
            <Attachment name="hai.txt"><value>aGFp</value></Attachment></Attach>
            </Document></AllDocument></SOAP-ENV:Body></SOAP-ENV:Envelope>
            """)
        #expect(envelope.from.name == "Văn phòng" && envelope.to.map(\.organID) == ["000.00.00.H41"])
        #expect(envelope.reference == "07/SM-VP" && envelope.promulgatedOn == Day(year: 2013, month: 2, day: 1))
        #expect(envelope.signer?.fullName == "Nguyễn Văn Mẫu" && envelope.documentType.name == "Quyết định")
        #expect(envelope.subject == "V/v thử" && envelope.attachments.map(\.name) == ["một.txt", "hai.txt"])
        #expect(try text(envelope.attachments.first) == "mót" && text(envelope.attachments.last) == "hai")
        #expect(
            envelope.warnings == [.otherFormat(name: "SOAP"), .unknownElement(path: "MessageHeader/StatusCode2")])
    }

    @Test("may be of today's elements in SOAP, as security reports are")
    func todayInSOAP() throws {
        let envelope = try read(
            """
            <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header><MessageHeader>
            <From><OrganId>H99.01</OrganId></From><To><OrganId>H99.02</OrganId></To><DocumentId>1</DocumentId>
            </MessageHeader></s:Header><s:Body><Manifest><Reference><ContentId>cid:1</ContentId></Reference></Manifest>
            <AttachmentEncoded><Attachment><ContentId>1</ContentId><AttachmentName>a.txt</AttachmentName>
            <ContentTransferEncoded>YQ==</ContentTransferEncoded></Attachment></AttachmentEncoded></s:Body></s:Envelope>
            """)
        #expect(envelope.attachments.map(\.name) == ["a.txt"])
        #expect(envelope.warnings == [.otherFormat(name: "SOAP")])
    }

    @Test("is written as one of today")
    func isWrittenAnew() throws {
        let envelope = try read(
            """
            <EdXMLEnvelope xmlns="http://www.go.vn/eDoc"><From>H99.01</From><To>H99.02</To><DocumentId>1</DocumentId>
            <Manifest><Attachment><FileName>a.txt</FileName><Content>YQ==</Content></Attachment></Manifest></EdXMLEnvelope>
            """)
        let path = folder.path + "/new.edxml"
        try EnvelopeWriter(rules: .copying).write(envelope, to: path)
        let other = TestFolder()
        let again = try EnvelopeReader().read(file: path, attachmentsInto: other.path)
        #expect(again.warnings.isEmpty && again.documentID == "1" && again.attachments.map(\.name) == ["a.txt"])
    }

    @Test("is refused with two senders, two documents, or a file inside a file")
    func refusals() {
        let early = { (inner: String) in
            "<EdXMLEnvelope xmlns='http://www.go.vn/eDoc'><From>A</From><DocumentId>1</DocumentId>\(inner)</EdXMLEnvelope>"
        }
        let document = "<Document><From>A</From><DocumentId>1</DocumentId></Document>"
        for text in [
            early("<From>B</From>"), early("<Manifest/><Manifest/>"),
            early("<Manifest><Attachment><Content>YQ==</Content><Content>YQ==</Content></Attachment></Manifest>"),
            early("<Manifest><Attachment><Content>YQ<b/></Content></Attachment></Manifest>"),
            early("<ContentTransferEncoded>YQ==</ContentTransferEncoded>"),
            "<Envelope><Body><AllDocument>\(document)\(document)</AllDocument></Body></Envelope>",
        ] {
            let error = #expect(throws: ExchangeError.self) { try read(text) }
            #expect(error?.verdict == "schema", "\(text)")
        }
        #expect(throws: ExchangeError.self) { try read("<Envelope/>") }
        #expect(folder.files.isEmpty)
    }
}
