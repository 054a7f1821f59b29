import Records
import Workflow

/// Whom the form of a draft lets its drafter choose: who signs, who initials, which units and agencies receive it.
struct OutgoingChoices: Sendable {
    struct Signer: Sendable {
        let person: Field
        let competence: Field
    }

    struct UnitLine: Sendable {
        let field: Field
    }

    let signers: [Signer]
    let initials: AssignmentForm.Boxes
    let units: [UnitLine]
    let groups: Field?
    let agencies: Field
    let post: Field

    init(
        _ form: OutgoingForm, _ directory: Directory, _ groups: [RecipientGroup], faults: [FieldFault],
        _ language: Language
    ) {
        let chosen = form.details.signatories
        signers = (1...OutgoingForm.mostSigners).map { place in
            let signing = chosen.filter { $0.kind == .sign }
            let one = place <= signing.count ? signing[place - 1] : nil
            return Signer(
                person: Field(
                    "signer\(place)", Phrase("Người ký \(place)", "Signer \(place)")(language), "",
                    .choice(Self.people(directory, chosen: one?.officer, language)), required: place == 1,
                    fault: place == 1 ? faults.sentence(for: "signatories", language) : nil),
                competence: Field(
                    "competence\(place)", Phrase("Quyền hạn ký", "Authority")(language), "",
                    .choice(
                        Signatory.Competence.allCases.map {
                            Choice($0.rawValue, $0.label(language), isChosen: $0 == one?.competence ?? .own)
                        })))
        }
        let initialling = Set(chosen.filter { $0.kind == .initial }.map(\.officer))
        initials = AssignmentForm.Boxes(
            field: "initials", legend: Signatory.Kind.initial.label(language), fault: nil,
            groups: directory.units.map { unit in
                AssignmentForm.People(
                    name: unit.name,
                    choices: unit.officers.map {
                        Choice(String($0.id), "\($0.name) – \($0.position)", isChosen: initialling.contains($0.id))
                    })
            }.filter { !$0.choices.isEmpty }, chosen: initialling.isEmpty ? nil : String(initialling.count))
        let roles = Dictionary(
            form.details.recipients.compactMap { address -> (Int, Assignment.Role)? in
                if case .unit(let id, let role) = address { (id, role) } else { nil }
            }, uniquingKeysWith: { first, _ in first })
        units = directory.units.enumerated().map { place, unit in
            let none = Choice("", Phrase("– không gửi –", "– not sent –")(language))
            return UnitLine(
                field: Field(
                    "unit-\(unit.id)", unit.name, "",
                    .choice(
                        [none]
                            + Assignment.Role.allCases.map {
                                Choice($0.rawValue, $0.label(language), isChosen: $0 == roles[unit.id])
                            }), fault: place == 0 ? faults.sentence(for: "units", language) : nil))
        }
        self.groups =
            groups.isEmpty
            ? nil
            : Field(
                "group", Phrase("Nhóm nơi nhận", "Group of recipients")(language), "",
                .choice(
                    [Choice("", Phrase("– không –", "– none –")(language))]
                        + groups.map { Choice(String($0.id), "\($0.name) (\($0.codes.count))") }))
        agencies = Field(
            "agencies", Phrase("Cơ quan nhận qua liên thông", "Agencies, by envelope")(language), form.agencies, .lines,
            wide: true,
            hint: Phrase(
                "Mỗi dòng một mã định danh; tra mã trong danh bạ cơ quan.", "One code a line, as in the directory.")(
                    language), fault: faults.sentence(for: "recipients", language))
        post = Field(
            "post", Phrase("Gửi bưu điện", "By post")(language), form.post, .lines, wide: true,
            hint: Phrase("Mỗi dòng: Tên | Địa chỉ", "A line: Name | Address")(language),
            fault: faults.sentence(for: "post", language))
    }

    /// Everyone who may sign, the leaders first.
    private static func people(_ directory: Directory, chosen: Int?, _ language: Language) -> [Choice] {
        let all = directory.leaders + directory.units.flatMap(\.officers)
        let ordered =
            all.filter { $0.roles.contains(.leader) }
            + all.filter { !$0.roles.contains(.leader) && $0.roles.contains(.unitHead) }
            + all.filter { $0.roles.isDisjoint(with: [.leader, .unitHead]) }
        return [Choice("", Phrase("– chọn –", "– choose –")(language))]
            + ordered.map { Choice(String($0.id), "\($0.name) – \($0.position)", isChosen: $0.id == chosen) }
    }
}
