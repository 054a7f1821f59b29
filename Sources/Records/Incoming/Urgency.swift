/// How fast a document must be handled (mức độ khẩn), by Decree 30/2020/NĐ-CP, Appendix I.
///
/// The raw value is the envelope's `Priority`, and orders a work list.
public enum Urgency: Int, CaseIterable, Sendable, Codable, Comparable {
    case none = 0
    case urgent = 1
    case veryUrgent = 2
    case express = 3

    public static func < (a: Urgency, b: Urgency) -> Bool { a.rawValue < b.rawValue }

    public var label: Phrase {
        switch self {
        case .none: Phrase("Thường", "Normal")
        case .urgent: Phrase("Khẩn", "Urgent")
        case .veryUrgent: Phrase("Thượng khẩn", "Very urgent")
        case .express: Phrase("Hỏa tốc", "Express")
        }
    }
}

/// How secret a document is (độ mật).
///
/// A networked office keeps no state secrets (Law 29/2018, Law 117/2025/QH15, QĐ 28/2018 Article 1.2): the marks are
/// here to be recognised and refused.
public enum SecrecyLevel: String, CaseIterable, Sendable, Codable {
    case none
    case secret
    case topSecret
    case mostSecret

    public var label: Phrase {
        switch self {
        case .none: Phrase("Thường", "None")
        case .secret: Phrase("Mật", "Secret")
        case .topSecret: Phrase("Tối mật", "Top secret")
        case .mostSecret: Phrase("Tuyệt mật", "Most secret")
        }
    }
}
