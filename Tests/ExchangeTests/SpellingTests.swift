import Exchange
import Foundation
import Records
import Testing

@Suite("An envelope that is not quite as the standard has it")
struct SpellingTests {
    let folder = TestFolder()

    func read(_ text: String) throws(ExchangeError) -> Envelope {
        try EnvelopeReader().read(Array(text.utf8), into: folder)
    }

    /// An envelope with this in its header.
    func envelope(_ header: String, trace: String = "", after: String = "") -> String {
        """
        <edXML><edXMLEnvelope><edXMLHeader><MessageHeader><From><OrganId>H99.01</OrganId></From>\
        <To><OrganId>H99.02</OrganId></To><DocumentId>id-1</DocumentId>\(header)</MessageHeader>\(trace)\
        </edXMLHeader></edXMLEnvelope>\(after)</edXML>
        """
    }

    @Test("may use a prefix that it declares nowhere, or only further in")
    func undeclaredPrefixes() throws {
        let file = """
            <edXML:Attachment><edXML:AttachmentName>a.txt</edXML:AttachmentName>\
            <edXML:ContentTransferEncoded>YQ==</edXML:ContentTransferEncoded></edXML:Attachment>
            """
        let read = try read(
            envelope("", after: "<edXML:AttachmentEncoded>\(file)</edXML:AttachmentEncoded>"))
        #expect(read.attachments.map(\.name) == ["a.txt"])
        #expect(read.warnings == [.undeclaredPrefix, .notInManifest(attachment: 1)])

        try FileManager.default.removeItem(atPath: folder.path + "/1")
        let link = "<edXMLBody><edXMLManifest><Reference xlink:href='cid:7'/></edXMLManifest></edXMLBody>"
        let linked = envelope(
            "",
            after:
                "<AttachmentEncoded>\(file.replacing("<edXML:AttachmentName>", with: "<ContentId>7</ContentId><edXML:AttachmentName>"))</AttachmentEncoded>"
        ).replacing("</edXMLEnvelope>", with: link + "</edXMLEnvelope>")
        #expect(try self.read(linked.replacing("a.txt", with: "b.txt")).warnings == [.undeclaredPrefix])
    }

    @Test(
        "is still refused if it is not well-formed otherwise", arguments: ["<edXML:a></edXML:b>", "<a:b:c/>", "<x:a"])
    func stillRefused(fault: String) {
        let error = #expect(throws: ExchangeError.self) { try read(envelope("<edXML:Subject/>" + fault)) }
        #expect(error?.verdict == "malformed")
    }

