import Records

/// The fields of the form *Vào sổ văn bản đến*, in the order a clerk reads a document.
enum RegistrationField: String, CaseIterable {
    case senderName, number, notation, issuedOn, typeName, subject, senderCode
    case signerName, signerPosition, signerCompetence
    case arrivedOn, urgency, secrecy, dueOn, pages, copies, note

    /// Fields that are read together.
    enum Group: CaseIterable {
        case document, signer, arrival

        var legend: Phrase {
            switch self {
            case .document: Phrase("Văn bản", "Document")
            case .signer: Phrase("Người ký", "Signer")
            case .arrival: Phrase("Tiếp nhận", "Arrival")
            }
        }
    }

    var group: Group {
        switch self {
        case .senderName, .senderCode, .number, .notation, .issuedOn, .typeName, .subject: .document
        case .signerName, .signerPosition, .signerCompetence: .signer
        case .arrivedOn, .urgency, .secrecy, .dueOn, .pages, .copies, .note: .arrival
        }
    }

    var label: Phrase {
        switch self {
        case .senderName: Phrase("Cơ quan ban hành", "Sender")
        case .senderCode: Phrase("Mã định danh", "Sender's code")
        case .number: Phrase("Số", "Number")
        case .notation: Phrase("Ký hiệu", "Symbol")
        case .issuedOn: Phrase("Ngày văn bản", "Date of the document")
        case .typeName: Phrase("Tên loại", "Type")
        case .subject: Phrase("Trích yếu", "Subject")
        case .signerName: Phrase("Họ tên", "Name")
        case .signerPosition: Phrase("Chức vụ", "Position")
        case .signerCompetence: Phrase("Quyền hạn ký", "Authority")
        case .arrivedOn: Phrase("Ngày đến", "Day of arrival")
        case .urgency: Phrase("Độ khẩn", "Urgency")
        case .secrecy: Phrase("Độ mật", "Secrecy")
        case .dueOn: Phrase("Hạn trả lời", "Answer due")
        case .pages: Phrase("Số tờ", "Pages")
        case .copies: Phrase("Số bản", "Copies")
        case .note: Phrase("Ghi chú", "Note")
        }
    }

    var hint: Phrase? {
        switch self {
        case .notation: Phrase("Ví dụ: QĐ-UBND", "For example: QĐ-UBND")
        case .signerCompetence: Phrase("Ví dụ: TM., KT., TL.", "For example: TM., KT., TL.")
        case .secrecy:
            Phrase(
                "Văn bản mật: đăng ký ở sổ riêng.", "Classified: use the separate register.")
        default: nil
        }
    }

    var isRequired: Bool {
        switch self {
        case .senderName, .number, .issuedOn, .typeName, .subject: true
        default: false
        }
    }

    var isWide: Bool { self == .senderName || self == .subject || self == .note }

    func kind(_ details: IncomingDetails, _ language: Language) -> Field.Kind {
        switch self {
        case .issuedOn, .arrivedOn, .dueOn: .day
        case .pages, .copies: .number
        case .subject, .note: .lines
        case .typeName: .documentTypes(details.typeName, language)
        case .urgency: .urgencies(details.urgency, language)
        case .secrecy: .secrecyLevels(details.secrecy, language)
        default: .line
        }
    }

    /// The field as a clerk would write it.
    func written(_ details: IncomingDetails) -> String {
        switch self {
        case .senderName: details.senderName
        case .senderCode: details.senderCode
        case .number: details.number
        case .notation: details.notation
        case .issuedOn: details.issuedOn?.written ?? ""
        case .typeName: details.typeName
        case .subject: details.subject
        case .signerName: details.signerName
        case .signerPosition: details.signerPosition
        case .signerCompetence: details.signerCompetence
        case .arrivedOn: details.arrivedOn?.written ?? ""
        case .urgency: String(details.urgency.rawValue)
        case .secrecy: details.secrecy.rawValue
        case .dueOn: details.dueOn?.written ?? ""
        case .pages: details.pages.map(String.init) ?? ""
        case .copies: details.copies.map(String.init) ?? ""
        case .note: details.note
        }
    }
}
