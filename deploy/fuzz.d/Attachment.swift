// Base64 and what is in it: a file as the fuzzer makes it, in base64 and between the elements of an envelope.
import Exchange
import Foundation

private let folder = Scratch.folder("attachment")
private let names = ["a.pdf", "a.docx", "a.zip", "a.xls", "a", "../a.txt"]

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 1 else { return 0 }
    let file = Data(bytes: bytes + 1, count: count - 1)
    // The first byte chooses the name, and whether the bytes are base64 already.
    let name = names[Int(bytes[0] & 0x7F) % names.count]
    let isText = bytes[0] & 0x80 != 0 && !file.contains { [UInt8(ascii: "<"), UInt8(ascii: "&")].contains($0) }
    let base64 = isText ? file : file.base64EncodedData()
    var limits = EnvelopeLimits.standard
    limits.attachmentBytes = 1 << 22
    do throws(ExchangeError) {
        var stream = EnvelopeReader(limits: limits).stream(attachmentsInto: folder)
        try stream.feed(
            Array(
                """
                <edXML><edXMLEnvelope><edXMLHeader><MessageHeader><From><OrganId>A</OrganId></From><DocumentId>1</DocumentId>
                </MessageHeader></edXMLHeader></edXMLEnvelope><AttachmentEncoded><Attachment><AttachmentName>\(name)\
                </AttachmentName><ContentTransferEncoded>
                """.utf8
            ).span)
        try stream.feed(Array(base64).span)
        try stream.feed(Array("</ContentTransferEncoded></Attachment></AttachmentEncoded></edXML>".utf8).span)
        let attachment = try stream.finish().attachments[0]
        precondition(attachment.size > 0 && attachment.file == folder + "/1")
        if !isText, !attachment.wasZipped {
            precondition(FileManager.default.contents(atPath: attachment.file) == file, "bytes changed")
        }
    } catch {
        precondition(Scratch.isEmpty(folder), "a refusal leaves files")
    }
    Scratch.empty(folder)
    return 0
}
