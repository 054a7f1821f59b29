extension PaperFault {
    /// What is wrong and what to do.
    public var sentence: Phrase { reason.sentence }
}

extension PaperFault.Reason {
    /// What is wrong and what to do.
    public var sentence: Phrase {
        switch self {
        case .noPDF: Phrase("Tệp này không phải PDF.", "This file is no PDF.")
        case .damaged:
            Phrase(
                "Tệp PDF bị hỏng. Hãy xuất lại từ bản gốc.", "The PDF is damaged. Export it again from its original.")
        case .encrypted:
            Phrase(
                "Tệp PDF bị khóa bằng mật khẩu. Hãy bỏ mật khẩu rồi tải lên lại.",
                "The PDF is locked with a password. Remove it, then upload the file again.")
        case .tooMuch:
            Phrase(
                "Tệp PDF chứa quá nhiều dữ liệu để xử lý an toàn. Hãy xuất lại từ bản gốc.",
                "The PDF holds more than can be handled safely. Export it again from its original.")
        case .active:
            Phrase(
                "Tệp PDF có mã lệnh hoặc biểu mẫu động nên không được ký. Hãy xuất lại thành PDF thường.",
                "The PDF contains scripts or dynamic forms and may not be signed. Export it as a plain PDF.")
        case .badImage:
            Phrase(
                "Hình chữ ký hoặc con dấu phải là PNG đọc được.",
                "The picture of the signature or seal must be a PNG that can be read.")
        case .noRoom:
            Phrase(
                "Không đủ chỗ trống để ghi số hoặc ngày. Hãy chừa chỗ sau “Số:”, “ngày”, “tháng” trong dự thảo.",
                "There is no room for number or date. Leave some after “Số:”, “ngày” and “tháng” in the draft.")
        case .noSignatureRoom:
            Phrase(
                "Không đủ chỗ trống cho chữ ký. Hãy ghi họ tên từng người ký ở cuối dự thảo và chừa 2-3 cm phía trên mỗi tên.",
                "There is no room for the signatures. Write each signer's name at the end, with 2-3 cm free above it."
            )
        case .noSigner:
            Phrase("Chưa có người ký để đặt con dấu.", "There is no signer beside whom the seal can stand.")
        case .noField:
            Phrase(
                "Tệp không có vị trí ký này. Hãy chuẩn bị lại văn bản trước khi ký.",
                "The file has no such place to sign. Prepare the document again before signing.")
        case .filledAlready: Phrase("Số và ngày đã được ghi vào tệp.", "Number and date are in the file already.")
        case .signedAlready:
            Phrase("Vị trí hoặc người này đã ký rồi.", "This place is, or this signer has, signed already.")
        case .numberedAlready:
            Phrase(
                "Văn bản đã có số nên không ký thêm được.", "The document has its number: nobody can sign it any more.")
        case .notSignedByPerson:
            Phrase(
                "Người có thẩm quyền chưa ký nên chưa ký số cơ quan được.",
                "The competent person has not signed: the agency cannot sign yet.")
        case .notNumbered:
            Phrase(
                "Văn bản chưa có số và ngày nên chưa ký số cơ quan được.",
                "The document has no number and date: the agency cannot sign yet.")
        case .brokenBefore:
            Phrase(
                "Chữ ký có trước trong tệp không còn giá trị nên không ký tiếp.",
                "An earlier signature in the file does not hold: nothing is signed on top of it.")
        case .locked:
            Phrase(
                "Tệp đã có chữ ký số không cho phép ký thêm.",
                "The file has a digital signature that forbids any other.")
        case .notRegistrar:
            Phrase("Chỉ văn thư được ký số của cơ quan.", "Only the registrar signs for the agency.")
        case .noKey, .badKey, .noToken:
            Phrase(
                "Không dùng được khóa ký số. Quản trị hãy kiểm tra thiết bị và cấu hình seal.",
                "The signing key cannot be used. An administrator checks the token and the settings of the seal.")
        case .badSecret:
            Phrase(
                "Mã PIN hoặc mật khẩu của khóa ký số không đúng. Quản trị hãy sửa trước khi thử lại, kẻo thiết bị bị khóa.",
                "The PIN or passphrase of the key is wrong. An administrator corrects it first: tokens lock after a few tries."
            )
        case .secretLocked:
            Phrase(
                "Thiết bị ký số đã bị khóa vì sai PIN nhiều lần. Quản trị hãy mở khóa.",
                "The token is locked after too many wrong PINs. An administrator unlocks it.")
        case .keyExpired:
            Phrase(
                "Chứng thư số dùng để ký không còn hoặc chưa có hiệu lực. Quản trị hãy thay chứng thư.",
                "The certificate to sign with is not valid now. An administrator replaces it.")
        case .noStamp:
            Phrase(
                "Máy chủ cấp dấu thời gian không trả lời. Hãy thử lại sau.",
                "The server of time stamps does not answer. Try again later.")
        case .changed:
            Phrase(
                "Tệp tải lên không phải tệp hệ thống đã đưa ra. Hãy tải lại tệp, ký lên chính tệp đó và không lưu lại bằng cách khác.",
                "This is not the file that the office handed out. Download it again, sign that file, and do not save it anew."
            )
        case .nothingSigned:
            Phrase("Tệp chưa có chữ ký số nào mới.", "The file has no new signature.")
        case .severalSigned:
            Phrase("Mỗi lần tải lên chỉ được thêm một chữ ký.", "Only one signature may be added with each upload.")
        case .notCovered:
            Phrase(
                "Chữ ký không bao trùm toàn bộ tệp. Hãy ký lại trên tệp đã tải về.",
                "The signature does not cover the whole file. Sign the downloaded file again.")
        case .tampered:
            Phrase(
                "Nội dung đã ký bị thay đổi: chữ ký không còn đúng.",
                "What was signed has been changed: the signature does not match.")
        case .forged:
            Phrase(
                "Chữ ký không phải do khóa của chứng thư kèm theo tạo ra.",
                "The signature was not made by the key of its certificate.")
        case .malformed:
            Phrase(
                "Chữ ký không đọc được hoặc dùng định dạng không được chấp nhận.",
                "The signature cannot be read, or is of a format that is not accepted.")
        case .altered:
            Phrase(
                "Nội dung văn bản đã bị sửa ngoài việc ký. Hãy tải lại tệp và chỉ ký.",
                "More was changed than signing does. Download the file again, and only sign it.")
        case .unknownIssuer:
            Phrase(
                "Không rõ ai cấp chứng thư của người ký. Hãy ký bằng chứng thư được cơ quan chấp nhận.",
                "The issuer of the signer's certificate is not known. Sign with a certificate that the office accepts.")
        case .expired: Phrase("Chứng thư của người ký đã hết hạn.", "The signer's certificate has expired.")
        case .notYetValid:
            Phrase("Chứng thư của người ký chưa có hiệu lực.", "The signer's certificate is not valid yet.")
        case .revoked: Phrase("Chứng thư của người ký đã bị thu hồi.", "The signer's certificate was revoked.")
        case .wrongUsage:
            Phrase(
                "Chứng thư này không dùng để ký văn bản.", "This certificate is not meant for signing documents.")
        case .weak:
            Phrase(
                "Chữ ký dùng thuật toán quá yếu (SHA-1, RSA dưới 2048 bit).",
                "The signature uses an algorithm that is too weak (SHA-1, RSA below 2048 bits).")
        case .invalidChain:
            Phrase("Chuỗi chứng thư của người ký không hợp lệ.", "The chain of the signer's certificate is not valid.")
        case .listOutdated:
            Phrase(
                "Danh sách chứng thư bị thu hồi đã quá hạn. Quản trị hãy cập nhật trong signatures.roots.",
                "The list of revoked certificates is out of date. An administrator renews it in signatures.roots.")
        case .noRoots, .badRoots:
            Phrase(
                "Chưa có chứng thư gốc để kiểm tra chữ ký. Quản trị hãy đặt signatures.roots.",
                "There are no root certificates to judge signatures by. An administrator sets signatures.roots.")
        case .notSet:
            Phrase(
                "Chưa cài công cụ ký PDF. Quản trị hãy đặt pdf.tools.",
                "What signs PDF files is not installed. An administrator sets pdf.tools.")
        case .internalFault:
            Phrase(
                "Công cụ ký PDF gặp lỗi. Quản trị hãy xem nhật ký.",
                "The PDF tool failed. An administrator reads the log.")
        }
    }
}
