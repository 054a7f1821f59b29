public import Foundation
import Postgres
public import Records

/// What an auditor asks of the trail (bộ lọc nhật ký); every part narrows down what the others leave.
public struct TrailFilter: Sendable {
    /// A part of the trail that has an index of its own.
    public enum Kind: String, Sendable, CaseIterable {
        /// What did not end well.
        case refused
        /// What was done outside the office's hours.
        case offHours
        /// What auditors and administrators did.
        case keepers
        /// What changed accounts, roles and settings.
        case rights
        /// Sign-ins that failed.
        case signIns
        /// Looks at documents that were not the person's work at that time.
        case withoutReason
    }

    public var officer: Officer.ID?
    public var document: IncomingDocument.ID?
    /// A document by its number in the register and year.
    public var number: Int?
    public var year: Int?
    public var action: AuditEvent.Action?
    public var outcome: AuditEvent.Outcome?
    public var from: Date?
    public var to: Date?
    public var kinds: Set<Kind> = []
    /// The first digits of a digest of a session, as events show it.
    public var session: String?
    public var network: TrailNetwork?
    /// Digests of words; an event has them all where somebody searched for all of them.
    public var sought: [String] = []
    /// The documents that ``number`` and ``year`` stand for, once they were looked up.
    var documents: [IncomingDocument.ID]?

    public init() {}

    /// More words than anybody searches for at once.
    static let mostWords = 32

    /// The filter as the trail records it: identifiers and times, no names.
    var detail: [String: String] {
        var detail: [String: String] = [:]
        detail["officer"] = officer.map { "\($0)" }
        detail["document"] = document.map { "\($0)" }
        detail["number"] = number.map { "\($0)" }
        detail["year"] = year.map { "\($0)" }
        detail["action"] = action?.rawValue
        detail["outcome"] = outcome?.rawValue
        detail["from"] = from.map { "\(Int($0.timeIntervalSince1970))" }
        detail["to"] = to.map { "\(Int($0.timeIntervalSince1970))" }
        detail["kinds"] = kinds.isEmpty ? nil : kinds.map(\.rawValue).sorted().joined(separator: ",")
        detail["session"] = session
        detail["network"] = network?.description
        detail["sought"] = sought.isEmpty ? nil : sought.prefix(Self.mostWords).joined(separator: ",")
        return detail
    }

    /// Whether something that only few events share leads to them: then its index gives their order, whatever else is
    /// asked.
    var isLed: Bool { officer != nil || document != nil || documents != nil || action != nil }

    /// Whether words alone lead to the events, within a time.
    var isSoughtAlone: Bool { !isLed && kinds.isEmpty && network == nil && outcome == nil }
}

extension Transaction {
    /// Checks a filter, and looks up the documents that it names by their number.
    borrowing func resolve(_ filter: TrailFilter, of agency: Agency.ID) throws -> TrailFilter {
        guard filter.sought.count <= TrailFilter.mostWords else {
            throw RuleViolation.fields([FieldFault("sought", .tooLong(most: TrailFilter.mostWords))])
        }
        var filter = filter
        if let session = filter.session, filter.officer == nil { try narrow(&filter, to: session, of: agency) }
        guard let number = filter.number else { return filter }
        filter.documents = try rows(
            """
            SELECT d.id FROM register_year y
            JOIN incoming_document d
                ON d.register_id = y.register_id AND d.year = y.year AND d.number = \(number)::bigint
            WHERE y.agency_id = \(agency) AND (y.year = \(filter.year)::bigint OR \(filter.year)::bigint IS NULL)
            ORDER BY d.id DESC LIMIT 100
            """
        ) { try $0["id"] }
        return filter
    }

    /// A session is one officer's and has its days: the sums know them, so events need no index by session.
    private borrowing func narrow(_ filter: inout TrailFilter, to session: String, of agency: Agency.ID) throws {
        let found = try row(
            """
            SELECT max(actor_id) AS actor, min(first_at) AS first, max(last_at) AS last FROM audit.whereabouts
            WHERE session = \(session) AND agency_id = \(agency)
            """
        ) { (actor: try $0["actor"] as Int?, first: try $0["first"] as Date?, last: try $0["last"] as Date?) }
        // What began within this second is not summed yet.
        let first = found?.first ?? Date(timeIntervalSinceNow: -3600)
        filter.from = max(filter.from ?? first, first)
        if let last = found?.last, last < Date(timeIntervalSinceNow: -3600) {
            let end = last.addingTimeInterval(1)
            filter.to = min(filter.to ?? end, end)
        }
        filter.officer = found?.actor
    }
}
