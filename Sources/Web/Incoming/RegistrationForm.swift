import Records
import Workflow

/// The form *Vào sổ văn bản đến*, as a clerk sent it or as it is offered.
struct RegistrationForm {
    private(set) var details: IncomingDetails
    let intake: Int?
    let register: Int?
    let acknowledgesDuplicates: Bool
    private var typed = TypedFields<RegistrationField>()

    /// The form with what was read from a file, or with nothing but today's date.
    init(offering details: IncomingDetails, intake: Int?, today: Day) {
        self.details = details
        self.details.arrivedOn = details.arrivedOn ?? today
        self.intake = intake
        register = nil
        acknowledgesDuplicates = false
    }

    init(_ form: Form) {
        intake = Int(form["intake"])
        register = Int(form["register"])
        acknowledgesDuplicates = form["acknowledgeDuplicates"] == "yes"
        details = IncomingDetails()
        details.senderName = form["senderName"]
        details.senderCode = form["senderCode"]
        details.number = form["number"]
        details.notation = form["notation"]
        details.typeName = form["typeName"]
        details.subject = form["subject"].inOneLine
        details.signerName = form["signerName"]
        details.signerPosition = form["signerPosition"]
        details.signerCompetence = form["signerCompetence"]
        details.note = form["note"]
        details.issuedOn = day(.issuedOn, form)
        details.arrivedOn = day(.arrivedOn, form)
        details.dueOn = day(.dueOn, form)
        details.pages = number(.pages, form)
        details.copies = number(.copies, form)
        details.urgency = choice(.urgency, form, Int(form["urgency"]).flatMap(Urgency.init)) ?? .none
        details.secrecy = choice(.secrecy, form, SecrecyLevel(rawValue: form["secrecy"])) ?? .none
    }

    /// What the form shows in a field.
    func shown(_ field: RegistrationField) -> String { typed[field] ?? field.written(details) }

    /// What cannot be read: no day, no number.
    var unreadable: [FieldFault] { typed.unreadable }

    /// What is wrong, the unreadable included, each field once.
    func faults(today: Day) -> [FieldFault] { typed.faults(and: details.faults(today: today)) }

    private mutating func day(_ field: RegistrationField, _ form: Form) -> Day? {
        typed.read(field, form, .notADay) { Day(typed: $0) }
    }

    private mutating func number(_ field: RegistrationField, _ form: Form) -> Int? {
        typed.read(field, form, .notANumber) { Int($0) }
    }

    private mutating func choice<Value>(_ field: RegistrationField, _ form: Form, _ value: Value?) -> Value? {
        typed.read(field, form, .unknownChoice) { _ in value }
    }
}