    @Test("is known by its elements' names in any letters, and by the right spelling of business")
    func spellings() throws {
        let trace = """
            <traceheaderlist><Business><BusinessDocType>2</BusinessDocType>\
            <BusinessDocumentInfo><DocumentInfo>1</DocumentInfo></BusinessDocumentInfo></Business></traceheaderlist>
            """
        let read = try read(envelope("<SUBJECT>Một</SUBJECT><SubJects>Hai</SubJects>", trace: trace))
        #expect(read.subject == "Một" && read.kind == .update && read.business?.changes.first?.documentChanged == true)
        #expect(
            read.warnings == [
                .misspelt(path: "MessageHeader/Subject", written: "SUBJECT"),
                .unknownElement(path: "MessageHeader/SubJects"),
                .misspelt(path: "TraceHeaderList", written: "traceheaderlist"),
                .misspelt(path: "TraceHeaderList/Bussiness/BussinessDocType", written: "BusinessDocType"),
                .misspelt(path: "TraceHeaderList/Bussiness/BussinessDocumentInfo", written: "BusinessDocumentInfo"),
            ])
    }

    @Test("cannot hide a second sender or header behind other letters")
    func hidesNothing() {
        for second in [
            "<from><OrganId>X</OrganId></from>", "<FROM/>", "<messageheader/>", "<statuscode/><StatusCode/>",
        ] {
            #expect(throws: ExchangeError.self) { try read(envelope(second)) }
        }
    }

    @Test("may have its elements in any order and leave out the one around the header")
    func order() throws {
        let text = """
            <EdXML><AttachmentEncoded><Attachment><ContentTransferEncoded>YQ==</ContentTransferEncoded>\
            <ContentId>1</ContentId></Attachment></AttachmentEncoded><EdXMLEnvelope><Manifest><Reference>\
            <AttachmentName>a.txt</AttachmentName><ContentId>cid:1</ContentId></Reference></Manifest><DigitalSignature/>\
            <TraceHeaderList id="x" version="2"><TraceHeader/><TraceHeader><Timestamp>20/11/2026 09:15</Timestamp>\
            <OrganId>null</OrganId></TraceHeader></TraceHeaderList><MessageHeader><DocumentId>id</DocumentId>\
            <To><OrganName>Không mã</OrganName></To><ResponseFor/><From><OrganName>Tên</OrganName>\
            <OrganId>01.02.G22</OrganId></From></MessageHeader></EdXMLEnvelope></EdXML>
            """
        let read = try read(text)
        #expect(read.from.organID == "01.02.G22" && read.from.name == "Tên" && read.documentID == "id")
        #expect(read.attachments.map(\.name) == ["a.txt"] && !read.hasSignature)
        #expect(read.traceID == "x" && read.traceVersion == "2")
        #expect(read.trace == [.init(organID: nil, at: Date(timeIntervalSince1970: 1_795_140_900))])
        #expect(read.responseFor.isEmpty && read.to.isEmpty)
    }

    @Test("loses nothing that it says of a file, an update or a replacement")
    func holdsAll() throws {
        let trace = """
            <TraceHeaderList><Bussiness><BussinessDocType>2</BussinessDocType><BussinessDocumentInfo><ReceiverList>\
            <Receiver><OrganId>A</OrganId><ReceiverType>1</ReceiverType></Receiver>\
            <Receiver><OrganId>B</OrganId><ReceiverType>7</ReceiverType></Receiver>\
            <Receiver><ReceiverType>1</ReceiverType></Receiver></ReceiverList></BussinessDocumentInfo>\
            <ReplacementInfoList><ReplacementInfo><OrganIdList/></ReplacementInfo></ReplacementInfoList>\
            </Bussiness><Paper>1</Paper></TraceHeaderList>
            """
        let file = """
            <AttachmentEncoded><Attachment><AttachmentName>a.txt</AttachmentName><FieldName>f</FieldName>\
            <MimeType>text/plain</MimeType><Format>txt</Format><ContentType>text/csv</ContentType>\
            <ContentTransferEncoded>YQ==</ContentTransferEncoded></Attachment></AttachmentEncoded>
            """
        let read = try read(envelope("<StaffInfo><Staff>Ai</Staff></StaffInfo>", trace: trace, after: file))
        #expect(read.business?.paper == true)
        #expect(read.business?.changes.first?.receivers.map(\.isAdded) == [true, nil])
        #expect(read.attachments.first?.fieldName == "f" && read.attachments.first?.mimeType == "text/plain")
        #expect(read.attachments.first?.format == "txt" && read.attachments.first?.declaredType == "text/csv")
        #expect(
            read.warnings == [
                .unknownElement(path: "MessageHeader/StaffInfo"), .unreadable(path: "Receiver/ReceiverType"),
                .missing(path: "Receiver/OrganId"), .missing(path: "ReplacementInfo/DocumentId"),
                .notInManifest(attachment: 1),
            ])
    }

    @Test("names another document in one line, or not at all")
    func identifiers() throws {
        let read = try read(
            envelope("<ResponseFor><Code>7&#10;8</Code><DocumentId>cũ</DocumentId></ResponseFor>"))
        #expect(read.responseFor == [.init(documentID: "cũ")])
        #expect(read.warnings == [.unreadable(path: "ResponseFor/Code")])
    }
}
