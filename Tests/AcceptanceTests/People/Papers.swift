import Foundation
import Records

/// What arrives at the office.
enum Papers {
    /// A PDF of one page.
    static func pdf(_ words: String = "CONG HOA XA HOI CHU NGHIA VIET NAM") -> [UInt8] {
        let text = "BT /F1 12 Tf 72 770 Td (\(words)) Tj ET"
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            "<</Length \(text.utf8.count)>>stream\n\(text)\nendstream",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
        var file = "%PDF-1.4\n"
        var places: [Int] = []
        for (number, object) in objects.enumerated() {
            places.append(file.utf8.count)
            file += "\(number + 1) 0 obj\(object)endobj\n"
        }
        let start = file.utf8.count
        file += "xref\n0 6\n0000000000 65535 f \n"
        for place in places { file += String(repeating: "0", count: 10 - "\(place)".count) + "\(place) 00000 n \n" }
        return Array((file + "trailer<</Size 6/Root 1 0 R>>\nstartxref\n\(start)\n%%EOF\n").utf8)
    }

    /// A day so many days from today, in Vietnam.
    static func day(_ days: Int) -> Day { Day(in: Date()).adding(days: days) }

    /// What a program writes down about a document that breaks no rule.
    static func details(_ number: String, subject: String = "Về việc báo cáo công tác tháng") -> [String: JSON] {
        [
            "senderName": "Hội LHPN huyện Thử", "number": .string(number), "notation": "BC-PN", "typeName": "Báo cáo",
            "subject": .string(subject), "issuedOn": .string(day(-2).description),
        ]
    }
}

/// An envelope, whole unless a test changes a part of it.
struct Envelope {
    struct File {
        var name: String
        var base64: String

        init(_ name: String, _ bytes: [UInt8]) {
            self.name = name
            base64 = Data(bytes).base64EncodedString()
        }
    }

    var declaration = #"<?xml version="1.0" encoding="UTF-8"?>"#
    var from = "<From><OrganId>H99.18.01</OrganId><OrganName>Hội LHPN huyện Thử</OrganName></From>"
    var number = "27"
    var subject = "Về việc tổ chức Ngày hội Phụ nữ khởi nghiệp"
    var more = ""
    var files: [File] = []

    var text: String {
        let listed = files.indices.map { "<Reference><ContentId>cid:\($0)</ContentId></Reference>" }.joined()
        let encoded = files.enumerated().map { index, file in
            """
            <Attachment><ContentId>cid:\(index)</ContentId><AttachmentName>\(file.name)</AttachmentName>\
            <ContentType>application/pdf</ContentType><ContentTransferEncoded>\(file.base64)</ContentTransferEncoded>\
            </Attachment>
            """
        }.joined()
        let issued = Papers.day(-1)
        return """
            \(declaration)
            <edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXMLEnvelope><edXMLHeader><MessageHeader>
            \(from)<To><OrganId>H99.18</OrganId><OrganName>Hội LHPN tỉnh Mẫu</OrganName></To>
            <DocumentId>H99.18.01-\(number)</DocumentId>
            <Code><CodeNumber>\(number)</CodeNumber><CodeNotation>KH-PN</CodeNotation></Code>
            <PromulgationInfo><Place>Thử</Place><PromulgationDate>\(issued)</PromulgationDate></PromulgationInfo>
            <DocumentType><Type>2</Type><TypeName>Kế hoạch</TypeName></DocumentType><Subject>\(subject)</Subject>
            <SignerInfo><Competence>TM.</Competence><Position>Chủ tịch</Position><FullName>Lý Thị Ký</FullName></SignerInfo>
            <DueDate>\(Papers.day(10))</DueDate>
            <OtherInfo><Priority>1</Priority><PageAmount>3</PageAmount></OtherInfo>\(more)
            </MessageHeader></edXMLHeader>
            <edXMLBody><edXMLManifest>\(listed)</edXMLManifest></edXMLBody></edXMLEnvelope>
            <AttachmentEncoded>\(encoded)</AttachmentEncoded></edXML>
            """
    }

    var bytes: [UInt8] { Array(text.utf8) }
}
