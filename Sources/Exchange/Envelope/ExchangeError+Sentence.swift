public import Records
import XMLStream

extension ExchangeError {
    /// What is wrong, where, and what to do.
    public var sentence: Phrase {
        let problem = problem
        let place = place.phrase
        let remedy = remedy
        return Phrase(
            [problem.vietnamese, place.vietnamese, remedy.vietnamese].filter { !$0.isEmpty }.joined(separator: " "),
            [problem.english, place.english, remedy.english].filter { !$0.isEmpty }.joined(separator: " "))
    }

    private var problem: Phrase {
        switch kind {
        case .doctype:
            Phrase(
                "Gói tin có khai báo DOCTYPE, không được chấp nhận.",
                "The envelope has a DOCTYPE, which is not accepted.")
        case .limit(let limit): limit.phrase
        case .malformed(let message):
            Phrase(
                "Gói tin không phải là XML đúng cú pháp (\(message)).",
                "The envelope is not well-formed XML (\(message)).")
        case .encoding:
            Phrase("Gói tin không dùng bảng mã UTF-8.", "The envelope is not in UTF-8.")
        case .base64(let attachment):
            Phrase(
                "Nội dung của tệp đính kèm thứ \(attachment) không phải là base64 đúng quy cách.",
                "The content of attachment \(attachment) is not proper base64.")
        case .attachmentEmpty(let attachment):
            Phrase("Tệp đính kèm thứ \(attachment) không có nội dung.", "Attachment \(attachment) has no content.")
        case .schema(let what):
            Phrase("Cấu trúc gói tin không đúng: \(what).", "The envelope is not built as it must be: \(what).")
        case .manifest(let contentID):
            Phrase(
                "Danh mục tệp nêu “\(contentID)” nhưng gói tin không có tệp đó.",
                "The list of files names “\(contentID)”, but the envelope does not hold it.")
        case .organID:
            Phrase("Mã định danh cơ quan có ký tự không hợp lệ.", "An agency code holds characters that no code has.")
        case .recipient:
            Phrase("Cơ quan ta không có trong danh sách cơ quan nhận.", "This agency is not among the recipients.")
        case .date: Phrase("Ngày không có thật hoặc không đọc được.", "A date does not exist or cannot be read.")
        case .code: Phrase("Số, ký hiệu hoặc mã văn bản không hợp lệ.", "A number, symbol or identifier is not valid.")
        case .type(let attachment, let type):
            Phrase(
                "Tệp đính kèm thứ \(attachment) thuộc loại không được nhận (\(type.rawValue)).",
                "Attachment \(attachment) is of a kind that is not accepted (\(type.rawValue)).")
        case .missing(let element): Phrase("Thiếu “\(element)”.", "“\(element)” is missing.")
        case .field(let field, let fault): fault.phrase(field)
        case .description(let what):
            Phrase(
                "Bản mô tả gói tin (JSON) không đúng: \(what).",
                "The description of the envelope is not right: \(what).")
        case .signature(let fault): fault.sentence
        case .trustedRoots:
            Phrase(
                "Tệp chứng thư gốc không đọc được hoặc không có chứng thư nào.",
                "The file of trusted roots cannot be read or holds no certificate.")
        case .signingKey(let fault): fault.sentence
        case .storage(let what):
            Phrase("Không đọc hoặc ghi được tệp (\(what)).", "A file could not be read or written (\(what)).")
        case .transport(let fault): fault.phrase
        }
    }

    private var remedy: Phrase {
        switch kind {
        case .recipient:
            Phrase(
                "Hãy trả lại gói tin (trạng thái 02) để cơ quan gửi kiểm tra nơi nhận.",
                "Return the envelope (status 02) so that the sender checks the address.")
        case .limit(.xml(.time)), .limit(.xml(.memory)), .storage:
            Phrase(
                "Hãy thử lại; nếu vẫn lỗi, báo người quản trị hệ thống.",
                "Try again; if it fails again, tell the administrator.")
        case .transport(let fault): fault.remedy
        case .limit:
            Phrase(
                "Hãy đề nghị cơ quan gửi chia nhỏ và gửi lại.", "Ask the sender to divide it and send it again.")
        case .signature(.issuer):
            Phrase(
                "Hãy hỏi cơ quan gửi, hoặc đề nghị người quản trị bổ sung chứng thư gốc.",
                "Ask the sender, or ask the administrator to add the root.")
        case .trustedRoots, .signingKey:
            Phrase("Hãy báo người quản trị hệ thống.", "Tell the administrator.")
        case .type:
            Phrase(
                "Hãy đề nghị cơ quan gửi gửi lại tệp dạng PDF hoặc văn phòng.",
                "Ask the sender to send the file again as PDF or an office document.")
        case .field, .description:
            Phrase("Hãy sửa lại trước khi gửi.", "Correct it before sending.")
        case .doctype, .malformed, .encoding, .base64, .attachmentEmpty, .schema, .manifest, .organID, .date, .code,
            .missing, .signature:
            Phrase(
                "Hãy trả lại gói tin (trạng thái 02) và đề nghị cơ quan gửi sửa rồi gửi lại.",
                "Return the envelope (status 02) and ask the sender to correct it and send it again.")
        }
    }
}

extension ExchangeError.Place {
    fileprivate var phrase: Phrase {
        let column = column.map { (", cột \($0)", ", column \($0)") } ?? ("", "")
        return switch (line, path) {
        case (let line?, let path?):
            Phrase(
                "Vị trí: dòng \(line)\(column.0), phần tử \(path).", "Place: line \(line)\(column.1), element \(path).")
        case (let line?, nil): Phrase("Vị trí: dòng \(line)\(column.0).", "Place: line \(line)\(column.1).")
        case (nil, let path?): Phrase("Vị trí: phần tử \(path).", "Place: element \(path).")
        case (nil, nil): Phrase("", "")
        }
    }
}
