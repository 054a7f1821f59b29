import Foundation
import Postgres
import Records

extension Workflow {
    /// Opens a document (xem văn bản): one snapshot, and the record of who looked is durable before the answer.
    ///
    /// - Throws: ``WorkflowError/notFound`` where the caller may not know of it.
    public func incoming(_ id: Int, by caller: Caller) async throws -> IncomingView {
        let attempt = AuditEvent(.incomingViewed, on: .incoming(id))
        let today = today
        return try await look(attempt, by: caller) { transaction in
            let view = try transaction.view(of: id, for: caller.officer, today: today)
            guard let view else { throw WorkflowError.notFound }
            return Audited(view, AuditEvent(.incomingViewed, on: .incoming(id), version: view.version))
        }
    }
}

extension Transaction {
    /// Everything about a document in one round trip; `nil` where the person may not see it.
    fileprivate borrowing func view(of id: Int, for officer: Officer, today: Day) throws -> IncomingView? {
        let attachments = try later(
            """
            SELECT id, note_id, name, media_type, size, kind, damaged FROM attachment
            WHERE document_id = \(id) ORDER BY kind, ordinal, id
            """
        ) { try AttachmentView($0) }
        let assignments = try later(Self.assignments(of: id)) { try AssignmentView($0, today: today) }
        let notes = try later(
            """
            SELECT n.id, n.text, n.written_at, o.name FROM progress_note n JOIN officer o ON o.id = n.officer_id
            WHERE n.document_id = \(id) ORDER BY n.id
            """
        ) { NoteView(id: try $0["id"], author: try $0["name"], writtenAt: try $0["written_at"], text: try $0["text"]) }
        let dossiers = try later(
            """
            SELECT \(DossierSummary.columns) FROM dossier_document m JOIN dossier f ON f.id = m.dossier_id
                 JOIN officer o ON o.id = f.opened_by
            WHERE m.document_id = \(id) ORDER BY f.id
            """
        ) { try DossierSummary($0) }
        let pending = try later(
            PendingRequest.about(
                "i.id = (SELECT intake_id FROM incoming_document WHERE id = \(id)) AND i.agency_id = \(officer.agency)")
        ) { try PendingRequest($0) }
        let head = try row(
            """
            SELECT d.*, (SELECT name FROM register WHERE id = d.register_id) AS register_name,
                   (SELECT name FROM officer WHERE id = d.registered_by) AS registrar, \(Self.nearness(officer, of: id))
            FROM incoming_document d WHERE d.id = \(id) AND d.agency_id = \(officer.agency)
            """
        ) { try IncomingHead($0) }
        guard let head, !head.near.isDisjoint(with: AccessRule.reaches(of: officer.roles, for: .view)) else {
            return nil
        }
        let files = try rows(attachments)
        let work = try rows(assignments)
        return IncomingView(
            id: id, state: head.state, closing: head.closing, version: head.version, register: head.register,
            number: head.number,
            year: head.year, details: head.details, source: head.source, registeredAt: head.registeredAt,
            registeredBy: head.registrar, attachments: files.filter { $0.note == nil },
            assignments: AssignmentView.tree(work),
            notes: try rows(notes).map { note in
                var note = note
                note.attachments = files.filter { $0.note == note.id }
                return note
            },
            dossiers: try rows(dossiers), pending: try rows(pending),
            actions: ActionOffer.all(for: officer, head.near, head.state, head.closing?.mark, work))
    }

    static func assignments(of document: Int) -> SQL {
        """
        SELECT a.id, a.parent_id, a.unit_id, a.officer_id, a.role, a.state, a.deadline, a.instruction, a.result,
               a.assigned_at, a.finished_at, \(IncomingSummary.assignee) AS assignee,
               (SELECT name FROM officer WHERE id = a.assigned_by) AS assigned_by,
               (SELECT name FROM officer WHERE id = a.finished_by) AS finished_by
        FROM assignment a WHERE a.document_id = \(document) ORDER BY a.id
        """
    }
}

/// A document's own row, decoded.
private struct IncomingHead {
    let state: IncomingDocument.State
    let closing: ClosedBySender?
    let version: Int
    let register: String
    let number: Int
    let year: Int
    let source: String
    let registeredAt: Date
    let registrar: String
    let near: Set<Reach>
    let details: IncomingDetails

    init(_ row: borrowing Row) throws {
        state = try row["state"]
        closing = try ClosedBySender(row)
        version = try row["version"]
        register = try row["register_name"]
        number = try row["number"]
        year = try row["year"]
        source = try row["source"]
        registeredAt = try row["registered_at"]
        registrar = try row["registrar"]
        near = try Transaction.readNearness(row)
        details = try IncomingDetails(row)
    }
}

extension IncomingDetails {
    /// Reads the columns of `incoming_document`.
    init(_ row: borrowing Row) throws {
        self.init()
        senderName = try row["sender_name"]
        senderCode = try row["sender_code"]
        number = try row["code_number"]
        notation = try row["code_notation"]
        issuedOn = try row["issued_on"]
        typeName = try row["type_name"]
        subject = try row["subject"]
        signerName = try row["signer_name"]
        signerPosition = try row["signer_position"]
        signerCompetence = try row["signer_competence"]
        urgency = try row["urgency"]
        dueOn = try row["due_on"]
        arrivedOn = try row["arrived_on"]
        pages = try row["pages"]
        copies = try row["copies"]
        note = try row["note"]
    }
}

extension AssignmentView {
    init(_ row: borrowing Row, today: Day) throws {
        id = try row["id"]
        parent = try row["parent_id"]
        let unit: Records.Unit.ID? = try row["unit_id"]
        assignee = try unit.map { .unit($0) } ?? .officer(row["officer_id"])
        assigneeName = try row["assignee"]
        role = try row["role"]
        state = try row["state"]
        deadline = try row["deadline"]
        instruction = try row["instruction"]
        result = try row["result"]
        assignedBy = try row["assigned_by"]
        assignedAt = try row["assigned_at"]
        finishedBy = try row["finished_by"]
        finishedAt = try row["finished_at"]
        isLate = state == .open && role != .informed && deadline.map { $0 < today } ?? false
    }

    /// The work in the order of a tree, each piece before what was handed on from it, with how deep it stands.
    static func tree(_ all: [AssignmentView]) -> [AssignmentView] {
        let children = Dictionary(grouping: all, by: \.parent)
        func below(_ parent: Assignment.ID?, _ level: Int) -> [AssignmentView] {
            (children[parent] ?? []).flatMap { assignment in
                var placed = assignment
                placed.level = level
                return [placed] + below(assignment.id, level + 1)
            }
        }
        return below(nil, 0)
    }

    var record: Assignment { Assignment(id: id, parent: parent, assignee: assignee, role: role, state: state) }
}
