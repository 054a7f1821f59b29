import Foundation

/// The text of an envelope that a test makes, whole unless the test changes a part of it.
struct Draft {
    struct File {
        var id: String? = "cid:1"
        var name: String? = "congvan.pdf"
        var type: String? = "application/pdf"
        var base64 = "JVBERi0xLjQKJSVFT0YK"

        init(name: String? = "congvan.pdf", type: String? = "application/pdf", bytes: [UInt8]? = nil) {
            self.name = name
            self.type = type
            if let bytes { base64 = Data(bytes).base64EncodedString() }
        }
    }

    var from = "<From><OrganId>H99.01</OrganId></From>"
    var to = "<To><OrganId>H99.02</OrganId></To>"
    var documentID = "<DocumentId>id-1</DocumentId>"
    var code = "<Code><CodeNumber>07</CodeNumber><CodeNotation>SM-VP</CodeNotation></Code>"
    var promulgation = "<PromulgationInfo><PromulgationDate>2026/11/20</PromulgationDate></PromulgationInfo>"
    var more = ""
    var trace = ""
    var files: [File] = []
    /// `nil` lists the files as they are.
    var manifest: String?

    init(files: [File] = []) {
        self.files = files
    }

    var text: String {
        let listed = files.map { "<Reference>\(fields($0))</Reference>" }.joined()
        let encoded = files.map {
            "<Attachment>\(fields($0))<ContentTransferEncoded>\($0.base64)</ContentTransferEncoded></Attachment>"
        }.joined()
        let body = manifest ?? "<edXMLBody><edXMLManifest>\(listed)</edXMLManifest></edXMLBody>"
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXMLEnvelope><edXMLHeader>
            <MessageHeader>\(from)\(to)\(documentID)\(code)\(promulgation)\(more)</MessageHeader>
            \(trace.isEmpty ? "" : "<TraceHeaderList>\(trace)</TraceHeaderList>")
            </edXMLHeader>\(body)</edXMLEnvelope><AttachmentEncoded>\(encoded)</AttachmentEncoded></edXML>
            """
    }

    var bytes: [UInt8] { Array(text.utf8) }

    private func fields(_ file: File) -> String {
        [("ContentId", file.id), ("AttachmentName", file.name), ("ContentType", file.type)].map { name, value in
            value.map { "<\(name)>\($0)</\(name)>" } ?? ""
        }.joined()
    }
}
