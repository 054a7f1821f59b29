/// What an action is called in the vocabularies of other houses' collectors.
public struct ActionMeaning: Sendable, Hashable {
    /// How much attention an action deserves where it was allowed.
    public enum Severity: Int, Sendable, Comparable {
        case informational, warning, critical

        public static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
    }

    /// An event class of OCSF 1.4.0, by its number, and what was done, by its number in that class.
    public struct Activity: Sendable, Hashable {
        public enum Family: Int, Sendable {
            case eventLog = 1008
            case accountChange = 3001
            case authentication = 3002
            case userAccess = 3005
            case webResources = 6001
            case applicationLifecycle = 6002
            case api = 6003
            case fileHosting = 6006

            var name: String {
                switch self {
                case .eventLog: "Event Log Activity"
                case .accountChange: "Account Change"
                case .authentication: "Authentication"
                case .userAccess: "User Access Management"
                case .webResources: "Web Resources Activity"
                case .applicationLifecycle: "Application Lifecycle"
                case .api: "API Activity"
                case .fileHosting: "File Hosting Activity"
                }
            }

            var category: Int { rawValue / 1000 }
        }

        /// The number that stands for what a class has no number for; the line then names it.
        public static let other = 99

        public let family: Family
        public let number: Int

        public init(_ family: Family, _ number: Int) {
            self.family = family
            self.number = number
        }

        var type: Int { family.rawValue * 100 + number }
    }

    public let activity: Activity
    /// `event.category` of ECS 8.11.
    public let category: String
    /// `event.type` of ECS 8.11.
    public let types: [String]
    public let severity: Severity

    public init(
        _ family: Activity.Family, _ number: Int, _ category: String, _ types: String...,
        severity: Severity = .informational
    ) {
        activity = Activity(family, number)
        self.category = category
        self.types = types
        self.severity = severity
    }
}
