import Records
import Workflow

/// A draft as its form was sent, or as it is offered.
struct OutgoingForm {
    private(set) var details = OutgoingDetails()
    /// Codes of agencies and lines of post as they were typed.
    private(set) var agencies = ""
    private(set) var post = ""
    private var typed = TypedFields<OutgoingField>()

    /// So many people can be named in the form who sign; initials are boxes.
    static let mostSigners = 3

    init(offering details: OutgoingDetails = OutgoingDetails()) {
        self.details = details
        agencies = details.recipients.compactMap { if case .agency(let code) = $0 { code } else { nil } }
            .joined(separator: "\n")
        post = details.recipients.compactMap { address -> String? in
            guard case .post(let name, let place) = address else { return nil }
            return place.isEmpty ? name : "\(name) | \(place)"
        }.joined(separator: "\n")
    }

    init(_ form: Form, groups: [RecipientGroup]) {
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
        agencies = form["agencies"]
        post = form["post"]
        details.signatories = Self.signatories(form)
        details.recipients = Self.recipients(form, groups)
    }

    /// What cannot be read: no day, no number.
    var unreadable: [FieldFault] { typed.unreadable }

    /// What is wrong, the unreadable included, each field once; then who signs and who receives.
    func faults(today: Day) -> [FieldFault] {
        let all = details.faults(today: today)
        return typed.faults(and: all) + all.filter { OutgoingField(rawValue: $0.field) == nil }
    }

    /// The fields as a page shows them.
    func fields(faults: [FieldFault], _ language: Language) -> [Field] {
        OutgoingField.allCases.map { field in
            Field(
                field.rawValue, field.label(language), typed[field] ?? field.written(details),
                field.kind(details, language), required: field.isRequired, wide: field.isWide,
                hint: field.hint?(language), fault: faults.sentence(for: field.rawValue, language))
        }
    }

    private static func signatories(_ form: Form) -> [Signatory] {
        let initials = form.all("initials").compactMap { Int($0) }.map { Signatory(officer: $0, kind: .initial) }
        let signers = (1...mostSigners).compactMap { place -> Signatory? in
            guard let officer = Int(form["signer\(place)"]) else { return nil }
            let competence = Signatory.Competence(rawValue: form["competence\(place)"]) ?? .own
            return Signatory(officer: officer, kind: .sign, competence: competence)
        }
        return initials + signers
    }

    private static func recipients(_ form: Form, _ groups: [RecipientGroup]) -> [OutgoingAddress] {
        let chosen = Set(form.all("group").compactMap { Int($0) })
        var codes = form["agencies"].linesTyped
        for group in groups where chosen.contains(group.id) {
            codes += group.codes.filter { !codes.contains($0) }
        }
        let agencies = codes.map { OutgoingAddress.agency(code: $0) }
        let units = form.fields.compactMap { field -> OutgoingAddress? in
            guard field.name.hasPrefix("unit-"), let id = Int(field.name.dropFirst(5)),
                let role = Assignment.Role(rawValue: field.value)
            else { return nil }
            return .unit(id, role)
        }
        let post = form["post"].linesTyped.map { line -> OutgoingAddress in
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
