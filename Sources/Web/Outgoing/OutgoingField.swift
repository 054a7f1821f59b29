import Records
import Workflow

/// The fields of the form of a draft, in the order a drafter thinks of them.
enum OutgoingField: String, CaseIterable {
    case typeName, subject, medium, urgency, secrecy, place, notation, dueOn, pages, copies, places, note

    var label: Phrase {
        switch self {
        case .typeName: Phrase("Tên loại", "Type")
        case .subject: Phrase("Trích yếu", "Subject")
        case .medium: Phrase("Hình thức", "Form")
        case .urgency: Phrase("Độ khẩn", "Urgency")
        case .secrecy: Phrase("Độ mật", "Secrecy")
        case .notation: Phrase("Ký hiệu", "Symbol")
        case .place: Phrase("Địa danh", "Place")
        case .dueOn: Phrase("Hạn trả lời", "Answer due")
        case .pages: Phrase("Số trang", "Pages")
        case .copies: Phrase("Số lượng bản", "Copies")
        case .places: Phrase("Nơi nhận ghi trên văn bản", "“Nơi nhận” as written")
        case .note: Phrase("Ghi chú", "Note")
        }
    }

    var hint: Phrase? {
        switch self {
        case .notation: Phrase("Để trống: lấy theo tên loại và đơn vị soạn.", "Empty: by the type and the unit.")
        case .secrecy: Phrase("Văn bản mật không soạn trên mạng.", "Classified documents are not drafted here.")
        case .places: Phrase("Mỗi dòng một nơi.", "One a line.")
        case .place: Phrase("Như “Lam Sơn”; mẫu điền sẵn cần có.", "Such as “Lam Sơn”; templates need it.")
        default: nil
        }
    }

    /// Fields that most drafts leave as they are: they are folded.
    var isRare: Bool {
        switch self {
        case .notation, .dueOn, .pages, .copies, .places, .note: true
        case .typeName, .subject, .medium, .urgency, .secrecy, .place: false
        }
    }

    var isRequired: Bool { self == .typeName || self == .subject }
    var isWide: Bool { self == .subject || self == .places || self == .note }

    func kind(_ details: OutgoingDetails, _ language: Language) -> Field.Kind {
        switch self {
        case .typeName: .documentTypes(details.typeName, language)
        case .medium:
            .choice(
                OutgoingDocument.Medium.allCases.map {
                    Choice($0.rawValue, $0.label(language), isChosen: $0 == details.medium)
                })
        case .urgency: .urgencies(details.urgency, language)
        case .secrecy: .secrecyLevels(details.secrecy, language)
        case .dueOn: .day
        case .pages, .copies: .number
        case .subject, .places, .note: .lines
        case .notation, .place: .line
        }
    }

    /// The field as a drafter would write it.
    func written(_ details: OutgoingDetails) -> String {
        switch self {
        case .typeName: details.typeName
        case .subject: details.subject
        case .medium: details.medium.rawValue
        case .urgency: String(details.urgency.rawValue)
        case .secrecy: details.secrecy.rawValue
        case .notation: details.notation
        case .place: details.place
        case .dueOn: details.dueOn?.written ?? ""
        case .pages: details.pages.map(String.init) ?? ""
        case .copies: details.copies.map(String.init) ?? ""
        case .places: details.places.joined(separator: "\n")
        case .note: details.note
        }
    }
}
