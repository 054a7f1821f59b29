import Postgres
public import Records

/// A tray of outgoing documents that wait for somebody (văn bản đi chờ xử lý).
public enum OutgoingTray: String, CaseIterable, Sendable {
    /// One's own drafts, among them those that were returned.
    case drafts
    case content
    case opinions
    case format
    case sign
    case number
    case seal
    case issue

    public var label: Phrase {
        switch self {
        case .drafts: Phrase("Dự thảo của tôi", "My drafts")
        case .content: Phrase("Chờ duyệt nội dung", "Content to approve")
        case .opinions: Phrase("Chờ cho ý kiến", "Opinions asked of me")
        case .format: Phrase("Chờ kiểm tra thể thức", "Format to check")
        case .sign: Phrase("Chờ ký", "To sign")
        case .number: Phrase("Chờ cấp số", "To number")
        case .seal: Phrase("Chờ ký số cơ quan, đóng dấu", "To sign for the agency")
        case .issue: Phrase("Chờ phát hành", "To issue")
        }
    }

    /// The trays that an officer has.
    public static func all(for officer: Officer) -> [OutgoingTray] {
        guard officer.roles.isDisjoint(with: Role.apart) else { return [] }
        return allCases.filter { tray in
            switch tray {
            case .drafts, .opinions: true
            case .content: !officer.roles.isDisjoint(with: [.leader, .unitHead])
            case .sign: AccessRule.allow(.sign, to: officer.roles)
            case .format, .number, .seal, .issue: officer.roles.contains(.registrar)
            }
        }
    }
}

/// A line of a tray.
public struct OutgoingTrayPage: Sendable {
    public let items: [OutgoingSummary]
    /// There are more than a page shows.
    public let hasMore: Bool
}

extension Workflow {
    /// What waits in a tray, the most urgent first and then the oldest.
    public func outgoingTray(_ tray: OutgoingTray, by caller: Caller) async throws -> OutgoingTrayPage {
        let officer = caller.officer
        let attempt = AuditEvent(.outgoingListed, on: .outgoing(0), detail: ["box": tray.rawValue])
        return try await look(attempt, by: caller) { transaction in
            guard OutgoingTray.all(for: officer).contains(tray) else { throw RuleViolation.notInRole(.viewOutgoing) }
            let rows = try transaction.rows(
                """
                SELECT \(OutgoingSummary.columns) FROM \(tray.documents(for: officer))
                ORDER BY d.precedence, d.id LIMIT 101
                """
            ) { try OutgoingSummary($0) }
            return Audited(OutgoingTrayPage(items: Array(rows.prefix(100)), hasMore: rows.count > 100), attempt)
        }
    }

}

extension OutgoingTray {
    /// How much waits in each tray, counted to a hundred: rows of `tray` and `n`.
    static func counts(for officer: Officer) -> SQL {
        all(for: officer).reduce("SELECT '' AS tray, 0 AS n WHERE false") { counts, tray in
            """
            \(counts) UNION ALL
            SELECT \(tray.rawValue), count(*)::int FROM (SELECT FROM \(tray.documents(for: officer)) LIMIT 100) n
            """
        }
    }

    /// The documents `d` of the tray, with their condition.
    fileprivate func documents(for officer: Officer) -> SQL {
        let waiting: SQL = "outgoing_document d WHERE d.agency_id = \(officer.agency) AND d.closing IS NULL"
        switch self {
        case .drafts: return "\(waiting) AND d.drafted_by = \(officer.id) AND d.step = 'draft'"
        case .content where officer.roles.contains(.leader): return "\(waiting) AND d.step = 'content'"
        case .content:
            return "outgoing_document d WHERE d.unit_id = \(officer.unit) AND d.closing IS NULL AND d.step = 'content'"
        case .opinions:
            return """
                outgoing_opinion p JOIN outgoing_document d ON d.id = p.document_id
                WHERE p.officer_id = \(officer.id) AND p.answer IS NULL AND d.closing IS NULL AND d.number IS NULL
                """
        case .sign:
            return """
                outgoing_signatory s JOIN outgoing_document d ON d.id = s.document_id AND d.round = s.round
                WHERE s.officer_id = \(officer.id) AND s.signed_at IS NULL AND s.dropped_at IS NULL
                  AND d.step = 'signature' AND d.closing IS NULL
                  AND NOT EXISTS (SELECT FROM outgoing_signatory e WHERE e.document_id = s.document_id
                                  AND e.round = s.round AND e.ordinal < s.ordinal AND e.signed_at IS NULL)
                """
        case .format: return "\(waiting) AND d.step = 'format'"
        case .number: return "\(waiting) AND d.step = 'numbering'"
        case .seal: return "\(waiting) AND d.step = 'sealing'"
        case .issue: return "\(waiting) AND d.step = 'issuing'"
        }
    }
}
