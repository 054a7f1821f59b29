import Records
import Workflow

/// The menu: what a person's roles let them use, and nothing else.
struct Menu {
    enum Place: String, CaseIterable, Sendable {
        case work, intakes, incoming, outgoing, dispatches, envelopes, dossiers, registers, audit, help

        var label: Phrase {
            switch self {
            case .work: Phrase("Việc của tôi", "My work")
            case .intakes: Phrase("Chờ vào sổ", "To register")
            case .incoming: Phrase("Văn bản đến", "Incoming")
            case .outgoing: Phrase("Văn bản đi", "Outgoing")
            case .dispatches: Phrase("Gửi liên thông", "Sent")
            case .envelopes: Phrase("Gói tin gửi lỗi", "Not sent")
            case .dossiers: Phrase("Hồ sơ", "Dossiers")
            case .registers: Phrase("Sổ đăng ký", "Registers")
            case .audit: Phrase("Nhật ký", "Audit trail")
            case .help: Phrase("Trợ giúp", "Help")
            }
        }

        /// The act that one must be able to do for the place to be of use.
        var act: Act? {
            switch self {
            case .work: .acknowledge
            case .intakes: .takeIn
            case .incoming: .view
            case .outgoing: .viewOutgoing
            case .dispatches: .followDispatches
            case .envelopes: .resend
            case .dossiers: .view
            case .registers: .readRegisters
            case .audit: .readTrail
            case .help: nil
            }
        }

        var path: String { self == .envelopes ? "/envelopes/dead" : "/\(rawValue)" }

        /// Whether these roles can use it.
        func isOpen(to roles: Set<Role>) -> Bool {
            guard let act else { return true }
            // Whoever sees what was sent comes from there to what was not.
            if self == .envelopes, Self.dispatches.isOpen(to: roles) { return false }
            return AccessRule.allow(act, to: roles)
        }
    }

    let entries: [(place: Place, count: Int?, isHere: Bool)]

    init(of roles: Set<Role>, counts: WorkCounts?, at here: Place?) {
        let open = Place.allCases.filter { $0.isOpen(to: roles) }
        entries = open.map { ($0, Self.count($0, counts), $0 == here) }
    }

    /// Where a person of these roles begins the day.
    static func home(of roles: Set<Role>) -> String {
        if roles.contains(.registrar) { return "/intakes" }
        if roles.contains(.auditor) { return "/audit" }
        return AccessRule.allow(.view, to: roles) ? "/work" : "/help"
    }

    private static func count(_ place: Place, _ counts: WorkCounts?) -> Int? {
        switch place {
        case .work: counts.map { $0.boxes.filter { $0.key != .informed }.values.reduce(0, +) }
        case .intakes: counts?.waitingIntakes
        case .outgoing: counts.map { $0.outgoing.filter { $0.key != .drafts }.values.reduce(0, +) }
        case .dispatches: counts?.refusedDispatches
        case .incoming, .envelopes, .dossiers, .registers, .audit, .help: nil
        }
    }

    /// An entry as the layout shows it.
    struct Entry: Sendable {
        let href: String
        let label: String
        let count: String?
        let isHere: Bool

        init(_ entry: (place: Place, count: Int?, isHere: Bool), _ language: Language) {
            href = entry.place.path
            label = entry.place.label(language)
            count = entry.count.flatMap { $0 > 0 ? CountLabel($0).text : nil }
            isHere = entry.isHere
        }
    }
}

/// How many things wait: counting ends at a hundred.
struct CountLabel {
    let text: String

    init(_ count: Int) { text = count >= 100 ? "99+" : String(count) }
}
