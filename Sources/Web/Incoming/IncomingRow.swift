import Records
import Workflow

/// A document as a line of a list.
struct IncomingRow: Sendable {
    let href: String
    let number: String
    let arrived: String
    let reference: String
    let issued: String
    let subject: String
    let type: String
    let sender: String
    let lead: String?
    let deadline: String?
    let late: Tag?
    let urgency: Tag?
    let state: Tag

    init(_ document: IncomingSummary, today: Day, _ language: Language) {
        href = "/incoming/\(document.id)"
        number = "\(document.number)/\(document.year)"
        arrived = document.arrivedOn.written
        reference = document.reference.description
        issued = document.issuedOn.written
        subject = document.subject
        type = document.typeName
        sender = document.senderName
        lead = document.leadName
        deadline = document.deadline?.written
        let isOpen = document.closing == nil && (document.state == .received || document.state == .assigned)
        late = isOpen ? document.deadline.flatMap { Tag.deadline($0, today: today, language) } : nil
        urgency = Tag.urgency(document.urgency, language)
        // What is no longer in force says so wherever it stands.
        state = document.closing.map { .closing($0, language) } ?? .state(document.state, language)
    }
}
