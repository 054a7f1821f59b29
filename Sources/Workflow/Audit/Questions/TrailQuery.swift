public import Foundation
public import Records

/// What an address asks of the trail: a question, the filter that it stands for, and where that cannot be read.
///
/// The page, the export, saved questions and their mails read addresses alike.
public struct TrailQuery: Sendable {
    /// The parameters that are read, in the order of the page.
    public static let names = [
        "question", "officer", "number", "year", "document", "action", "outcome", "from", "to", "moment", "minutes",
        "kind", "session", "network", "words", "days",
    ]
    /// So long before and after a moment, in minutes, where nobody says how long.
    public static let around = 10

    /// What was sent and is read, in the order of ``names``.
    public let parameters: [(name: String, value: String)]
    public private(set) var question: TrailQuestion?
    public private(set) var filter = TrailFilter()
    /// The parts that cannot be read; nothing is answered then, for it would be the answer to another question.
    public private(set) var faults: [FieldFault] = []
    /// After so many days without use an account is idle.
    public private(set) var days = 90
    private let today: Day

    public init(_ sent: [(name: String, value: String)], today: Day) {
        self.today = today
        let sent = sent.map { (name: $0.name, value: $0.value.trimmed) }
        parameters = Self.names.flatMap { name in
            var seen: Set<String> = []
            return sent.filter { $0.name == name && !$0.value.isEmpty && seen.insert($0.value).inserted }
        }
        question = read("question", .unknownChoice) { TrailQuestion(rawValue: $0) }
        readWhoAndWhat()
        readWhen()
        readWhere()
        preset()
    }

