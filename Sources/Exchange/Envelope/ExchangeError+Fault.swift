import Records

extension ExchangeError.Fault {
    /// What is wrong with the field of that name.
    func phrase(_ field: String) -> Phrase {
        switch self {
        case .missing: Phrase("Chưa có “\(field)”.", "“\(field)” is not given.")
        case .tooLong(let most, let length):
            Phrase(
                "“\(field)” dài \(length) ký tự; nơi nhận chỉ chứa được \(most).",
                "“\(field)” has \(length) characters; receivers can keep \(most).")
        case .character(let scalar):
            Phrase(
                "“\(field)” có ký tự điều khiển (U+\(scalar.code)) mà XML không chứa được.",
                "“\(field)” has a control character (U+\(scalar.code)) that XML cannot hold.")
        case .value: Phrase("Giá trị của “\(field)” không hợp lệ.", "The value of “\(field)” is none that may be sent.")
        case .repeated: Phrase("“\(field)” được ghi nhiều lần.", "“\(field)” is given more than once.")
        }
    }
}

extension Unicode.Scalar {
    /// As Unicode writes it, such as `000B`.
    fileprivate var code: String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
