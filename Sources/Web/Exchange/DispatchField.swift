import Records
import Workflow

/// The fields of the form *Gửi liên thông*, in the order a clerk reads a document.
enum DispatchField: String, CaseIterable {
    case number, notation, issuedOn, typeName, subject, place
    case signerName, signerPosition, signerCompetence
    case urgency, secrecy, dueOn, pages, places

    /// Fields that are read together.
    enum Group: CaseIterable {
        case document, signer, sending

        var legend: Phrase {
            switch self {
            case .document: Phrase("Văn bản", "Document")
            case .signer: Phrase("Người ký", "Signer")
            case .sending: Phrase("Thông tin gửi", "Sending")
            }
        }
    }

    var group: Group {
        switch self {
        case .number, .notation, .issuedOn, .typeName, .subject, .place: .document
        case .signerName, .signerPosition, .signerCompetence: .signer
        case .urgency, .secrecy, .dueOn, .pages, .places: .sending
        }
    }

    var label: Phrase {
        switch self {
        case .number: Phrase("Số", "Number")
        case .notation: Phrase("Ký hiệu", "Symbol")
        case .issuedOn: Phrase("Ngày văn bản", "Date of the document")
        case .typeName: Phrase("Tên loại", "Type")
        case .subject: Phrase("Trích yếu", "Subject")
        case .place: Phrase("Địa danh", "Place")
        case .signerName: Phrase("Họ tên", "Name")
        case .signerPosition: Phrase("Chức vụ", "Position")
        case .signerCompetence: Phrase("Quyền hạn ký", "Authority")
        case .urgency: Phrase("Độ khẩn", "Urgency")
        case .secrecy: Phrase("Độ mật", "Secrecy")
        case .dueOn: Phrase("Hạn trả lời", "Answer due")
        case .pages: Phrase("Số trang", "Pages")
        case .places: Phrase("Nơi nhận ghi trên văn bản", "“Nơi nhận” as written")
        }
    }

    var hint: Phrase? {
        switch self {
        case .notation: Phrase("Ví dụ: KH-BTV", "For example: KH-BTV")
        case .signerCompetence: Phrase("Ví dụ: TM., KT., TL.", "For example: TM., KT., TL.")
        case .secrecy: Phrase("Văn bản mật không gửi qua mạng.", "Classified documents are not sent here.")
        case .places: Phrase("Mỗi dòng một nơi; không dùng làm địa chỉ gửi.", "One a line; not addresses.")
        default: nil
        }
    }

    var isRequired: Bool {
        switch self {
        case .number, .notation, .issuedOn, .typeName, .subject, .signerName: true
        default: false
        }
    }

    var isWide: Bool { self == .subject || self == .places }

    func kind(_ details: DispatchDetails, _ language: Language) -> Field.Kind {
        switch self {
        case .issuedOn, .dueOn: .day
        case .pages: .number
        case .subject, .places: .lines
        case .typeName: .documentTypes(details.typeName, language)
        case .urgency: .urgencies(details.urgency, language)
        case .secrecy: .secrecyLevels(details.secrecy, language)
        default: .line
        }
    }

    /// The field as a clerk would write it.
    func written(_ details: DispatchDetails) -> String {
        switch self {
        case .number: details.number
        case .notation: details.notation
        case .issuedOn: details.issuedOn?.written ?? ""
        case .typeName: details.typeName
        case .subject: details.subject
        case .place: details.place
        case .signerName: details.signerName
        case .signerPosition: details.signerPosition
        case .signerCompetence: details.signerCompetence
        case .urgency: String(details.urgency.rawValue)
        case .secrecy: details.secrecy.rawValue
        case .dueOn: details.dueOn?.written ?? ""
        case .pages: details.pages.map(String.init) ?? ""
        case .places: details.places.joined(separator: "\n")
        }
    }
}
