public import Records

/// Something unusual in an envelope that was accepted all the same (cảnh báo).
public enum Warning: Sendable, Codable, Hashable {
    /// Bytes stood before the XML declaration.
    case leadingBytes(count: Int)
    /// The envelope is of another generation than the standard's (thế hệ gói tin cũ).
    case otherFormat(name: String)
    /// Prefixes are used that are declared nowhere, which strict readers refuse.
    case undeclaredPrefix
    /// An element whose name is spelt in another way.
    case misspelt(path: String, written: String)
    /// An element that the standard does not know; kept in the stored original only.
    case unknownElement(path: String)
    /// An element that may stand once stands again: the first counts.
    case repeatedElement(path: String)
    case tooLong(path: String, most: Int)
    case missing(path: String)
    /// A date, time or number that could not be read, and is treated as absent.
    case unreadable(path: String)
    /// A code with characters that no agency code has.
    case unusualOrganID(path: String)
    case repeatedRecipient(organID: String)
    /// The envelope says that it does something that the standard does not know; taken for a new document.
    case unknownBusiness
    /// An attachment that the manifest does not list.
    case notInManifest(attachment: Int)
    case nameChanged(attachment: Int)
    /// The file is of another kind than the sender says.
    case typeDiffers(attachment: Int, declared: String, found: MediaType)
    case damaged(attachment: Int)
    /// A ZIP that could not be unpacked and is kept as it is.
    case notUnpacked(attachment: Int)

    /// One word for it, the same for good: for statistics and for other programs.
    public var rule: String {
        switch self {
        case .leadingBytes: "leading-bytes"
        case .otherFormat: "other-format"
        case .undeclaredPrefix: "undeclared-prefix"
        case .misspelt: "misspelt"
        case .unknownElement: "unknown-element"
        case .repeatedElement: "repeated-element"
        case .tooLong: "too-long"
        case .missing: "missing"
        case .unreadable: "unreadable"
        case .unusualOrganID: "unusual-organ-id"
        case .repeatedRecipient: "repeated-recipient"
        case .unknownBusiness: "unknown-business"
        case .notInManifest: "not-in-manifest"
        case .nameChanged: "name-changed"
        case .typeDiffers: "type-differs"
        case .damaged: "damaged"
        case .notUnpacked: "not-unpacked"
        }
    }

    public var sentence: Phrase {
        switch self {
        case .leadingBytes(let count):
            Phrase(
                "Có \(count) byte thừa trước phần khai báo XML; đã bỏ qua.",
                "\(count) stray bytes stood before the XML declaration; they were skipped.")
        case .otherFormat(let name):
            Phrase(
                "Gói tin theo định dạng cũ (\(name)), không phải QCVN 102:2016.",
                "The envelope is of an older format (\(name)), not of QCVN 102:2016.")
        case .undeclaredPrefix:
            Phrase(
                "Gói tin dùng tiền tố không được khai báo; phần mềm khác có thể không đọc được.",
                "The envelope uses a prefix that it does not declare; other software may not read it.")
        case .misspelt(let path, let written):
            Phrase(
                "Phần tử “\(path)” được viết là “\(written)”.", "The element “\(path)” is written “\(written)”.")
        case .unknownElement(let path):
            Phrase(
                "Phần tử “\(path)” không có trong quy chuẩn; chỉ được giữ trong gói tin gốc.",
                "The element “\(path)” is not in the standard; only the stored original keeps it.")
        case .repeatedElement(let path):
            Phrase(
                "Phần tử “\(path)” bị lặp lại; chỉ dùng giá trị đầu tiên.",
                "The element “\(path)” is repeated; only the first counts.")
        case .tooLong(let path, let most):
            Phrase(
                "“\(path)” dài hơn \(most) ký tự mà quy chuẩn cho phép.",
                "“\(path)” is longer than the \(most) characters of the standard.")
        case .missing(let path):
            Phrase("Thiếu “\(path)”.", "“\(path)” is missing.")
        case .unreadable(let path):
            Phrase(
                "Không đọc được giá trị của “\(path)”; coi như không có. Hãy xem gói tin gốc.",
                "The value of “\(path)” cannot be read and is left out. See the original.")
        case .unusualOrganID(let path):
            Phrase(
                "Mã định danh ở “\(path)” có ký tự không đúng quy định.",
                "The agency code at “\(path)” has characters that such codes do not have.")
        case .repeatedRecipient(let organID):
            Phrase(
                "Cơ quan nhận \(organID) được ghi nhiều lần.", "The recipient \(organID) is listed more than once.")
        case .unknownBusiness:
            Phrase(
                "Loại nghiệp vụ không có trong quy chuẩn; gói tin được coi là văn bản mới. Hãy hỏi lại cơ quan gửi.",
                "The kind of business is not in the standard; taken for a new document. Ask the sender.")
        case .notInManifest(let attachment):
            Phrase(
                "Tệp đính kèm thứ \(attachment) không có trong danh mục tệp của gói tin.",
                "Attachment \(attachment) is not in the envelope's list of files.")
        case .nameChanged(let attachment):
            Phrase(
                "Tên của tệp đính kèm thứ \(attachment) có ký tự không an toàn và đã được thay.",
                "The name of attachment \(attachment) held unsafe characters, which were replaced.")
        case .typeDiffers(let attachment, let declared, let found):
            Phrase(
                "Tệp đính kèm thứ \(attachment) được khai báo là \(declared) nhưng thực tế là \(found.rawValue).",
                "Attachment \(attachment) is declared as \(declared) but is \(found.rawValue).")
        case .damaged(let attachment):
            Phrase(
                "Tệp đính kèm thứ \(attachment) đã hỏng trước khi gửi. Hãy đề nghị cơ quan gửi gửi lại.",
                "Attachment \(attachment) was damaged before it was sent. Ask the sender to send it again.")
        case .notUnpacked(let attachment):
            Phrase(
                "Không giải nén được tệp đính kèm thứ \(attachment); giữ nguyên tệp nén.",
                "Attachment \(attachment) could not be unpacked; the ZIP is kept as it is.")
        }
    }
}
