/// What a document does to one that was issued before (hiệu lực đối với văn bản đã ban hành), Decree 30/2020/NĐ-CP, Article 18.
///
/// An issued document never changes; another one changes what it says, by the whole path from draft to seal.
public enum OutgoingEffect: String, CaseIterable, Sendable, Codable {
    /// Changes or adds to a part of it, which stays in force (sửa đổi, bổ sung).
    case amend
    /// Takes its place (thay thế).
    case replace
    /// Corrects its format or how it was issued, by an official letter (đính chính).
    case correct
    /// Ends it, with nothing in its place (bãi bỏ, hủy bỏ).
    case revoke

    public var label: Phrase {
        switch self {
        case .amend: Phrase("Sửa đổi, bổ sung", "Amends")
        case .replace: Phrase("Thay thế", "Replaces")
        case .correct: Phrase("Đính chính", "Corrects")
        case .revoke: Phrase("Bãi bỏ, hủy bỏ", "Revokes")
        }
    }

    /// What the document that it concerns says of it.
    public var passive: Phrase {
        switch self {
        case .amend: Phrase("Được sửa đổi, bổ sung bởi", "Amended by")
        case .replace: Phrase("Được thay thế bởi", "Replaced by")
        case .correct: Phrase("Được đính chính bởi", "Corrected by")
        case .revoke: Phrase("Bị bãi bỏ, hủy bỏ bởi", "Revoked by")
        }
    }

    /// The mark that the former document bears from then on; nothing where it stays in force.
    public var closing: OutgoingDocument.ClosingMark? {
        switch self {
        case .amend, .correct: nil
        case .replace: .replaced
        case .revoke: .cancelled
        }
    }

    /// What is written on the former document's path.
    public var remark: RemarkKind {
        switch self {
        case .amend: .amended
        case .replace: .replaced
        case .correct: .corrected
        case .revoke: .revoked
        }
    }

    /// The type that such a document has: equal in form to what it concerns, and an official letter where it corrects.
    public func typeName(concerning former: String) -> String { self == .correct ? "Công văn" : former }
}
