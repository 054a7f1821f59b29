import Postgres
import Records

extension Transaction {
    /// Gives an issued document to one's own units as work (chuyển nội bộ).
    ///
    /// It stands in a register of its own, so that what others send is counted alone, and is worked on like any other.
    ///
    /// - Returns: the incoming document; nothing where it goes to no unit.
    borrowing func giveWork(
        _ files: [ReceivedFile], of document: LockedOutgoing, on today: Day, by officer: Officer
    ) throws -> IncomingDocument.ID? {
        let units = document.details.units
        guard !units.isEmpty, let reference = document.reference else { return nil }
        try execute(
            """
            INSERT INTO register (agency_id, direction, name) VALUES (\(officer.agency), 'internal', 'Sổ văn bản nội bộ')
            ON CONFLICT ON CONSTRAINT register_name_once_per_agency DO NOTHING
            """)
        let found = try row(
            """
            SELECT r.id, a.name, a.code, o.name AS signer, o.position FROM register r JOIN agency a ON a.id = r.agency_id
                 LEFT JOIN officer o ON o.id = (
                     SELECT officer_id FROM outgoing_signatory WHERE document_id = \(document.id)
                       AND round = \(document.round) AND kind = 'sign' ORDER BY ordinal DESC LIMIT 1)
            WHERE r.agency_id = \(officer.agency) AND r.direction = 'internal' AND r.name = 'Sổ văn bản nội bộ'
            """
        ) { row in
            var details = IncomingDetails()
            details.senderName = try row["name"]
            details.senderCode = try row["code"]
            details.signerName = try row["signer"] ?? ""
            details.signerPosition = try row["position"] ?? ""
            return (id: try row["id"] as Int, details: details)
        }
        guard let found else { throw WorkflowError.registerMissing }
        var details = found.details
        details.number = reference.number
        details.notation = reference.notation
        details.issuedOn = document.issuedOn
        details.typeName = document.details.typeName
        details.subject = document.details.subject
        details.urgency = document.details.urgency
        details.dueOn = document.details.dueOn(from: today)
        let registration = Registration(details: details, files: files, register: found.id)
        let entry = try enter(registration, Arrival(source: "internal", senderDocumentCode: ""), on: today, by: officer)
        try settle(registration, entry, by: officer)
        // Nobody else knows of it yet, and its register's counter is locked: what is known is not asked for.
        let held = LockedIncoming(
            id: entry.document, state: .received, closing: nil, version: 1, urgency: details.urgency, near: [],
            delivered: nil, work: AssignmentTree([]))
        var order = AssignmentOrder()
        order.deadline = details.dueOn
        for unit in units { try give(held, unit.role, .unit(unit.id), below: nil, order, by: officer) }
        let state: IncomingDocument.State = units.contains { $0.role == .lead } ? .assigned : .processed
        try execute("UPDATE incoming_document SET state = \(state), version = version + 1 WHERE id = \(entry.document)")
        return entry.document
    }
}
