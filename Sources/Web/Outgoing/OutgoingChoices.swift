import Records
import Workflow

/// Whom the form of a draft lets its drafter choose: who signs, who initials, which units and agencies receive it.
struct OutgoingChoices: Sendable {
    /// A line of the form for somebody who signs.
    struct Signer: Sendable {
        let person: Field
        let competence: Field
    }

    let signers: [Signer]
    /// So many lines script may add to.
    let mostSigners: Int
    let initials: AssignmentForm.Boxes
    /// How many initial it, where somebody does.
    let hasInitials: Bool
    let leadUnit: Field
    let otherUnits: [AssignmentForm.Boxes]
    let hasUnits: Bool
    let chooser: RecipientChooser

    /// The field of the units with a role.
    static func field(of role: Assignment.Role) -> String { "\(role.rawValue)Units" }

    init(
        _ form: OutgoingForm, _ directory: Directory, _ chooser: RecipientChooser, mostSigners: Int,
        faults: [FieldFault], _ language: Language
    ) {
        self.chooser = chooser
        self.mostSigners = mostSigners
        signers = Self.signers(form.details.signatories, directory, most: mostSigners, faults, language)
        let initialling = Set(form.details.signatories.filter { $0.kind == .initial }.map(\.officer))
        hasInitials = !initialling.isEmpty
        initials = AssignmentForm.Boxes(
            field: "initials", legend: Signatory.Kind.initial.label(language), fault: nil,
            groups: directory.units.map { unit in
                AssignmentForm.People(
                    name: unit.name,
                    choices: unit.officers.filter(\.maySign).map {
                        Choice(String($0.id), "\($0.name) – \($0.position)", isChosen: initialling.contains($0.id))
                    })
            }.filter { !$0.choices.isEmpty }, chosen: initialling.isEmpty ? nil : String(initialling.count))
        let units = form.details.recipients.compactMap { address -> (id: Int, role: Assignment.Role)? in
            if case .unit(let id, let role) = address { (id, role) } else { nil }
        }
        func choices(_ role: Assignment.Role) -> [Choice] {
            let chosen = Set(units.filter { $0.role == role }.map(\.id))
            return directory.units.map { Choice(String($0.id), $0.name, isChosen: chosen.contains($0.id)) }
        }
        hasUnits = !directory.units.isEmpty
        leadUnit = Field(
            Self.field(of: .lead), Assignment.Role.lead.label(language), "",
            .choice([Choice("", Phrase("– không gửi đơn vị –", "– to no unit –")(language))] + choices(.lead)),
            hint: Phrase(
                "Đơn vị chịu trách nhiệm chính; khi phát hành sẽ nhận việc.", "Answers for it; is given the work.")(
                    language), fault: faults.sentence(for: "units", language))
        otherUnits = [Assignment.Role.support, .informed].map { role in
            let boxes = choices(role)
            let chosen = boxes.count(where: \.isChosen)
            return AssignmentForm.Boxes(
                field: Self.field(of: role), legend: role.label(language), fault: nil,
                groups: [AssignmentForm.People(name: role.label(language), choices: boxes)],
                chosen: chosen == 0 ? nil : String(chosen))
        }
    }

    /// A line for each who signs, and some that are empty.
    private static func signers(
        _ signatories: [Signatory], _ directory: Directory, most: Int, _ faults: [FieldFault], _ language: Language
    ) -> [Signer] {
        let signing = signatories.filter { $0.kind == .sign }
        return (1...max(signing.count, min(most, max(3, signing.count + 2)))).map { place in
            let one = place <= signing.count ? signing[place - 1] : nil
            return Signer(
                person: Field(
                    "signer\(place)", Phrase("Người ký \(place)", "Signer \(place)")(language), "",
                    .choice(people(directory, chosen: one?.officer, language)), required: place == 1,
                    fault: place == 1 ? faults.sentence(for: "signatories", language) : nil),
                competence: Field(
                    "competence\(place)", Phrase("Quyền hạn ký", "Authority")(language), "",
                    .choice(
                        Signatory.Competence.allCases.map {
                            Choice($0.rawValue, $0.label(language), isChosen: $0 == one?.competence ?? .own)
                        })))
        }
    }

    /// Everyone who may sign, the leaders first.
    private static func people(_ directory: Directory, chosen: Int?, _ language: Language) -> [Choice] {
        let all = directory.leaders + directory.units.flatMap(\.officers)
        let ordered =
            all.filter { $0.roles.contains(.leader) }
            + all.filter { !$0.roles.contains(.leader) && $0.roles.contains(.unitHead) }
            + all.filter { $0.roles.isDisjoint(with: [.leader, .unitHead]) }
        return [Choice("", Phrase("– chọn –", "– choose –")(language))]
            + ordered.filter(\.maySign).map {
                Choice(String($0.id), "\($0.name) – \($0.position)", isChosen: $0.id == chosen)
            }
    }
}
