public import Records

extension SignatureVerdict {
    /// What the verdict means for the person who reads it.
    public var sentence: Phrase {
        switch self {
        case .none: Phrase("Gói tin không có chữ ký số.", "The envelope is not signed.")
        case .valid(let signer, let coverage):
            Phrase(
                "Chữ ký số hợp lệ của “\(signer.name)”" + coverage.phrase.vietnamese,
                "The signature of “\(signer.name)” is valid" + coverage.phrase.english)
        case .weak(let signer, let coverage):
            Phrase(
                "Chữ ký số của “\(signer.name)” đúng nhưng dùng thuật toán hoặc khóa yếu, có thể bị giả mạo"
                    + coverage.phrase.vietnamese,
                "The signature of “\(signer.name)” is right but uses a weak algorithm or key, and could be forged"
                    + coverage.phrase.english)
        case .malformed:
            Phrase(
                "Gói tin có phần chữ ký nhưng không đúng quy cách, nên không chứng thực được gì.",
                "The envelope has something like a signature that is none and proves nothing.")
        case .cannotBeChecked(let obstacle): obstacle.sentence
        case .invalid(let fault): fault.sentence
        }
    }
}

extension Signer {
    /// The shortest text that names the owner.
    fileprivate var name: String { commonName ?? organization ?? subject }
}

extension SignatureCoverage {
    fileprivate var phrase: Phrase {
        switch self {
        case .whole: Phrase(".", ".")
        case .header:
            Phrase(
                "; chữ ký chỉ bảo vệ phần thông tin văn bản, không bảo vệ tệp đính kèm.",
                "; it protects the header only, not the attached files.")
        }
    }
}

extension SignatureObstacle {
    public var sentence: Phrase {
        switch self {
        case .unknownIssuer(let signer, let coverage):
            Phrase(
                "Nội dung đúng như khi “\(signer.name)” ký, nhưng chưa cấu hình chứng thư gốc nên không biết người ký là ai"
                    + coverage.phrase.vietnamese,
                "The content is as “\(signer.name)” signed it, but no trusted root is configured, so who that is cannot be told"
                    + coverage.phrase.english)
        case .outdatedList(let signer, let coverage):
            Phrase(
                "Chữ ký của “\(signer.name)” đúng, nhưng danh sách chứng thư bị thu hồi đã quá hạn. Hãy báo người quản trị cập nhật"
                    + coverage.phrase.vietnamese,
                "The signature of “\(signer.name)” is right, but the list of revoked certificates is out of date: tell the administrator"
                    + coverage.phrase.english)
        case .noCertificate:
            Phrase(
                "Không kiểm tra được chữ ký vì không kèm chứng thư số.",
                "The signature cannot be checked: it brings no certificate.")
        case .unknownAlgorithm:
            Phrase(
                "Không kiểm tra được chữ ký vì dùng thuật toán chưa được hỗ trợ.",
                "The signature cannot be checked: its algorithm is not known here.")
        case .otherFormat:
            Phrase(
                "Không kiểm tra được chữ ký của gói tin theo định dạng này.",
                "Signatures of envelopes of this format cannot be checked.")
        case .tooLarge:
            Phrase(
                "Không kiểm tra được chữ ký vì phần phải giữ trong bộ nhớ quá lớn.",
                "The signature cannot be checked: too much of the envelope would have to be kept in memory.")
        }
    }
}

extension SignatureFault {
    public var sentence: Phrase {
        switch self {
        case .digest:
            Phrase(
                "Chữ ký số không khớp: nội dung đã bị thay đổi sau khi ký.",
                "The signature does not match: the content was changed after it was signed.")
        case .value:
            Phrase(
                "Chữ ký số không phải do chủ chứng thư kèm theo tạo ra.",
                "The signature was not made with the key of its certificate.")
        case .algorithm:
            Phrase(
                "Chữ ký số dùng thuật toán không được chấp nhận.",
                "The signature uses an algorithm that is not accepted.")
        case .transform:
            Phrase(
                "Chữ ký số dùng phép biến đổi nội dung không được chấp nhận.",
                "The signature transforms the content in a way that is not accepted.")
        case .reference:
            Phrase(
                "Chữ ký số tham chiếu ra ngoài gói tin.", "The signature refers to something outside of the envelope.")
        case .coverage:
            Phrase(
                "Phần được ký không phải là nội dung gói tin.",
                "What is signed is not what the envelope says.")
        case .structure:
            Phrase(
                "Phần chữ ký số của gói tin có cấu trúc bị cấm.",
                "The signature stands or is built as none may be.")
        case .limit: Phrase("Chữ ký số có quá nhiều thành phần.", "The signature has too many parts.")
        case .key:
            Phrase(
                "Khóa của chứng thư số quá ngắn hoặc không dùng để ký.",
                "The certificate's key is too short or is not meant for signing.")
        case .issuer:
            Phrase(
                "Chứng thư số không do tổ chức mà cơ quan tin cậy cấp.",
                "The certificate was not issued by anyone whom this agency trusts.")
        case .expired:
            Phrase(
                "Chứng thư số không còn hoặc chưa có hiệu lực khi nhận gói tin.",
                "The certificate was not valid when the envelope arrived.")
        case .revoked: Phrase("Chứng thư số đã bị thu hồi.", "The certificate has been revoked.")
        }
    }
}
