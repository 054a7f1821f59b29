/// What a recipient says became of a document that was sent (trạng thái liên thông), by its code on the wire.
///
/// Codes that are not here (07 to 12, 14) were never seen; they are kept with the document and shown as they came.
public enum DeliveryStatus: String, CaseIterable, Sendable, Codable {
    case arrived = "01"
    case refused = "02"
    case registered = "03"
    case assigned = "04"
    case inProgress = "05"
    case done = "06"
    /// A sender asks for its document back; no recipient says it.
    case askedBack = "13"
    case agreed = "15"
    case declined = "16"

    public var label: Phrase {
        switch self {
        case .arrived: Phrase("Đã đến", "Arrived")
        case .refused: Phrase("Từ chối tiếp nhận", "Refused")
        case .registered: Phrase("Đã tiếp nhận", "Registered")
        case .assigned: Phrase("Phân công", "Assigned")
        case .inProgress: Phrase("Đang xử lý", "In progress")
        case .done: Phrase("Hoàn thành", "Done")
        case .askedBack: Phrase("Lấy lại", "Asked back")
        case .agreed: Phrase("Đồng ý", "Agreed")
        case .declined: Phrase("Từ chối yêu cầu", "Declined")
        }
    }

    /// Whether it answers a request to take back, to update or to replace, and says nothing of a document's work.
    public var isAnswer: Bool { self == .agreed || self == .declined }

    /// Whether a recipient may say it of what it got.
    public var isARecipients: Bool { self != .askedBack }

    /// What is shown once this has come after what was shown before: the one that is further.
    ///
    /// Statuses come late, twice and in any order, and some peers leave steps out; so the order in which they came says
    /// nothing. A refusal is less far than the register: a clerk who refused by mistake registers afterwards. An agreement
    /// is the furthest: what was taken back is gone, whatever is said later.
    public func shown(after before: DeliveryStatus?) -> DeliveryStatus? {
        guard isARecipients else { return before }
        guard let before else { return self }
        return distance > before.distance ? self : before
    }

    private var distance: Int {
        switch self {
        case .askedBack: 0
        case .arrived: 1
        case .refused: 2
        case .registered: 3
        case .assigned: 4
        case .inProgress: 5
        case .done: 6
        case .declined: 7
        case .agreed: 8
        }
    }
}
