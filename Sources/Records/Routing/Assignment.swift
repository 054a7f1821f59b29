/// A piece of work with a document, given to one unit or person (phân công xử lý).
public struct Assignment: Sendable, Hashable, Identifiable {
    public typealias ID = Int

    /// What is asked of the assignee (vai trò xử lý).
    public enum Role: String, CaseIterable, Sendable, Codable {
        /// Answers for the result; one at each level (xử lý chính).
        case lead
        /// Helps the lead (phối hợp).
        case support
        /// Is to know of it (xem để biết).
        case informed

        public var label: Phrase {
            switch self {
            case .lead: Phrase("Xử lý chính", "Lead")
            case .support: Phrase("Phối hợp", "Support")
            case .informed: Phrase("Xem để biết", "For information")
            }
        }
    }

    public enum State: String, CaseIterable, Sendable, Codable {
        /// Being worked on (đang xử lý).
        case open
        /// Finished by its assignee, or by the lead it was handed on to (hoàn thành).
        case done
        /// Ended because the lead finished the matter (kết thúc theo xử lý chính).
        case closed
        /// Replaced by another assignment (thu hồi).
        case withdrawn

        public var label: Phrase {
            switch self {
            case .open: Phrase("Đang xử lý", "Open")
            case .done: Phrase("Hoàn thành", "Done")
            case .closed: Phrase("Kết thúc", "Closed")
            case .withdrawn: Phrase("Thu hồi", "Withdrawn")
            }
        }
    }

    public let id: ID
    /// The assignment that this one was handed on from; none at the top.
    public let parent: ID?
    public let assignee: Assignee
    public let role: Role
    public var state: State

    public init(id: ID, parent: ID?, assignee: Assignee, role: Role, state: State) {
        self.id = id
        self.parent = parent
        self.assignee = assignee
        self.role = role
        self.state = state
    }
}

/// Who is given work: a unit, whose head hands it on, or a person (người hoặc đơn vị được giao).
public enum Assignee: Sendable, Hashable {
    case unit(Unit.ID)
    case officer(Officer.ID)
}

extension Assignee: LosslessStringConvertible {
    /// The assignee as forms and the JSON API write it: `unit:3`, `officer:12`.
    public var description: String {
        switch self {
        case .unit(let id): "unit:\(id)"
        case .officer(let id): "officer:\(id)"
        }
    }

    public init?(_ text: String) {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let id = Int(parts[1]), id > 0 else { return nil }
        switch parts[0] {
        case "unit": self = .unit(id)
        case "officer": self = .officer(id)
        default: return nil
        }
    }
}
