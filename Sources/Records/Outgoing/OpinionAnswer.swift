/// What somebody says whose opinion was asked for (cho ý kiến).
public enum OpinionAnswer: String, CaseIterable, Sendable, Codable {
    case agree
    case disagree
    /// Something else, in words.
    case other

    public var label: Phrase {
        switch self {
        case .agree: Phrase("Đồng ý", "Agree")
        case .disagree: Phrase("Không đồng ý", "Disagree")
        case .other: Phrase("Ý kiến khác", "Other opinion")
        }
    }
}
