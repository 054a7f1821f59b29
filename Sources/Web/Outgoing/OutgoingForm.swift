import Records
import Workflow

/// A draft as its form was sent, or as it is offered.
struct OutgoingForm {
    private(set) var details = OutgoingDetails()
    /// Agencies and lines of post as they are being chosen.
    let choice: RecipientChoice
    private var typed = TypedFields<OutgoingField>()

    init(offering details: OutgoingDetails = OutgoingDetails()) {
        self.details = details
        choice = RecipientChoice(of: details)
    }

    init(_ form: Form, _ choice: RecipientChoice) {
        self.choice = choice
        details.typeName = form["typeName"]
        details.subject = form["subject"].inOneLine
        details.notation = form["notation"]
        details.place = form["place"]
        details.note = form["note"]
        details.places = form["places"].linesTyped
        details.dueOn = typed.read(.dueOn, form, .notADay) { Day(typed: $0) }
        details.pages = typed.read(.pages, form, .notANumber) { Int($0) }
        details.copies = typed.read(.copies, form, .notANumber) { Int($0) }
        details.urgency = typed.read(.urgency, form, .unknownChoice) { Int($0).flatMap(Urgency.init) } ?? .none
        details.secrecy = typed.read(.secrecy, form, .unknownChoice) { SecrecyLevel(rawValue: $0) } ?? .none
        details.medium =
            typed.read(.medium, form, .unknownChoice) { OutgoingDocument.Medium(rawValue: $0) } ?? .electronic
        details.signatories = Self.signatories(form)
        details.recipients = Self.recipients(form, choice)
    }

    /// What cannot be read: no day, no number.
    var unreadable: [FieldFault] { typed.unreadable }

    /// What is wrong, the unreadable included, each field once; then who signs and who receives.
    func faults(today: Day) -> [FieldFault] {
        let all = details.faults(today: today)
        return typed.faults(and: all) + all.filter { OutgoingField(rawValue: $0.field) == nil }
    }

    /// The fields as a page shows them.
    func fields(rare: Bool, faults: [FieldFault], _ language: Language) -> [Field] {
        OutgoingField.allCases.filter { $0.isRare == rare }.map { field in
            Field(
                field.rawValue, field.label(language), typed[field] ?? field.written(details),
                field.kind(details, language), required: field.isRequired, wide: field.isWide,
                hint: field.hint?(language), fault: faults.sentence(for: field.rawValue, language))
        }
    }

    private static func signatories(_ form: Form) -> [Signatory] {
        let initials = form.all("initials").compactMap { Int($0) }.map { Signatory(officer: $0, kind: .initial) }
        let signers = (1...Self.mostLines).compactMap { place -> Signatory? in
            guard let officer = Int(form["signer\(place)"]) else { return nil }
            let competence = Signatory.Competence(rawValue: form["competence\(place)"]) ?? .own
            return Signatory(officer: officer, kind: .sign, competence: competence)
        }
        return initials + signers
    }

    /// More lines of signers than this are not looked at; how many may sign is for the office to say.
    private static let mostLines = 40

    private static func recipients(_ form: Form, _ choice: RecipientChoice) -> [OutgoingAddress] {
        let agencies = choice.codes.map { OutgoingAddress.agency(code: $0) }
        let units = Assignment.Role.allCases.flatMap { role in
            form.all(OutgoingChoices.field(of: role)).compactMap { Int($0) }.map { OutgoingAddress.unit($0, role) }
        }
        let post = choice.post.linesTyped.map { line -> OutgoingAddress in
            let parts = line.split(separator: "|", maxSplits: 1).map { String($0).trimmed }
            return .post(name: parts.first ?? "", address: parts.count > 1 ? parts[1] : "")
        }
        return agencies + units + post
    }
}

extension FaultSummary {
    /// What is wrong with a draft, told at the top of its form.
    static func outgoing(_ faults: [FieldFault], _ language: Language) -> FaultSummary? {
        FaultSummary(faults, language) { name in
            if let field = OutgoingField(rawValue: name) { return field.label }
            switch name {
            case "signatories": return Phrase("Người ký", "Who signs")
            case "recipients": return Phrase("Cơ quan nhận", "Agencies")
            case "units": return Phrase("Đơn vị trong cơ quan", "Own units")
            case "post": return Phrase("Gửi bưu điện", "By post")
            case "reason": return Phrase("Lý do", "Reason")
            case "text": return Phrase("Nội dung", "Text")
            case "officers": return Phrase("Người được hỏi", "Who is asked")
            default: return nil
            }
        }
    }
}