    /// What an address says after its question mark.
    public init(address query: String, today: Day) {
        // Foundation's own reader of addresses stops the program where one is malformed.
        let sent = query.split(separator: "&").prefix(Self.mostParameters).map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { part in
                let plain = String(part).replacing("+", with: " ")
                return plain.removingPercentEncoding ?? plain
            }
            return (name: parts[0], value: parts.count > 1 ? parts[1] : "")
        }
        self.init(sent, today: today)
    }

    private static let mostParameters = 200

    /// The address that asks the same, after its question mark, with nothing else in it.
    public var address: String {
        parameters.map { "\($0.name)=\($0.value.addingPercentEncoding(withAllowedCharacters: Self.plain) ?? "")" }
            .joined(separator: "&")
    }

    private static let plain = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

    public subscript(name: String) -> String { parameters.first { $0.name == name }?.value ?? "" }

    /// The words of the search that is asked for; whoever asks turns them into ``TrailFilter/sought``.
    public var words: String { self["words"] }

    /// The days that sums are asked of: what the filter says, else the last `days`.
    public func window(days: Int) -> TrailWindow {
        let last = filter.to.map { min(Day(in: $0.addingTimeInterval(-1)), today) } ?? today
        let first = filter.from.map { Day(in: $0) } ?? last.adding(days: 1 - days)
        return TrailWindow(from: first, through: last)
    }

    /// Whether what the question cannot be asked without is there.
    public var isComplete: Bool {
        switch question {
        case .readers, .life: filter.number != nil || filter.document != nil
        case .person: filter.officer != nil
        case .moment: filter.from != nil
        default: true
        }
    }

    // MARK: - Reading

    private mutating func readWhoAndWhat() {
        filter.officer = read("officer", .notANumber) { Int($0) }
        filter.document = read("document", .notANumber) { Int($0) }
        filter.year = read("year", .notANumber) { Int($0) }
        filter.action = read("action", .unknownChoice) { AuditEvent.Action(rawValue: $0) }
        filter.outcome = read("outcome", .unknownChoice) { AuditEvent.Outcome(rawValue: $0) }
        let kinds = parameters.filter { $0.name == "kind" }.map(\.value)
        filter.kinds = Set(kinds.compactMap(TrailFilter.Kind.init))
        if filter.kinds.count < kinds.count { faults.append(FieldFault("kind", .unknownChoice)) }
        // A number may be written with its year: 15/2026.
        let parts = self["number"].split(separator: "/", omittingEmptySubsequences: false)
        filter.number = read("number", .notANumber) { _ in parts.count <= 2 ? Int(parts[0]) : nil }
        if parts.count == 2, filter.number != nil {
            filter.year = Int(parts[1])
            if filter.year == nil { faults.append(FieldFault("number", .notANumber)) }
        }
    }

    private mutating func readWhen() {
        filter.from = read("from", .notADay) { Day(typed: $0) }?.start
        filter.to = read("to", .notADay) { Day(typed: $0) }?.adding(days: 1).start
        days = read("days", .outOfRange(1...3660)) { Int($0).flatMap { (1...3660).contains($0) ? $0 : nil } } ?? days
        let minutes = read("minutes", .outOfRange(1...1440)) {
            Int($0).flatMap { (1...1440).contains($0) ? $0 : nil }
        }
        guard let moment = read("moment", .wrong, { TrailMoment($0)?.instant }) else { return }
        let around = TimeInterval(60 * (minutes ?? Self.around))
        filter.from = moment.addingTimeInterval(-around)
        filter.to = moment.addingTimeInterval(around)
    }

    private mutating func readWhere() {
        filter.session = read("session", .wrong) { text in
            text.utf8.count <= 64 && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "z") ~= $0 } ? text : nil
        }
        filter.network = read("network", .wrong) { TrailNetwork($0) }
        if words.unicodeScalars.count > 500 { faults.append(FieldFault("words", .tooLong(most: 500))) }
    }

    /// Most questions are one filter by another name.
    private mutating func preset() {
        switch question {
        case .signIns: filter.kinds.insert(.signIns)
        case .rights: filter.kinds.insert(.rights)
        case .offHours: filter.kinds.insert(.offHours)
        case .refusals: filter.kinds.insert(.refused)
        case .keepers: filter.kinds.insert(.keepers)
        case .withoutReason: filter.kinds.insert(.withoutReason)
        case .readers, .person, .life, .moment, .masses, .whereabouts, .wholeness, .idle, nil: break
        }
        // No index knows what was without a reason: where nothing else leads, the last week is looked through.
        if filter.kinds.contains(.withoutReason), filter.document == nil, filter.number == nil, filter.officer == nil,
            filter.from == nil
        {
            filter.from = today.adding(days: -6).start
        }
    }

    private mutating func read<Value>(_ name: String, _ rule: FieldRule, _ parse: (String) -> Value?) -> Value? {
        let text = self[name]
        guard !text.isEmpty else { return nil }
        guard let value = parse(text) else {
            faults.append(FieldFault(name, rule))
            return nil
        }
        return value
    }
}

extension TrailQuestion {
    /// Whether events are the answer, one by one; else it is sums or a state.
    public var isAList: Bool {
        switch self {
        case .masses, .whereabouts, .wholeness, .idle: false
        case .readers, .person, .signIns, .rights, .offHours, .refusals, .keepers, .withoutReason, .life, .moment: true
        }
    }
}

/// A moment as people write it, in Vietnam: `22/11/2026 14:05`, with seconds or without.
public struct TrailMoment: Sendable {
    public let instant: Date

    public init?(_ text: String) {
        let parts = text.replacing("T", with: " ").split(separator: " ")
        guard parts.count == 2, let day = Day(typed: String(parts[0])) else { return nil }
        let clock = parts[1].split(separator: ":").map { $0.utf8.count <= 2 ? Int($0) : nil }
        guard (2...3).contains(clock.count), let hour = clock[0], let minute = clock[1], (0...23).contains(hour),
            (0...59).contains(minute), let second = clock.count == 3 ? clock[2] : 0, (0...59).contains(second)
        else { return nil }
        instant = day.start.addingTimeInterval(TimeInterval(hour * 3600 + minute * 60 + second))
    }
}
