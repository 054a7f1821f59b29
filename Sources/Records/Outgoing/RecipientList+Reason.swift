extension RecipientList {
    /// Why a line of a list of recipients cannot be taken.
    public enum Reason: Sendable, Equatable {
        case unreadable(CSVRows.Fault)
        /// The first row names no column of codes or names.
        case noColumns
        case empty
        case tooMany
        /// Somebody to write to by post, where only agencies are kept.
        case noCode
        case field(FieldRule)
        /// It stands on an earlier line.
        case twice(Int)

        public var sentence: Phrase {
            switch self {
            case .unreadable(.notUTF8), .unreadable(.controlCharacter):
                Phrase(
                    "không phải chữ UTF-8. Trong Excel hãy lưu dạng “CSV UTF-8”.",
                    "no text in UTF-8. Save the sheet as “CSV UTF-8”.")
            case .unreadable(.tooLong), .unreadable(.tooManyFields):
                Phrase("dòng quá dài hoặc có quá nhiều cột.", "the row is too long, or has too many columns.")
            case .unreadable(.badQuote): Phrase("dấu nháy kép đặt sai.", "a quotation mark out of place.")
            case .noColumns:
                Phrase(
                    "dòng đầu phải ghi tên cột: “mã định danh”, hoặc “tên” và “địa chỉ”.",
                    "the first row names the columns: “code”, or “name” and “address”.")
            case .empty: Phrase("không có nơi nhận nào.", "there is no recipient.")
            case .tooMany:
                Phrase("quá \(OutgoingAddress.most) nơi nhận.", "more than \(OutgoingAddress.most) recipients.")
            case .noCode: Phrase("thiếu mã định danh.", "the code is missing.")
            case .field(let rule): rule.sentence
            case .twice(let line): Phrase("đã có ở dòng \(line).", "stands on line \(line) already.")
            }
        }
    }
}
