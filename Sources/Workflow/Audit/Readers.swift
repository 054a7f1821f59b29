import Postgres
public import Records

/// A person who can see a document, and by what rule (ai xem được).
public struct Reader: Sendable {
    public let name: String
    public let position: String
    public let unit: String
    public let rule: Phrase
}

/// Who may see a document, and who has (ai được xem, ai đã xem).
public struct DocumentReaders: Sendable {
    /// The document's number in its register and year, and its subject.
    public let number: Int
    public let year: Int
    public let subject: String
    public let may: [Reader]
    public let seen: [SeenBy]
}

extension Workflow {
    /// Who can see a document now, by which rule, and who has seen it, for everyone who may see it themselves.
    public func readers(of id: IncomingDocument.ID, by caller: Caller) async throws -> DocumentReaders {
        let attempt = AuditEvent(.readersViewed, on: .incoming(id))
        return try await look(attempt, by: caller) { transaction in
            _ = try transaction.nearness(of: id, to: caller.officer)
            let document = try transaction.row("SELECT number, year, subject FROM incoming_document WHERE id = \(id)") {
                (try $0["number"] as Int, try $0["year"] as Int, try $0["subject"] as String)
            }
            guard let document else { throw WorkflowError.notFound }
            let readers = DocumentReaders(
                number: document.0, year: document.1, subject: document.2,
                may: try transaction.readers(of: id, in: caller.officer.agency),
                seen: try transaction.seen(id, of: caller.officer.agency))
            return Audited(readers, attempt)
        }
    }
}

extension Transaction {
    /// Who can see a document now, and the rule that lets them.
    fileprivate borrowing func readers(of id: IncomingDocument.ID, in agency: Agency.ID) throws -> [Reader] {
        try rows(
            """
            SELECT o.name, o.position, o.roles, coalesce(u.name, '') AS unit_name,
                   EXISTS (SELECT FROM assignment a WHERE a.document_id = \(id)
                           AND (a.officer_id = o.id AND a.state <> 'withdrawn' OR a.finished_by = o.id)) AS near_own,
                   EXISTS (SELECT FROM assignment a LEFT JOIN officer p ON p.id = a.officer_id
                           WHERE a.document_id = \(id) AND a.state <> 'withdrawn'
                           AND (a.unit_id = o.unit_id OR p.unit_id = o.unit_id)) AS near_unit
            FROM officer o LEFT JOIN unit u ON u.id = o.unit_id
            WHERE o.agency_id = \(agency) AND o.active ORDER BY u.position NULLS FIRST, o.id
            """
        ) { row in
            let roles = Set(try row["roles"] as [Role])
            var near = try Transaction.readNearness(row)
            // What is a person's own is their unit's too, as Visibility has it.
            if near.contains(.own) { near.insert(.unit) }
            let rule = AccessRule.all.first {
                roles.contains($0.role) && $0.acts.contains(.view) && near.contains($0.reach)
            }
            return try rule.map { rule in
                Reader(
                    name: try row["name"], position: try row["position"], unit: try row["unit_name"],
                    rule: Phrase(
                        "\(rule.role.label.vietnamese): \(rule.reach.label.vietnamese)",
                        "\(rule.role.label.english): \(rule.reach.label.english)"))
            }
        }.compactMap { $0 }
    }
}
