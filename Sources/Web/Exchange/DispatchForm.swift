import Records
import Workflow

/// The details of a document that is to be sent, as a clerk sent them or as they are offered.
struct DispatchForm {
    private(set) var details = DispatchDetails()
    private var typed = TypedFields<DispatchField>()

    init(offering details: DispatchDetails = DispatchDetails()) { self.details = details }

    init(_ form: Form) {
        details.number = form["number"]
        details.notation = form["notation"]
        details.place = form["place"]
        details.typeName = form["typeName"]
        details.subject = form["subject"].inOneLine
        details.signerName = form["signerName"]
        details.signerPosition = form["signerPosition"]
        details.signerCompetence = form["signerCompetence"]
        details.places = form["places"].linesTyped
        details.issuedOn = typed.read(.issuedOn, form, .notADay) { Day(typed: $0) }
        details.dueOn = typed.read(.dueOn, form, .notADay) { Day(typed: $0) }
        details.pages = typed.read(.pages, form, .notANumber) { Int($0) }
        details.urgency = typed.read(.urgency, form, .unknownChoice) { Int($0).flatMap(Urgency.init) } ?? .none
        details.secrecy = typed.read(.secrecy, form, .unknownChoice) { SecrecyLevel(rawValue: $0) } ?? .none
    }

    /// What cannot be read: no day, no number.
    var unreadable: [FieldFault] { typed.unreadable }

    /// What is wrong, the unreadable included, each field once.
    func faults(today: Day) -> [FieldFault] { typed.faults(and: details.faults(today: today)) }

    /// The fields as a page shows them, in their groups.
    func groups(faults: [FieldFault], _ language: Language) -> [FieldGroup] {
        DispatchField.Group.allCases.map { group in
            FieldGroup(
                legend: group.legend(language),
                fields: DispatchField.allCases.filter { $0.group == group }.map { field in
                    Field(
                        field.rawValue, field.label(language), typed[field] ?? field.written(details),
                        field.kind(details, language), required: field.isRequired, wide: field.isWide,
                        hint: field.hint?(language), fault: faults.sentence(for: field.rawValue, language))
                })
        }
    }
}

/// Fields that are read together.
struct FieldGroup: Sendable {
    let legend: String
    let fields: [Field]
}

extension FaultSummary {
    /// What is wrong with a dispatch, told at the top of its form.
    static func dispatch(_ faults: [FieldFault], _ language: Language) -> FaultSummary? {
        FaultSummary(faults, language) { name in
            if let field = DispatchField(rawValue: name) { return field.label }
            switch name {
            case "recipients": return Phrase("Nơi nhận", "Recipients")
            case "files": return Phrase("Tệp kèm theo", "Files")
            case "reason": return Phrase("Lý do", "Reason")
            default: return nil
            }
        }
    }
}
