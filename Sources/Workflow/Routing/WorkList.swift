import Postgres
public import Records

/// A tray of work (hộp việc).
public enum WorkBox: String, CaseIterable, Sendable {
    /// Documents that wait for a leader's decision (chờ phân công).
    case decide
    case lead
    case support
    case informed

    public var label: Phrase {
        switch self {
        case .decide: Phrase("Chờ phân công", "To decide")
        case .lead: Assignment.Role.lead.label
        case .support: Assignment.Role.support.label
        case .informed: Assignment.Role.informed.label
        }
    }

    /// The trays that an officer has.
    public static func all(for officer: Officer) -> [WorkBox] {
        guard officer.roles.isDisjoint(with: Role.apart) else { return [] }
        return officer.roles.contains(.leader) ? [.decide, .lead, .support, .informed] : [.lead, .support, .informed]
    }
}

/// Where the next page of a tray begins: after this urgency and document.
public struct WorkCursor: Sendable, Hashable, LosslessStringConvertible {
    let urgency: Int
    let document: Int

    init(urgency: Int, document: Int) {
        self.urgency = urgency
        self.document = document
    }

    public var description: String { "\(urgency)-\(document)" }

    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let urgency = parts[0], let document = parts[1], (0...3).contains(urgency) else {
            return nil
        }
        self.init(urgency: urgency, document: document)
    }
}

public struct WorkItem: Sendable {
    public let summary: IncomingSummary
    public let instruction: String
    /// The person or unit that it was given to.
    public let assignedTo: String
    /// The unit's head has handed it on.
    public let handedOn: Bool
}

public struct WorkPage: Sendable {
    public let items: [WorkItem]
    public let next: WorkCursor?
}

extension Workflow {
    /// A tray, most urgent first and then oldest first.
    public func work(_ box: WorkBox, after: WorkCursor? = nil, by caller: Caller) async throws -> WorkPage {
        let officer = caller.officer
        let today = today
        let attempt = AuditEvent(.incomingListed, on: .incoming(0), detail: ["box": box.rawValue])
        return try await look(attempt, by: caller) { transaction in
            guard WorkBox.all(for: officer).contains(box) else { throw RuleViolation.notInRole(.view) }
            let after = after ?? WorkCursor(urgency: 4, document: 0)
            let rows = try transaction.rows(
                box == .decide ? Self.toDecide(after, of: officer) : Self.assigned(box, after, to: officer)
            ) { row in
                WorkItem(
                    summary: try IncomingSummary(row, today: today), instruction: try row["instruction"],
                    assignedTo: try row["assigned_to"], handedOn: try row["handed_on"])
            }
            let items = Array(rows.prefix(PageSize.lines))
            let next = rows.count > items.count ? items.last.map { $0.summary.cursor } : nil
            return Audited(WorkPage(items: items, next: next), attempt)
        }
    }

    private static func toDecide(_ after: WorkCursor, of officer: Officer) -> SQL {
        """
        SELECT \(IncomingSummary.columns), '' AS instruction, '' AS assigned_to, false AS handed_on
        FROM incoming_document d \(IncomingSummary.lead)
        WHERE d.agency_id = \(officer.agency) AND d.state = 'received' AND d.closing IS NULL
          AND (d.precedence, d.id) > (\(after.precedence), \(after.document))
        ORDER BY d.precedence, d.id \(PageSize.limit)
        """
    }

    /// One range of an index for what is the person's, one for what is the unit's, merged.
    private static func assigned(_ box: WorkBox, _ after: WorkCursor, to officer: Officer) -> SQL {
        let range: SQL =
            """
            role = \(box.rawValue) AND state = 'open' AND (precedence, document_id) > (\(after.precedence), \(after.document))
            ORDER BY precedence, document_id \(PageSize.limit)
            """
        let own: SQL = "(SELECT * FROM assignment WHERE officer_id = \(officer.id) AND \(range))"
        let unit = officer.roles.contains(.unitHead) ? officer.unit : nil
        let shares: SQL =
            unit.map { "\(own) UNION ALL (SELECT * FROM assignment WHERE unit_id = \($0) AND \(range))" } ?? own
        // Only heads hand work on.
        let handedOn: SQL =
            unit == nil ? "false" : "EXISTS (SELECT FROM assignment c WHERE c.parent_id = a.id AND c.state = 'open')"
        return """
            SELECT \(IncomingSummary.columns), a.instruction, \(IncomingSummary.assignee) AS assigned_to,
                   \(handedOn) AS handed_on
            FROM (SELECT DISTINCT ON (precedence, document_id) * FROM (\(shares)) both_shares
                  ORDER BY precedence, document_id, officer_id NULLS LAST \(PageSize.limit)) a
                 JOIN incoming_document d ON d.id = a.document_id
                 \(IncomingSummary.lead)
            ORDER BY a.precedence, a.document_id
            """
    }
}

extension WorkCursor {
    /// As the column `precedence` counts: the most urgent first.
    fileprivate var precedence: Int { 3 - urgency }
}

extension IncomingSummary {
    fileprivate var cursor: WorkCursor { WorkCursor(urgency: urgency.rawValue, document: id) }
}
