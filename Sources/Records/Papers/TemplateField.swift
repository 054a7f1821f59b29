/// What a template of a document asks for, by the name that stands in it (trường của mẫu văn bản).
///
/// The names are Vietnamese because people read them in Word: `{{trich_yeu}}`.
public enum TemplateField: String, CaseIterable, Sendable {
    case parentAgency = "co_quan_chu_quan"
    case agency = "co_quan"
    case reference = "so_ky_hieu"
    case place = "dia_danh"
    case date = "ngay"
    case typeName = "ten_loai"
    case subject = "trich_yeu"
    case addressee = "kinh_gui"
    /// The body that decides: “Chủ tịch Ủy ban nhân dân tỉnh”.
    case authority = "tham_quyen"
    /// The acts that a decision rests on, a line each.
    case grounds = "can_cu"
    case content = "noi_dung"
    /// In what capacity somebody signs: “KT. CHỦ TỊCH”, “TM. ỦY BAN NHÂN DÂN”, a line each.
    case signingCapacity = "quyen_han_ky"
    case position = "chuc_vu"
    case signer = "nguoi_ky"
    case secretary = "thu_ky"
    /// A line for each recipient.
    case recipients = "noi_nhan"
    /// Who keeps it: “VT, TCCB”.
    case keptBy = "luu"

    /// Whether a document may do without it; its paragraph is left out then.
    public var isOptional: Bool {
        switch self {
        case .parentAgency, .signingCapacity, .grounds, .recipients, .content: true
        case .agency, .reference, .place, .date, .typeName, .subject, .addressee, .authority, .position, .signer,
            .secretary, .keptBy:
            false
        }
    }

    public var label: Phrase {
        switch self {
        case .parentAgency: Phrase("Cơ quan chủ quản", "Parent agency")
        case .agency: Phrase("Cơ quan ban hành", "Issuing agency")
        case .reference: Phrase("Số, ký hiệu", "Number and symbol")
        case .place: Phrase("Địa danh", "Place")
        case .date: Phrase("Ngày, tháng, năm", "Date")
        case .typeName: Phrase("Tên loại văn bản", "Type of document")
        case .subject: Phrase("Trích yếu", "Subject")
        case .addressee: Phrase("Kính gửi", "Addressee")
        case .authority: Phrase("Thẩm quyền ban hành", "Issuing authority")
        case .grounds: Phrase("Căn cứ ban hành", "Grounds")
        case .content: Phrase("Nội dung", "Content")
        case .signingCapacity: Phrase("Quyền hạn ký (KT., TM., TL., TUQ., Q.)", "Capacity in which it is signed")
        case .position: Phrase("Chức vụ người ký", "Position of the signer")
        case .signer: Phrase("Người ký", "Signer")
        case .secretary: Phrase("Thư ký", "Secretary")
        case .recipients: Phrase("Nơi nhận", "Recipients")
        case .keptBy: Phrase("Lưu", "Kept by")
        }
    }

    /// A date as Appendix I writes it; room for day and month where it has none yet.
    ///
    /// Days below 10 and the months January and February have a zero before them.
    public static func date(_ day: Day?, year: Int) -> String {
        guard let day else { return "ngày \(room)tháng \(room)năm \(year)" }
        func two(_ number: Int, below: Int) -> String { number < below ? "0\(number)" : "\(number)" }
        return "ngày \(two(day.day, below: 10)) tháng \(two(day.month, below: 3)) năm \(day.year)"
    }

    /// A reference as it is written, or with room for the number where it has none yet: `/QĐ-UBND` with space before it.
    public static func reference(number: Int?, notation: String) -> String {
        guard let number else { return "\(room)/\(notation)" }
        return "\(Reference(given: number, notation: notation))"
    }

    /// Blanks that Word and LibreOffice do not join.
    private static let room = String(repeating: "\u{A0}", count: 6)
}
