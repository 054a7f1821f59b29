import Foundation
import XMLStream

/// An attachment as it will be written: looked at, named and packed by the rule of the standard's own software.
struct Parcel {
    let number: Int
    /// With the `cid:` that both the list of files and the file itself need.
    let contentID: String
    /// Safe to show, whatever the file was called.
    let name: String
    let description: String?
    let fieldName: String?
    let mimeType: String?
    let contentType: String
    /// The name inside the ZIP, if it is packed in one.
    let entry: String?
    let file: String
    let size: Int64

    /// All attachments of an envelope, refused where a reader would refuse them.
    static func all(of envelope: Envelope, limits: EnvelopeLimits) throws(ExchangeError) -> [Parcel] {
        var seen: Set<String> = []
        var total: Int64 = 0
        var parcels: [Parcel] = []
        for (index, attachment) in envelope.attachments.enumerated() {
            let parcel = try Parcel(attachment, number: index + 1, taken: &seen)
            total += parcel.size
            guard parcel.size <= limits.attachmentBytes else { throw ExchangeError(.limit(.attachmentBytes)) }
            guard total <= limits.totalAttachmentBytes else { throw ExchangeError(.limit(.totalAttachmentBytes)) }
            parcels.append(parcel)
        }
        // Four characters for three bytes, and room for the header.
        guard total / 3 * 4 + 1024 * 1024 <= limits.xml.totalBytes else {
            throw ExchangeError(.limit(.xml(.totalBytes)))
        }
        return parcels
    }

    private init(_ attachment: Attachment, number: Int, taken: inout Set<String>) throws(ExchangeError) {
        let (head, size) = try Self.look(at: attachment.file)
        guard size > 0 else { throw ExchangeError(.attachmentEmpty(attachment: number)) }
        let given = Attachment.displayName(attachment.name, number: number)
        // A reader that knows `.zip` in small letters only would unpack a `.ZIP`.
        let name = given.fileExtension == "zip" ? given.dropLast(3) + "zip" : given
        var type = MediaType(head: head)
        if type == .zip, case .document(let document) = ZIP(path: attachment.file).kind { type = document }
        guard type != .executable else { throw ExchangeError(.type(attachment: number, type)) }

        self.number = number
        self.name = name
        self.size = size
        file = attachment.file
        description = attachment.description
        fieldName = attachment.fieldName
        mimeType = attachment.mimeType
        let id = Manifest.identifier(attachment.contentID) ?? ""
        let canBeKept = !id.isEmpty && !id.hasControlCharacters && taken.insert(id).inserted
        contentID = "cid:" + (canBeKept ? id : UUID().uuidString.lowercased())
        if let raw = Self.rawType(name.fileExtension, type) {
            contentType = raw
            entry = nil
        } else {
            contentType = "application/zip"
            let ending = name.fileExtension
            let isPlain = !ending.isEmpty && ending.utf8.count <= 10 && ending.utf8.allSatisfy(\.isLetterOrDigit)
            entry = UUID().uuidString.lowercased() + (isPlain ? "." + ending : "")
        }
    }

    /// The type under which a file travels as it is; `nil` where it is packed.
    ///
    /// The standard's own software goes by the name alone and unpacks every `application/zip` not called so. A file that
    /// is not what its name says is packed too: then no reader takes it for something to unpack, and all get its bytes.
    private static func rawType(_ ending: String, _ type: MediaType) -> String? {
        switch (ending, type) {
        case ("pdf", .pdf): "application/pdf"
        case ("doc", .oldOffice): "application/doc"
        case ("docx", .word): "application/docx"
        case ("zip", _): "application/zip"
        default: nil
        }
    }

    /// The first bytes of a file and its size.
    private static func look(at path: String) throws(ExchangeError) -> ([UInt8], Int64) {
        let input = try InputFile(path)
        var head: [UInt8] = []
        _ = try input.next { bytes in head = Array(bytes.prefix(Base64File.headSize)) }
        return (head, try input.size())
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        default: false
        }
    }
}
