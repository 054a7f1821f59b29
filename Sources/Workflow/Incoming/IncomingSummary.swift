import Foundation
import Postgres
public import Records

/// A line of a list of documents.
public struct IncomingSummary: Sendable {
    public let id: IncomingDocument.ID
    public let state: IncomingDocument.State
    /// That it is no longer in force.
    public let closing: IncomingDocument.ClosingMark?
    public let number: Int
    public let year: Int
    public let arrivedOn: Day
    public let senderName: String
    public let reference: Reference
    public let issuedOn: Day
    public let typeName: String
    public let subject: String
    public let urgency: Urgency
    /// Who leads the work at the top.
    public let leadName: String?
    /// When the work is due: the lead's deadline, or the sender's wish.
    public let deadline: Day?
    public let isLate: Bool

    /// The columns of a list, of `incoming_document d`.
    static let columns: SQL =
        """
        d.id, d.state, d.closing, d.number, d.year, d.arrived_on, d.sender_name, d.code_number, d.code_notation, d.issued_on,
        d.type_name, d.subject, d.urgency, coalesce(lead.deadline, d.due_on) AS deadline, lead.name AS lead_name
        """

    /// The name of the unit or person that an assignment `a` was given to.
    ///
    /// Names are looked up one by one: of small tables PostgreSQL knows no sizes, and joins them in bad orders.
    static let assignee: SQL =
        """
        coalesce((SELECT name FROM unit WHERE id = a.unit_id), (SELECT name FROM officer WHERE id = a.officer_id))
        """

    /// The lead at the top of a document's work, to join beside `incoming_document d`.
    static let lead: SQL =
        """
        LEFT JOIN LATERAL (
            SELECT a.deadline, \(assignee) AS name FROM assignment a
            WHERE a.document_id = d.id AND a.parent_id IS NULL AND a.role = 'lead' AND a.state <> 'withdrawn'
            ORDER BY a.id DESC LIMIT 1
        ) lead ON true
        """

    init(_ row: borrowing Row, today: Day) throws {
        id = try row["id"]
        state = try row["state"]
        let closing: IncomingDocument.ClosingMark? = try row["closing"]
        self.closing = closing
        number = try row["number"]
        year = try row["year"]
        arrivedOn = try row["arrived_on"]
        senderName = try row["sender_name"]
        reference = Reference(number: try row["code_number"], notation: try row["code_notation"])
        issuedOn = try row["issued_on"]
        typeName = try row["type_name"]
        subject = try row["subject"]
        urgency = try row["urgency"]
        leadName = try row["lead_name"]
        let deadline: Day? = try row["deadline"]
        self.deadline = deadline
        isLate =
            closing == nil && (state == .received || state == .assigned) && deadline.map { $0 < today } ?? false
    }
}
