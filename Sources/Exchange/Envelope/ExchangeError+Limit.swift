import Records
import XMLStream

extension ExchangeError.Limit {
    var phrase: Phrase {
        switch self {
        case .xml(let limit): limit.phrase
        case .recipients: Phrase("Gói tin có quá nhiều cơ quan nhận.", "The envelope has too many recipients.")
        case .attachments: Phrase("Gói tin có quá nhiều tệp đính kèm.", "The envelope has too many attachments.")
        case .attachmentBytes: Phrase("Một tệp đính kèm quá lớn.", "An attachment is too large.")
        case .totalAttachmentBytes:
            Phrase("Tổng dung lượng các tệp đính kèm quá lớn.", "The attachments are too large together.")
        case .unpackRatio:
            Phrase(
                "Một tệp nén bung ra lớn bất thường so với kích thước của nó.",
                "A ZIP becomes far too large for its size when unpacked.")
        }
    }
}

extension XMLError.Limit {
    fileprivate var phrase: Phrase {
        switch self {
        case .depth: Phrase("Các phần tử lồng nhau quá sâu.", "Elements are nested too deeply.")
        case .attributes: Phrase("Một phần tử có quá nhiều thuộc tính.", "An element has too many attributes.")
        case .namespaces: Phrase("Có quá nhiều khai báo không gian tên.", "There are too many namespace declarations.")
        case .elements: Phrase("Gói tin có quá nhiều phần tử.", "The envelope has too many elements.")
        case .nameLength: Phrase("Tên của một phần tử quá dài.", "The name of an element is too long.")
        case .markupLength: Phrase("Một thẻ hoặc chú thích quá dài.", "A tag or comment is too long.")
        case .textLength: Phrase("Nội dung của một phần tử quá dài.", "The text of an element is too long.")
        case .totalText: Phrase("Phần đầu của gói tin quá dài.", "The envelope's header is too long.")
        case .totalBytes: Phrase("Gói tin quá lớn.", "The envelope is too large.")
        case .time: Phrase("Đọc gói tin quá lâu.", "The envelope takes too long to read.")
        case .memory: Phrase("Không đủ bộ nhớ để đọc gói tin.", "There is not enough memory to read the envelope.")
        }
    }
}
