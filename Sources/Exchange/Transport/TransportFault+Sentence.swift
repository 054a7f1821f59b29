import Records

extension TransportFault {
    var phrase: Phrase {
        switch self {
        case .unreachable(let why):
            Phrase("Không kết nối được với hệ thống bên kia (\(why)).", "The other system cannot be reached (\(why)).")
        case .tooSlow(let seconds):
            Phrase(
                "Hệ thống bên kia không trả lời xong trong \(seconds) giây.",
                "The other system did not finish its answer within \(seconds) seconds.")
        case .answerTooLong(let bytes):
            Phrase(
                "Câu trả lời của hệ thống bên kia dài hơn \(bytes) byte.",
                "The other system's answer is longer than \(bytes) bytes.")
        case .answerMalformed:
            Phrase(
                "Không hiểu câu trả lời của hệ thống bên kia.", "The other system's answer cannot be understood.")
        case .status(let status):
            Phrase("Hệ thống bên kia trả lời mã HTTP \(status).", "The other system answered HTTP status \(status).")
        case .peer(let code, let text, _):
            Phrase(
                "Hệ thống bên kia từ chối (mã \(code): “\(text)”).",
                "The other system refused (code \(code): “\(text)”).")
        case .credentials:
            Phrase(
                "Hệ thống bên kia không chấp nhận mã hệ thống hoặc khóa của cơ quan ta.",
                "The other system does not accept our system id or key.")
        case .address:
            Phrase("Địa chỉ kết nối không hợp lệ.", "The address of the connection is not valid.")
        case .internalAddress:
            Phrase(
                "Địa chỉ kết nối trỏ vào mạng nội bộ, không được phép.",
                "The address leads into the internal network, which is not allowed.")
        case .ownCertificate:
            Phrase(
                "Không đọc được chứng thư hoặc khóa dùng cho kết nối.",
                "The certificate or key for the connection cannot be read.")
        case .tooLarge(let limit):
            Phrase("Gói tin lớn hơn \(limit) byte.", "The envelope is larger than \(limit) bytes.")
        case .damaged:
            Phrase(
                "Gói tin bị sai lệch trên đường truyền (SHA-256 không khớp).",
                "The envelope was damaged on the way (its SHA-256 does not match).")
        case .gone: Phrase("Gói tin không còn ở đó.", "The envelope is no longer there.")
        case .idTaken:
            Phrase(
                "Mã gói tin này đã dùng cho nội dung khác.", "This parcel's id was already used for other content.")
        case .badParcel:
            Phrase(
                "Mã, kích thước hoặc SHA-256 của gói tin không hợp lệ.",
                "The parcel's id, size or SHA-256 is not valid.")
        case .spoolFull:
            Phrase(
                "Thư mục chuyển tiếp đã đầy: chưa có ai lấy các gói tin đi.",
                "The spool folder is full: nobody carries its envelopes away.")
        case .unsigned(let why):
            Phrase("Yêu cầu không được ký đúng quy cách (\(why)).", "The request is not signed as it must be (\(why)).")
        case .otherOffset(let offset):
            Phrase("Phải gửi tiếp từ byte \(offset).", "Sending must go on from byte \(offset).")
        }
    }

    var remedy: Phrase {
        switch self {
        case .unreachable, .tooSlow, .answerTooLong, .answerMalformed, .status, .damaged, .gone, .otherOffset:
            Phrase("Hệ thống sẽ tự thử lại.", "It will be tried again.")
        case .credentials, .address, .internalAddress, .ownCertificate, .spoolFull, .unsigned:
            Phrase(
                "Hãy báo người quản trị kiểm tra cấu hình kết nối.", "Tell the administrator to check the connection.")
        case .peer, .tooLarge, .idTaken, .badParcel:
            Phrase(
                "Hãy xem lại gói tin, sửa rồi gửi lại.", "Look at the envelope, correct it and send it again.")
        }
    }
}
