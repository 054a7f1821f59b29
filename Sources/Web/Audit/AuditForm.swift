import Records
import Workflow

/// The form of a question: its own fields first, all others behind *Lọc thêm*.
struct AuditForm: Sendable {
    struct Check: Sendable {
        let value: String
        let label: String
        let isChecked: Bool
    }

    let fields: [Field]
    let hasFields: Bool
    let more: [Field]
    let kinds: [Check]
    /// Whether something behind *Lọc thêm* is in use or wrong.
    let isOpen: Bool
    /// Whether events are asked for, which all filters narrow down.
    let canFilter: Bool
    let question: String?
    /// The document that a link led to; it has no field of its own.
    let document: String?
    let faults: FaultSummary?

    private static let plain = ["officer", "action", "number", "from", "to"]
    private static let every = [
        "officer", "action", "outcome", "number", "from", "to", "session", "network", "words",
    ]

    init(_ query: TrailQuery, officers: [DirectoryOfficer], _ language: Language) {
        let own = query.question?.fields ?? Self.plain
        canFilter = query.question?.isAList ?? true
        let others = canFilter ? Self.every.filter { !own.contains($0) } : []
        func field(_ name: String) -> Field { Self.field(name, query, officers, language) }
        fields = own.map(field)
        hasFields = !own.isEmpty
        more = others.map(field)
        kinds = TrailFilter.Kind.allCases.map { kind in
            let isSent = query.parameters.contains { $0.name == "kind" && $0.value == kind.rawValue }
            return Check(value: kind.rawValue, label: kind.label(language), isChecked: isSent)
        }
        isOpen =
            kinds.contains(where: \.isChecked) || others.contains { !query[$0].isEmpty }
            || query.faults.contains { others.contains($0.field) }
        question = query.question?.rawValue
        document = query.filter.document.map(String.init)
        faults = FaultSummary(query.faults, language) { Self.label($0) }
    }

    private static func field(
        _ name: String, _ query: TrailQuery, _ officers: [DirectoryOfficer], _ language: Language
    ) -> Field {
        let any = Choice("", Phrase("Tất cả", "All")(language))
        var sent = query[name]
        // Older addresses say the year apart.
        if name == "number", !sent.isEmpty, !sent.contains("/"), let year = query.filter.year { sent += "/\(year)" }
        let kind: Field.Kind =
            switch name {
            case "officer":
                .choice(
                    [any]
                        + officers.map {
                            let office = $0.position.isEmpty ? $0.name : "\($0.name) – \($0.position)"
                            return Choice(String($0.id), office, isChosen: String($0.id) == sent)
                        })
            case "action":
                .choice(
                    [any]
                        + AuditEvent.Action.allCases.map {
                            Choice($0.rawValue, $0.label(language), isChosen: $0.rawValue == sent)
                        })
            case "outcome":
                .choice(
                    [any]
                        + AuditEvent.Outcome.allCases.map {
                            Choice($0.rawValue, $0.label(language), isChosen: $0.rawValue == sent)
                        })
            case "from", "to": .day
            case "minutes", "days": .number
            default: .line
            }
        let standard = name == "days" ? "\(query.days)" : name == "minutes" ? "\(TrailQuery.around)" : ""
        return Field(
            name, label(name)(language), sent.isEmpty ? standard : sent, kind, hint: hint(name)?(language),
            fault: query.faults.sentence(for: name, language))
    }

    private static func label(_ name: String) -> Phrase {
        switch name {
        case "officer": Phrase("Người thực hiện", "Who")
        case "action": Phrase("Việc", "What")
        case "outcome": Phrase("Kết quả", "Outcome")
        case "number": Phrase("Số đến", "Number")
        case "from": Phrase("Từ ngày", "From")
        case "to": Phrase("Đến ngày", "To")
        case "moment": Phrase("Thời điểm", "Moment")
        case "minutes": Phrase("Trước và sau (phút)", "Before and after (minutes)")
        case "days": Phrase("Không dùng từ (ngày)", "Not used for (days)")
        case "session": Phrase("Phiên làm việc", "Session")
        case "network": Phrase("Mạng", "Network")
        case "words": Phrase("Đã tìm những từ", "Searched for words")
        default: Phrase("Điều kiện", "Filter")
        }
    }

    private static func hint(_ name: String) -> Phrase? {
        switch name {
        case "number": Phrase("Ví dụ: 15/2026", "For example: 15/2026")
        case "moment": Phrase("Ví dụ: 22/11/2026 14:05", "For example: 22/11/2026 14:05")
        case "network": Phrase("Địa chỉ hoặc mạng: 192.0.2.7", "An address or network: 192.0.2.7")
        default: nil
        }
    }
}
