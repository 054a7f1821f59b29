/// How long a dossier is kept (thời hạn bảo quản), by Circular 10/2022/TT-BNV.
public enum RetentionPeriod: Sendable, Hashable {
    case years(Int)
    case permanent

    /// The levels that the tables of the law use.
    public static let all: [RetentionPeriod] = [.years(5), .years(10), .years(20), .years(50), .years(70), .permanent]

    public var label: Phrase {
        switch self {
        case .years(let years): Phrase("\(years) năm", "\(years) years")
        case .permanent: Phrase("Vĩnh viễn", "Permanent")
        }
    }
}

extension RetentionPeriod: RawRepresentable {
    /// The years as a text, or `permanent`: how forms, the API and the database write it.
    public var rawValue: String {
        switch self {
        case .years(let years): String(years)
        case .permanent: "permanent"
        }
    }

    public init?(rawValue: String) {
        guard let period = Self.all.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = period
    }
}
